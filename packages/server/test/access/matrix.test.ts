import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/access/keys/api-key.ts';
import { OWNER_TOKEN } from '../../src/access/owner-tokens/owner-token.ts';
import { startOwnersSandbox, type TestOwner } from '../harness/owners.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

type Need = 'none' | 'contract' | 'monitoring' | 'remoteControl';

interface Row {
  readonly need: Need;
  /** Body of a request that would work. */
  readonly body?: object;
  /** Names the gateway where the path does not. */
  readonly query?: string;
  /** Calls at once, where the operation has a limit of its own. */
  readonly burst?: number;
  /** Status and code when nothing stands in the way; the gateway of the matrix is registered but never connected. */
  readonly ok: readonly [status: number, code?: string];
}

/** Every partner operation, and what it needs. An operation that is missing here fails the build. */
const ROWS: Readonly<Record<string, Row>> = {
  'GET /api-keys/me': { need: 'none', ok: [200] },
  'GET /api-keys': { need: 'none', ok: [200] },
  'POST /api-keys': { need: 'none', ok: [201] },
  'DELETE /api-keys/{keyId}': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks': { need: 'none', ok: [200] },
  'POST /webhooks': {
    need: 'none',
    body: { url: 'https://elsewhere.example/' },
    ok: [400, 'request-invalid'],
  },
  'GET /webhooks/{webhookId}': { need: 'none', ok: [404, 'not-found'] },
  'PATCH /webhooks/{webhookId}': { need: 'none', body: { batch: 2 }, ok: [404, 'not-found'] },
  'DELETE /webhooks/{webhookId}': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/rotate-secret': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/test': { need: 'none', ok: [404, 'not-found'] },
  'POST /webhooks/{webhookId}/replay': {
    need: 'none',
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
    ok: [404, 'not-found'],
  },
  'GET /webhooks/{webhookId}/replays': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/replays/{replayId}': { need: 'none', ok: [404, 'not-found'] },
  'DELETE /webhooks/{webhookId}/replays/{replayId}': { need: 'none', ok: [404, 'not-found'] },
  'GET /webhooks/{webhookId}/attempts': { need: 'none', ok: [404, 'not-found'] },
  'GET /contracts': { need: 'none', ok: [200] },
  'GET /contracts/{gatewayId}': { need: 'contract', ok: [200] },
  'PATCH /contracts/{gatewayId}': {
    need: 'contract',
    body: { action: 'ACCEPT' },
    ok: [409, 'transition-not-allowed'],
  },
  'DELETE /contracts/{gatewayId}': { need: 'contract', ok: [409, 'transition-not-allowed'] },
  'GET /contracts/{gatewayId}/access': { need: 'contract', ok: [200] },
  'GET /contracts/{gatewayId}/consent/receipt': { need: 'contract', ok: [200] },
  'GET /events': { need: 'contract', query: 'gatewayId={gatewayId}', burst: 5, ok: [200] },
  'GET /events/stream': { need: 'none', ok: [200] },
  'GET /events/completeness': {
    need: 'contract',
    query: 'from=2026-01-01T00:00:00Z&gatewayId={gatewayId}',
    burst: 5,
    ok: [200],
  },
  'GET /hvacs': { need: 'none', ok: [200] },
  'GET /hvacs/{gatewayId}': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/recordings': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/components': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatSources': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatSources/{heatSourceId}': { need: 'monitoring', ok: [404, 'not-found'] },
  'GET /hvacs/{gatewayId}/notifications': { need: 'monitoring', ok: [200] },
  'GET /hvacs/{gatewayId}/heatingCircuits': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/heatingCircuits/{circuitId}': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}': {
    need: 'remoteControl',
    body: { operationMode: 'AUTO' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/dhwCircuits': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/dhwCircuits/{circuitId}': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PATCH /hvacs/{gatewayId}/dhwCircuits/{circuitId}': {
    need: 'remoteControl',
    body: { operationMode: 'AUTO' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge': { need: 'remoteControl', ok: [404, 'not-found'] },
  'PUT /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge': {
    need: 'remoteControl',
    body: { status: 'STOP' },
    ok: [404, 'not-found'],
  },
  'GET /hvacs/{gatewayId}/away': { need: 'remoteControl', ok: [422, 'not-supported-by-gateway'] },
  'PUT /hvacs/{gatewayId}/away': {
    need: 'remoteControl',
    body: { active: false },
    ok: [422, 'not-supported-by-gateway'],
  },
  'GET /hvacs/{gatewayId}/holidays': { need: 'remoteControl', ok: [422, 'not-supported-by-gateway'] },
  'POST /hvacs/{gatewayId}/holidays': {
    need: 'remoteControl',
    body: { start: '2030-07-01', end: '2030-07-14' },
    ok: [422, 'not-supported-by-gateway'],
  },
  'GET /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    ok: [422, 'not-supported-by-gateway'],
  },
  'PUT /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    body: { start: '2030-07-01', end: '2030-07-14' },
    ok: [422, 'not-supported-by-gateway'],
  },
  'DELETE /hvacs/{gatewayId}/holidays/{holidayId}': {
    need: 'remoteControl',
    ok: [422, 'not-supported-by-gateway'],
  },
  ...timePrograms('heatingCircuits'),
  ...timePrograms('dhwCircuits'),
  'GET /hvacs/{gatewayId}/commands': { need: 'remoteControl', ok: [200] },
  'GET /hvacs/{gatewayId}/commands/{commandId}': { need: 'remoteControl', ok: [404, 'not-found'] },
};

function timePrograms(kind: string): Record<string, Row> {
  const programs = `/hvacs/{gatewayId}/${kind}/{circuitId}/timePrograms`;
  const row: Row = { need: 'remoteControl', ok: [404, 'not-found'] };
  const body = { switchPoints: [{ day: 'MO', time: '06:30', level: 'comfort' }] };
  return {
    [`GET ${programs}`]: row,
    [`GET ${programs}/{timeProgramId}`]: row,
    [`PUT ${programs}/{timeProgramId}`]: { ...row, body, burst: 1 },
    [`DELETE ${programs}/{timeProgramId}`]: row,
  };
}

/** A contract as it has to be, as SQL on its row. */
const CONTRACTS = {
  ok: "status = 'ACTIVE'",
  pending: "status = 'PENDING'",
  paused: "status = 'PAUSED'",
  rejected: "status = 'REJECTED'",
  revoked: "status = 'REVOKED'",
  closed: "status = 'CLOSED'",
  expired: "status = 'EXPIRED'",
  'ran out': "valid_until = '2020-01-01'",
  'old consent': "consent_version = '2023-09'",
  'no remote control': 'remote_control = false',
  'no monitoring': 'monitoring = false',
} as const;
type ContractCase = keyof typeof CONTRACTS;

type Answer = readonly [status: number, code: string | undefined];

describe('every route against every situation', () => {
  let sandbox: TestSandbox;
  const sets = new Map<string, Map<ContractCase, string>>();

  beforeAll(async () => {
    sandbox = await startSandbox();
    sandbox.stopTime();
  });
  afterAll(() => sandbox.stop());

  async function ask(
    operation: string,
    gatewayId: string,
    options: { key?: string | null; headers?: Record<string, string> } = {},
    at = sandbox,
  ): Promise<Answer> {
    const [method = '', path = ''] = operation.split(' ');
    const { query } = ROWS[operation] ?? {};
    const url = (query === undefined ? path : `${path}?${query}`)
      .replace('{gatewayId}', gatewayId)
      .replace('{circuitId}', '1')
      .replace('{holidayId}', 'hm1')
      .replace('{timeProgramId}', 'A')
      .replace('{heatSourceId}', '1')
      .replace('{commandId}', 'cmd_none')
      .replace('{keyId}', 'key_none')
      .replace('{webhookId}', 'whk_none')
      .replace('{replayId}', 'rpl_none');
    const body = ROWS[operation]?.body;
    const answer = await at.call<Record<string, unknown> | string>(method, url, {
      ...options,
      ...(body && { body }),
    });
    const code = typeof answer.body === 'object' ? answer.body['code'] : undefined;
    return [answer.status, typeof code === 'string' ? code : undefined];
  }

  /** A gateway for each kind of contract; an operation that changes contracts has gateways of its own. */
  async function gatewayOf(name: ContractCase, operation: string): Promise<string> {
    const owner = /^(PATCH|DELETE) .contracts/.test(operation) ? operation : 'all others';
    const set = sets.get(owner) ?? new Map<ContractCase, string>();
    sets.set(owner, set);
    const known = set.get(name);
    if (known !== undefined) return known;
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none' },
    });
    await sandbox.pool.query(`UPDATE contracts SET ${CONTRACTS[name]} WHERE gateway_id = $1`, [
      Number(body.gatewayId),
    ]);
    // Its first event may have been delivered before, and with it the contract remembered.
    sandbox.app.domains.access.caches.clear();
    set.set(name, body.gatewayId);
    return body.gatewayId;
  }
  const operations = Object.entries(ROWS);

  test('the matrix has a row for every operation of OpenAPI, and no other', async () => {
    const { body } = await sandbox.call<{ paths: Record<string, Record<string, { security?: unknown[] }>> }>(
      'GET',
      '/docs/openapi.json',
    );
    const listed = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security }]) => security !== undefined)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(listed.toSorted()).toEqual(Object.keys(ROWS).toSorted());
  });

  test.each(operations)('%s: keys', async (operation) => {
    const { ok, expired, removed, wrongAddress } = sandbox.world.keys;
    const gateway = await gatewayOf('ok', operation);
    const send = (key: string | null, headers: Record<string, string> = {}) => {
      sandbox.passTime(600_000);
      return ask(operation, gateway, { key, headers });
    };
    expect(await send(null)).toEqual([401, 'api-key-missing']);
    expect(await send(ok.slice(0, -1))).toEqual([401, 'api-key-malformed']);
    expect(await send(makeApiKey(Date.now()).apiKey)).toEqual([401, 'api-key-unknown']);
    expect(await send(expired)).toEqual([401, 'api-key-expired']);
    expect(await send(removed)).toEqual([401, 'api-key-removed']);
    expect(await send(wrongAddress)).toEqual([403, 'ip-not-allowed']);
    expect(await send(ok, { 'x-api-version': '2' })).toEqual([400, 'version-unsupported']);
  });

  test.each(operations)(
    '%s: over the limit, before the contract is looked at',
    async (operation, { need, burst = need === 'none' ? 5 : 3 }) => {
      sandbox.passTime(600_000);
      const stranger = '299999999';
      for (let call = 0; call < burst; call += 1)
        expect((await ask(operation, stranger))[1]).not.toBe('rate-limit-exceeded');
      expect(await ask(operation, stranger)).toEqual([429, 'rate-limit-exceeded']);
    },
  );

  test.each(operations.filter(([, { need }]) => need !== 'none'))(
    '%s: contracts',
    async (operation, { need, ok }) => {
      const of = async (name: ContractCase) => {
        const gateway = await gatewayOf(name, operation);
        sandbox.passTime(600_000);
        return ask(operation, gateway);
      };
      const noAccess = [403, 'access-not-granted'];
      sandbox.passTime(600_000);
      expect(await ask(operation, '299999999')).toEqual(noAccess);
      expect(await of('ok')).toEqual([ok[0], ok[1]]);
      for (const name of [
        'pending',
        'paused',
        'rejected',
        'revoked',
        'closed',
        'expired',
        'ran out',
      ] as const) {
        const [status, code] = await of(name);
        if (need === 'contract') expect([name, code]).not.toEqual([name, 'access-not-granted']);
        else expect([name, status, code]).toEqual([name, ...noAccess]);
      }
      const fails = (name: ContractCase): readonly [number, string] | undefined => {
        if (name === 'no monitoring') return need === 'monitoring' ? [403, 'scope-not-granted'] : undefined;
        if (need !== 'remoteControl') return undefined;
        return name === 'old consent' ? [451, 'consent-outdated'] : [403, 'scope-not-granted'];
      };
      for (const name of ['old consent', 'no remote control', 'no monitoring'] as const) {
        const expected = fails(name) ?? [ok[0], ok[1]];
        expect([name, ...(await of(name))]).toEqual([name, ...expected]);
      }
    },
  );

  describe('with an access token of an owner', () => {
    let owners: Awaited<ReturnType<typeof startOwnersSandbox>>;
    let tokens: Record<'own' | 'stranger' | 'deleted', string>;

    beforeAll(async () => {
      owners = await startOwnersSandbox();
      const make = async (owner: TestOwner) => {
        const { body } = await owner.call('POST', '/owner/tokens', { name: 'home', validDays: 1 });
        return body as { token: string; tokenId: string };
      };
      const [own, stranger, deleted] = [
        await make(owners.landlord),
        await make(await owners.newOwner('ann')),
        await make(owners.landlord),
      ];
      await owners.landlord.call('DELETE', `/owner/tokens/${deleted.tokenId}`);
      tokens = { own: own.token, stranger: stranger.token, deleted: deleted.token };
    });
    afterAll(() => owners.stop());

    test.each(operations)(
      '%s: reads what stands behind own gateways, and nothing else',
      async (operation, row) => {
        const send = (token: string, gatewayId = '101000005', headers: Record<string, string> = {}) => {
          owners.passTime(600_000);
          const authorization = `Bearer ${token}`;
          return ask(operation, gatewayId, { key: null, headers: { authorization, ...headers } }, owners);
        };
        const { own, stranger, deleted } = tokens;
        expect(await send(own.slice(0, -1))).toEqual([401, 'owner-token-malformed']);
        expect(await send(OWNER_TOKEN.make(0, new Date(0)).text)).toEqual([401, 'owner-token-unknown']);
        expect(await send(deleted)).toEqual([401, 'owner-token-unknown']);
        if (!operation.startsWith('GET /hvacs')) {
          for (const token of [own, stranger]) expect(await send(token)).toEqual([403, 'read-only-token']);
          return;
        }
        expect(await send(own, '101000005', { 'x-api-version': '2' })).toEqual([400, 'version-unsupported']);
        const isList = row.need === 'none';
        const noAccess = isList ? [200, undefined] : [403, 'access-not-granted'];
        expect(await send(stranger)).toEqual(noAccess);
        expect(await send(own, '299999999')).toEqual(noAccess);
        // Whatever companies may: not shared, an old consent, waiting.
        for (const gatewayId of ['101000005', '101000004', '101000006']) {
          const [status, code] = await send(own, gatewayId);
          // Access is granted; whether the appliance has such a thing is another matter.
          const open = [
            [200, undefined],
            [404, 'not-found'],
            [422, 'not-supported-by-gateway'],
          ];
          expect(open).toContainEqual([status, code]);
        }
        const key = owners.world.keys.ok;
        const both = await owners.call('GET', '/hvacs/101000005', {
          key,
          headers: { authorization: `Bearer ${own}` },
        });
        expect(both.status).toBe(403);
      },
    );

    test('the limits of the reference plan count for each owner', async () => {
      owners.passTime(600_000);
      const of = (token: string) =>
        ask(
          'GET /hvacs/{gatewayId}',
          '101000001',
          { key: null, headers: { authorization: `Bearer ${token}` } },
          owners,
        );
      const statuses = [];
      for (let call = 0; call < 4; call += 1) statuses.push((await of(tokens.own))[0]);
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect((await of(tokens.stranger))[0]).toBe(403);
      expect((await owners.call('GET', '/hvacs/101000001')).status).toBe(200);
    });

    test('it ends by itself, and an owner has ten of them at most', async () => {
      const ben = await owners.newOwner('ben');
      const make = (validDays: number) => ben.call('POST', '/owner/tokens', { name: 'n', validDays });
      expect((await make(366)).status).toBe(400);
      const answers = await Promise.all(Array.from({ length: 12 }, () => make(1)));
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 409, 409]);
      const { body } = await ben.call<{ items: object[] }>('GET', '/owner/tokens');
      expect(body.items).toHaveLength(10);
      const made = answers.find(({ status }) => status === 201)?.body ?? {};
      expect(JSON.stringify(body)).not.toContain(made['token']);
      const { rows } = await owners.pool.query<{ row: string }>('SELECT t::text AS row FROM owner_tokens t');
      expect(rows.some(({ row }) => row.includes(String(made['token'])))).toBe(false);
      const ann = await owners.newOwner('amy');
      expect((await ann.call('DELETE', `/owner/tokens/${String(made['tokenId'])}`)).status).toBe(404);
      const send = () =>
        ask(
          'GET /hvacs',
          '',
          { key: null, headers: { authorization: `Bearer ${String(made['token'])}` } },
          owners,
        );
      expect((await send())[0]).toBe(200);
      await owners.advance('PT25H');
      owners.passTime(600_000);
      expect(await send()).toEqual([401, 'owner-token-expired']);
    });
  });

  test('a suspended company is refused everywhere', async () => {
    // A sandbox of its own, in which nobody has asked for this company yet.
    const other = await startSandbox();
    await other.pool.query(
      "UPDATE companies SET status = 'SUSPENDED', ip_allow_list = '{127.0.0.1}' WHERE name = 'Northwind Energy'",
    );
    for (const [operation] of operations) {
      other.passTime(600_000);
      const answer = await ask(operation, '101000001', { key: other.world.keys.wrongAddress }, other);
      expect([operation, ...answer]).toEqual([operation, 403, 'company-suspended']);
    }
    await other.stop();
  });
});
