import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/access/keys/api-key.ts';
import { operationOf } from '../../src/access/partner-gate.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import {
  CONTRACTS,
  NOT_ACTIVE,
  OPEN,
  pathOf,
  ROWS,
  variablesOf,
  type ContractCase,
  type Need,
  type Outcome,
} from './matrix-rows.ts';

interface Request {
  readonly gatewayId?: string;
  readonly variables?: Record<string, string>;
  readonly key?: string | null;
  /** Of the caller, as the proxy in front of the sandbox tells it. */
  readonly address?: string;
  readonly tls?: false;
  readonly version?: string;
  /** In place of a body that would work, where the operation has one. */
  readonly body?: 'broken';
}

const STRANGER = '299999999';
const NO_ACCESS: Outcome = [403, 'access-not-granted'];
const OVER_LIMIT: Outcome = [429, 'rate-limit-exceeded'];
/** What a wrong request has wrong besides: all that is looked at after the key. */
const LATER = { gatewayId: STRANGER, version: '9', body: 'broken' } as const;
/** A house with circuit, heat source and programs, shared with the first company. */
const HOUSE = '101000001';
const FLOOD = 20;

/**
 * Each request has one fault and all those that are looked at later, so an answer in another order than the documented one
 * is an answer with another code.
 */
describe('every route against every situation', () => {
  let sandbox: TestSandbox;
  const sets = new Map<string, Map<ContractCase, string>>();
  const operations = Object.entries(ROWS);
  let addressNo = 0;

  beforeAll(async () => {
    sandbox = await startSandbox({ TRUST_PROXY: '127.0.0.1' });
    sandbox.stopTime();
    // In use: at an address that floods, a key is not looked up for the first time.
    await sandbox.call('GET', '/api-keys/me');
  });
  afterAll(() => sandbox.stop());

  async function ask(operation: string, request: Request = {}, at = sandbox): Promise<Outcome> {
    const { gatewayId = HOUSE, variables, key, address, tls, version, body } = request;
    const works = ROWS[operation]?.body;
    const [method = ''] = operation.split(' ');
    const answer = await at.call<Record<string, unknown> | string>(
      method,
      pathOf(operation, gatewayId, variables),
      {
        ...(key !== undefined && { key }),
        ...(works && { body: body === 'broken' ? '{' : works }),
        headers: {
          ...(address !== undefined && { 'x-forwarded-for': address }),
          ...(tls === undefined && { 'x-forwarded-proto': 'https' }),
          ...(version !== undefined && { 'x-api-version': version }),
        },
      },
    );
    const code = typeof answer.body === 'object' ? answer.body['code'] : undefined;
    return typeof code === 'string' ? [answer.status, code] : [answer.status];
  }
  /** With all limits rested. */
  const rested = (operation: string, request: Request = {}) => {
    sandbox.passTime(600_000);
    return ask(operation, request);
  };

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

  describe('a route that is not in the matrix fails the build', () => {
    const routes = () => sandbox.app.http.knownRoutes.filter(({ method }) => method !== 'HEAD');

    test('each one behind the partner gate has a row, and each row has a route', () => {
      const partner = routes().filter(({ config }) => config.partner !== undefined);
      const named = partner.map(({ method, url }) => operationOf(method, url));
      expect(named.toSorted()).toEqual(Object.keys(ROWS).toSorted());
    });

    test('each one of a gateway says what it needs of the contract', () => {
      const ofGateway = routes().filter(({ url, config }) => config.partner && url.includes(':gatewayId'));
      for (const { method, url, config } of ofGateway) {
        const operation = operationOf(method, url);
        expect([operation, config.partner?.need]).toEqual([operation, ROWS[operation]?.need]);
      }
    });

    test('each other one is behind the sign-in of owners or members, or known to be open', () => {
      const others = routes().filter(
        ({ config }) => !config.partner && !config.owner && (!config.member || config.member.isOpen),
      );
      const unknown = others
        .map(({ method, url }) => `${method} ${url}`)
        .filter((route) => !Object.values(OPEN).some((pattern) => pattern.test(route)));
      expect(unknown).toEqual([]);
    });

    test('OpenAPI tells of all behind the partner gate that they need a key, and of no other', async () => {
      const { body } = await sandbox.call<{
        paths: Record<string, Record<string, { security?: unknown[] }>>;
      }>('GET', '/docs/openapi.json');
      const listed = Object.entries(body.paths).flatMap(([path, methods]) =>
        Object.entries(methods)
          .filter(([, { security }]) => security !== undefined)
          .map(([method]) => `${method.toUpperCase()} ${path}`),
      );
      expect(listed.toSorted()).toEqual(Object.keys(ROWS).toSorted());
    });

    test('behind a sign-in, who is not signed in learns nothing', async () => {
      const owned = routes().filter(({ config }) => config.owner ?? (config.member && !config.member.isOpen));
      expect(owned.length).toBeGreaterThan(30);
      for (const { method, url } of owned) {
        sandbox.passTime(600_000);
        const path = pathOf(operationOf(method, url), HOUSE, { companyId: 'cmp_1', ownerId: 'own_1' });
        const headers = { origin: sandbox.world.baseUrl };
        const answer = await sandbox.call(method, path, { key: null, headers });
        expect([method, url, answer.status, answer.body['code']]).toEqual([
          method,
          url,
          401,
          'sign-in-required',
        ]);
      }
    });
  });

  test.each(operations)('%s: TLS, flood, key, address', async (operation) => {
    const { ok, expired, removed, wrongAddress } = sandbox.world.keys;
    addressNo += 1;
    const address = `198.51.100.${addressNo}`;
    const flood = Array.from({ length: FLOOD }, () => ask(operation, { ...LATER, key: null, address }));
    expect(new Set((await Promise.all(flood)).map(String))).toEqual(new Set(['401,api-key-missing']));
    expect(await ask(operation, { ...LATER, key: null, address, tls: false })).toEqual([
      403,
      'https-required',
    ]);
    for (const key of [null, ok.slice(0, -1), makeApiKey(Date.now()).apiKey, expired, removed])
      expect(await ask(operation, { ...LATER, key, address })).toEqual(OVER_LIMIT);
    expect(await ask(operation, { ...LATER, key: ok, address })).toEqual([403, 'ip-not-allowed']);

    const send = (key: string | null) => rested(operation, { ...LATER, key, address });
    expect(await send(null)).toEqual([401, 'api-key-missing']);
    expect(await send(ok.slice(0, -1))).toEqual([401, 'api-key-malformed']);
    expect(await send(makeApiKey(Date.now()).apiKey)).toEqual([401, 'api-key-unknown']);
    expect(await send(expired)).toEqual([401, 'api-key-expired']);
    expect(await send(removed)).toEqual([401, 'api-key-removed']);
    expect(await send(wrongAddress)).toEqual([403, 'ip-not-allowed']);
  });

  test.each(operations)(
    '%s: version, then limit, then all others',
    async (operation, { need, burst = need === 'none' ? 5 : 3 }) => {
      sandbox.passTime(600_000);
      const faulty = { gatewayId: STRANGER, body: 'broken' } as const;
      expect(await ask(operation, { ...faulty, version: '2' })).toEqual([400, 'version-unsupported']);
      for (let call = 0; call < burst; call += 1)
        expect((await ask(operation, faulty))[1]).not.toBe('rate-limit-exceeded');
      expect(await ask(operation, faulty)).toEqual(OVER_LIMIT);
      expect(await ask(operation, { ...faulty, version: '2' })).toEqual([400, 'version-unsupported']);
    },
  );

  test.each(operations.filter(([operation]) => variablesOf(operation).length > 0))(
    '%s: inventing ids does not evade the limit',
    async (operation, { need, burst = need === 'none' ? 5 : 3 }) => {
      const invent = async (request: (no: number) => Request) => {
        sandbox.passTime(600_000);
        const codes = [];
        for (let no = 1; no <= burst + 1; no += 1) codes.push((await ask(operation, request(no)))[1]);
        return codes.indexOf('rate-limit-exceeded');
      };
      const variables = variablesOf(operation);
      if (variables.includes('gatewayId'))
        expect(await invent((no) => ({ gatewayId: `29999999${no}` }))).toBe(burst);
      const last = variables.at(-1) ?? '';
      const start = { circuitId: '7', holidayId: 'hm7', heatSourceId: '7', commandId: 'cmd_', keyId: 'key_' };
      const stem = (start as Record<string, string>)[last] ?? 'Z';
      if (last !== 'gatewayId')
        expect(await invent((no) => ({ variables: { [last]: `${stem}${no}` } }))).toBe(burst);
    },
  );

  test.each(operations.filter(([, { need }]) => need === 'none'))(
    '%s: ok',
    async (operation, { ok, body }) => {
      expect(await rested(operation)).toEqual(ok);
      if (body) expect(await rested(operation, { body: 'broken' })).toEqual([400, 'request-invalid']);
    },
  );

  test.each(operations.filter(([, { need }]) => need !== 'none'))(
    '%s: contract, scope, consent, body',
    async (operation, { need, ok, by = {}, body }) => {
      const of = async (name: ContractCase, more: Request = {}) =>
        rested(operation, { ...more, gatewayId: await gatewayOf(name, operation) });
      const faulty = { body: 'broken' } as const;
      expect(await rested(operation, { ...faulty, gatewayId: STRANGER })).toEqual(NO_ACCESS);
      for (const name of NOT_ACTIVE) {
        const expected = need === 'contract' ? (by[name] ?? ok) : NO_ACCESS;
        const more = need === 'contract' ? {} : faulty;
        expect([name, ...(await of(name, more))]).toEqual([name, ...expected]);
      }
      for (const name of ['no remote control', 'no monitoring', 'old consent'] as const) {
        const refused = refusalOf(name, need);
        const expected = refused ?? ok;
        expect([name, ...(await of(name, refused ? faulty : {}))]).toEqual([name, ...expected]);
      }
      if (body) expect(await of('ok', faulty)).toEqual([400, 'request-invalid']);
      expect(await of('ok')).toEqual(ok);
    },
  );

  test('a suspended company is refused everywhere, after its address and before anything else', async () => {
    // A sandbox of its own, in which nobody has asked for this company yet.
    const other = await startSandbox({ TRUST_PROXY: '127.0.0.1' });
    await other.pool.query(
      "UPDATE companies SET status = 'SUSPENDED', ip_allow_list = '{127.0.0.1}' WHERE name = 'Northwind Energy'",
    );
    for (const [operation] of operations) {
      other.passTime(600_000);
      const request = { ...LATER, key: other.world.keys.wrongAddress };
      expect([operation, ...(await ask(operation, { ...request, address: '198.51.100.7' }, other))]).toEqual([
        operation,
        403,
        'ip-not-allowed',
      ]);
      expect([operation, ...(await ask(operation, request, other))]).toEqual([
        operation,
        403,
        'company-suspended',
      ]);
    }
    await other.stop();
  });
});

/** What an active contract refuses by its scope or its consent. */
function refusalOf(name: ContractCase, need: Need): Outcome | undefined {
  if (name === 'no monitoring') return need === 'monitoring' ? [403, 'scope-not-granted'] : undefined;
  if (need !== 'remoteControl') return undefined;
  return name === 'old consent' ? [451, 'consent-outdated'] : [403, 'scope-not-granted'];
}
