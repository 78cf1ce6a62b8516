import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccessExplanation, Contract, ContractStatus } from '@hearthgate/wire';
import { startSandbox, type Answer, type CallOptions, type TestSandbox } from '../harness/sandbox.ts';

type Body = Partial<Contract> & {
  code?: string;
  contractStatus?: string;
  scope?: unknown;
  from?: string;
  action?: string;
  allowed?: string[];
  errors?: { pointer: string; message: string }[];
};

/** Alder accepts contracts automatically, Northwind by hand: it is the one that PATCH is for. */
describe('contracts', () => {
  let sandbox: TestSandbox;
  let northwind: { companyId: string; key: string };
  const fresh: string[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox();
    // Before its first request, so that nothing of it is cached.
    await sandbox.pool.query(
      "UPDATE companies SET owner_initiated_auto = false, ip_allow_list = '{127.0.0.0/8,::1/128}' WHERE name = 'Northwind Energy'",
    );
    const company = sandbox.world.companies.find(({ name }) => name === 'Northwind Energy');
    northwind = { companyId: company?.companyId ?? '', key: sandbox.world.keys.wrongAddress };
    const made = await call('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false, count: 100 },
    });
    fresh.push(
      ...(made.body as unknown as { items: { gatewayId: string }[] }).items.map((one) => one.gatewayId),
    );
  });
  afterAll(() => sandbox.stop());

  /** Limits are another test's matter. */
  function call(method: string, path: string, options?: CallOptions): Promise<Answer<Body>> {
    sandbox.passTime(600_000);
    return sandbox.call<Body>(method, path, options);
  }
  function newGateway(): string {
    const gatewayId = fresh.pop();
    if (gatewayId === undefined) throw new Error('all gateways are in use');
    return gatewayId;
  }
  const read = (gatewayId: string, key = northwind.key) => call('GET', `/contracts/${gatewayId}`, { key });
  const patch = (gatewayId: string, action: unknown, key = northwind.key) =>
    call('PATCH', `/contracts/${gatewayId}`, { key, body: { action } });
  const acknowledge = (gatewayId: string, key = northwind.key) =>
    call('DELETE', `/contracts/${gatewayId}`, { key });
  const share = (gatewayId: string, more: object = {}) =>
    call('POST', '/sandbox/contracts', { body: { gatewayId, companyId: northwind.companyId, ...more } });
  const owner = (gatewayId: string, step: 'pause' | 'resume' | 'end', more: object = {}) =>
    call('POST', `/sandbox/contracts/${gatewayId}/${step}`, {
      body: { companyId: northwind.companyId, ...more },
    });
  const inMs = async (ms: number) => {
    const { clock } = (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body;
    return new Date(Date.parse(clock.now) + ms).toISOString();
  };
  const told = async (gatewayId: string, companyId = northwind.companyId) => {
    await sandbox.settle();
    const { rows } = await sandbox.pool.query<{ data: { from: string | null; to: string; actor: string } }>(
      "SELECT data FROM events WHERE company_id = $1 AND gateway_id = $2 AND type = 'CONTRACT_STATUS' ORDER BY seq",
      [companyId, gatewayId],
    );
    return rows.map(({ data }) => [data.from, data.to, data.actor]);
  };

  describe('every step from every status', () => {
    const STEPS = ['share', 'end', 'pause', 'resume', 'ACCEPT', 'REJECT', 'REVOKE', 'DELETE'] as const;
    type Step = (typeof STEPS)[number];
    const no = undefined;
    /** The contract table of the API's description, a column for each of `STEPS`. */
    const TABLE: Record<ContractStatus, (ContractStatus | 'GONE' | undefined)[]> = {
      PENDING: [no, 'CLOSED', no, no, 'ACTIVE', 'REJECTED', no, no],
      ACTIVE: [no, 'CLOSED', 'PAUSED', no, no, no, 'REVOKED', no],
      PAUSED: [no, 'CLOSED', no, 'ACTIVE', no, no, 'REVOKED', no],
      REJECTED: ['PENDING', no, no, no, no, no, no, 'GONE'],
      REVOKED: ['PENDING', no, no, no, no, no, no, 'GONE'],
      CLOSED: ['PENDING', no, no, no, no, no, no, 'GONE'],
      EXPIRED: ['PENDING', no, no, no, no, no, no, 'GONE'],
    };
    const WAY: Record<ContractStatus, readonly Step[]> = {
      PENDING: ['share'],
      ACTIVE: ['share', 'ACCEPT'],
      PAUSED: ['share', 'ACCEPT', 'pause'],
      REJECTED: ['share', 'REJECT'],
      REVOKED: ['share', 'ACCEPT', 'REVOKE'],
      CLOSED: ['share', 'ACCEPT', 'end'],
      EXPIRED: ['share', 'ACCEPT'],
    };
    const STATUSES = Object.keys(TABLE) as ContractStatus[];
    const gatewayOf = new Map<string, string>();

    const take = (gatewayId: string, step: Step, validUntil?: string) => {
      switch (step) {
        // An empty scope asks for a new contract: without it the sandbox would renew the consent of a standing one.
        case 'share':
          return share(gatewayId, { scope: {}, ...(validUntil !== undefined && { validUntil }) });
        case 'end':
        case 'pause':
        case 'resume':
          return owner(gatewayId, step);
        case 'DELETE':
          return acknowledge(gatewayId);
        case 'ACCEPT':
        case 'REJECT':
        case 'REVOKE':
          return patch(gatewayId, step);
      }
    };

    beforeAll(async () => {
      const soon = await inMs(3_600_000);
      for (const status of STATUSES) {
        for (const step of STEPS) {
          const gatewayId = newGateway();
          gatewayOf.set(`${status} ${step}`, gatewayId);
          for (const before of WAY[status])
            await take(gatewayId, before, status === 'EXPIRED' ? soon : undefined);
        }
      }
      await sandbox.advance('PT1H');
    });

    describe.each(STATUSES)('from %s', (from) => {
      test.each(STEPS.map((step, column) => [step, TABLE[from][column]] as const))(
        'the step %s leads to %s',
        async (step, to) => {
          const gatewayId = gatewayOf.get(`${from} ${step}`) ?? '';
          const before = await read(gatewayId);
          expect([before.status, before.body.status]).toEqual([200, from]);
          const answer = await take(gatewayId, step);
          const after = await read(gatewayId);
          if (to === undefined) {
            expect(answer).toMatchObject({ status: 409, body: { code: 'transition-not-allowed', from } });
            expect(answer.body.action).toBe(
              { share: 'SHARE', end: 'END', pause: 'PAUSE', resume: 'RESUME', DELETE: 'ACKNOWLEDGE' }[
                step as string
              ] ?? step,
            );
            expect(answer.body.allowed).not.toContain(answer.body.action);
            expect(after.body).toEqual(before.body);
          } else if (to === 'GONE') {
            expect([answer.status, answer.body]).toEqual([204, '']);
            expect([after.status, after.body.code]).toEqual([403, 'access-not-granted']);
          } else {
            expect([answer.status, answer.body.status]).toEqual([200, to]);
            expect(after.body.status).toBe(to);
            const actor = ['ACCEPT', 'REJECT', 'REVOKE'].includes(step) ? 'PARTNER' : 'OWNER';
            expect((await told(gatewayId)).at(-1)).toEqual([from, to, actor]);
          }
        },
      );

      test('the transitions that the contract lists are the ones that a refusal allows', async () => {
        const refused = STEPS.findLastIndex(
          (step, column) => /^[A-Z]+$/.test(step) && TABLE[from][column] === no,
        );
        const gatewayId = gatewayOf.get(`${from} ${STEPS[refused]}`) ?? '';
        const { body } = await take(gatewayId, STEPS[refused] ?? 'ACCEPT');
        expect(body.allowed?.toSorted()).toEqual((await read(gatewayId)).body.transitions?.toSorted());
      });
    });
  });

  describe('a partner', () => {
    test('accepts the contract that waits in every sandbox, and its calls work from then on', async () => {
      const { ok: key } = sandbox.world.keys;
      const circuit = '/hvacs/101000006/heatingCircuits/1';
      expect((await call('GET', circuit)).body).toMatchObject({ contractStatus: 'PENDING' });
      const accepted = await patch('101000006', 'ACCEPT', key);
      expect(accepted.body).toEqual((await read('101000006', key)).body);
      expect(accepted.body).toMatchObject({ status: 'ACTIVE', transitions: ['REVOKE'] });
      expect((await call('GET', circuit)).status).toBe(200);
    });

    test.each([
      ['an unknown action', { action: 'PAUSE' }, '/action'],
      ['the word for DELETE', { action: 'ACKNOWLEDGE' }, '/action'],
      ['no action', {}, ''],
      ['an unknown field', { action: 'ACCEPT', note: 'x' }, '/note'],
      ['a list', ['ACCEPT'], ''],
    ])('that sends %s gets 400 and changes nothing', async (_name, body, pointer) => {
      const gatewayId = newGateway();
      await share(gatewayId);
      const answer = await call('PATCH', `/contracts/${gatewayId}`, { key: northwind.key, body });
      expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
      expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
      expect((await read(gatewayId)).body.status).toBe('PENDING');
    });

    test('that is a stranger is refused as if there were nothing, whatever it sends', async () => {
      const gatewayId = newGateway();
      await share(gatewayId);
      const { ok: stranger } = sandbox.world.keys;
      for (const target of [gatewayId, '999999999', 'abc']) {
        for (const [method, path] of [
          ['GET', ''],
          ['PATCH', ''],
          ['DELETE', ''],
          ['GET', '/access'],
        ] as const) {
          const answer = await call(method, `/contracts/${target}${path}`, {
            key: stranger,
            ...(method === 'PATCH' && { body: '{' }),
          });
          expect([method, target, answer.status, answer.body.code]).toEqual([
            method,
            target,
            403,
            'access-not-granted',
          ]);
          expect(answer.body).not.toHaveProperty('contractStatus');
        }
      }
      expect((await read(gatewayId)).body.status).toBe('PENDING');
    });

    test('that accepts and rejects at the same moment gets one of the two, and 409 for the other', async () => {
      for (let round = 0; round < 8; round += 1) {
        const gatewayId = newGateway();
        await share(gatewayId);
        const answers = await Promise.all([patch(gatewayId, 'ACCEPT'), patch(gatewayId, 'REJECT')]);
        const winner = answers.find(({ status }) => status === 200);
        const loser = answers.find(({ status }) => status === 409);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
        expect(loser?.body).toMatchObject({ code: 'transition-not-allowed', from: winner?.body.status });
        expect(await told(gatewayId)).toEqual([
          [null, 'PENDING', 'OWNER'],
          ['PENDING', winner?.body.status, 'PARTNER'],
        ]);
      }
    });

    test('that acknowledges an end is told nothing any more, until a new share starts anew', async () => {
      const gatewayId = newGateway();
      await share(gatewayId);
      await patch(gatewayId, 'REJECT');
      expect((await call('GET', `/hvacs/${gatewayId}`, { key: northwind.key })).body.contractStatus).toBe(
        'REJECTED',
      );
      expect((await acknowledge(gatewayId)).status).toBe(204);
      for (const path of [`/hvacs/${gatewayId}`, `/contracts/${gatewayId}`]) {
        const { status, body } = await call('GET', path, { key: northwind.key });
        expect([status, body.code]).toEqual([403, 'access-not-granted']);
        expect(body).not.toHaveProperty('contractStatus');
      }
      expect((await acknowledge(gatewayId)).status).toBe(403);
      await share(gatewayId);
      expect((await read(gatewayId)).body.status).toBe('PENDING');
      expect((await told(gatewayId)).at(-1)).toEqual([null, 'PENDING', 'OWNER']);
    });
  });

  describe('an owner', () => {
    beforeEach(() => call('DELETE', '/sandbox/inbox'));
    const alder = async () => ({ companyId: sandbox.world.companies[0]?.companyId });
    const eventsOf = async (gatewayId: string) => {
      await sandbox.settle();
      const items = (await sandbox.inbox()).filter(({ body }) => body.gatewayid === gatewayId);
      return items.map(({ body }) => body);
    };

    test('pauses a contract: calls are 403 and events stop; resumed, both go on', async () => {
      const gatewayId = '101000003';
      const circuit = `/hvacs/${gatewayId}/heatingCircuits/1`;
      const listed = async () => {
        const { body } = await call('GET', '/hvacs');
        return (body as unknown as { items: { gatewayId: string }[] }).items.map((item) => item.gatewayId);
      };
      await sandbox.advance('PT3H');
      expect((await eventsOf(gatewayId)).map(({ type }) => type)).toContain('DATA_POINT');

      await owner(gatewayId, 'pause', await alder());
      await sandbox.settle();
      await call('DELETE', '/sandbox/inbox');
      for (const path of [circuit, `/hvacs/${gatewayId}`]) {
        const refused = await call('GET', path);
        expect([refused.status, refused.body.contractStatus]).toEqual([403, 'PAUSED']);
      }
      expect(await listed()).not.toContain(gatewayId);
      await sandbox.advance('PT3H');
      expect(await eventsOf(gatewayId)).toEqual([]);

      await owner(gatewayId, 'resume', await alder());
      expect((await call('GET', circuit)).status).toBe(200);
      expect(await listed()).toContain(gatewayId);
      await sandbox.advance('PT3H');
      const events = await eventsOf(gatewayId);
      expect(events.map(({ type }) => type)).toContain('DATA_POINT');
      expect(events.find(({ type }) => type === 'CONTRACT_STATUS')?.data).toMatchObject({
        from: 'PAUSED',
        to: 'ACTIVE',
        actor: 'OWNER',
      });
    });

    test('shares for a time: from its end on calls are 403, and the company is told once', async () => {
      const gatewayId = newGateway();
      const validUntil = await inMs(3 * 3_600_000);
      await share(gatewayId, { ...(await alder()), validUntil });
      const key = sandbox.world.keys.ok;
      expect((await read(gatewayId, key)).body).toMatchObject({ status: 'ACTIVE', validUntil });
      await sandbox.advance('PT2H');
      expect((await call('GET', `/hvacs/${gatewayId}`)).status).toBe(200);
      await sandbox.advance('PT1H');
      expect((await call('GET', `/hvacs/${gatewayId}`)).body).toMatchObject({
        code: 'access-not-granted',
        contractStatus: 'EXPIRED',
      });
      expect((await read(gatewayId, key)).body).toMatchObject({ status: 'EXPIRED', updatedAt: validUntil });
      const changes = (await eventsOf(gatewayId)).filter(({ type }) => type === 'CONTRACT_STATUS');
      expect(changes.map(({ data }) => [data['from'], data['to'], data['actor']])).toEqual([
        [null, 'ACTIVE', 'OWNER'],
        ['ACTIVE', 'EXPIRED', 'SYSTEM'],
      ]);
    });

    test('shares anew: the former time box is no more; and an end takes its time box with it', async () => {
      const gatewayId = newGateway();
      const timers = async () => {
        const { rows } = await sandbox.pool.query<{ kind: string; due_at: Date }>(
          "SELECT kind, due_at FROM timers WHERE (payload->>'gatewayId')::int = $1",
          [gatewayId],
        );
        return rows.map(({ kind, due_at }) => [kind, due_at.toISOString()]);
      };
      const [first, second] = [await inMs(3_600_000), await inMs(7_200_000)];
      await share(gatewayId, { validUntil: first });
      expect(await timers()).toEqual([['contract-expire', first]]);
      await owner(gatewayId, 'end');
      const endedAt = Date.parse((await read(gatewayId)).body.updatedAt ?? '');
      expect(await timers()).toEqual([
        ['contract-forget', new Date(endedAt + 90 * 86_400_000).toISOString()],
      ]);
      await share(gatewayId, { validUntil: second });
      expect(await timers()).toEqual([['contract-expire', second]]);
      await owner(gatewayId, 'end');
      await share(gatewayId);
      expect(await timers()).toEqual([]);
      expect((await read(gatewayId)).body).not.toHaveProperty('validUntil');
    });

    test('whose offer runs out before it is accepted has given nothing', async () => {
      const gatewayId = newGateway();
      await share(gatewayId, { validUntil: await inMs(60_000) });
      await sandbox.advance('PT2M');
      const late = await patch(gatewayId, 'ACCEPT');
      expect(late).toMatchObject({ status: 409, body: { from: 'EXPIRED', allowed: ['ACKNOWLEDGE'] } });
      expect((await told(gatewayId)).at(-1)).toEqual(['PENDING', 'EXPIRED', 'SYSTEM']);
    });

    test.each([
      ['a time that has passed', { validUntil: '2020-01-01T00:00:00Z' }, '/validUntil'],
      ['no time', { validUntil: 'tomorrow' }, '/validUntil'],
      ['an unknown scope', { scope: { everything: true } }, '/scope/everything'],
      ['a scope that is no yes or no', { scope: { monitoring: 'yes' } }, '/scope/monitoring'],
    ])('who shares with %s gets 400', async (_name, more, pointer) => {
      const gatewayId = newGateway();
      const answer = await share(gatewayId, more);
      expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
      expect(answer.body.errors?.[0]?.pointer).toBe(pointer);
      expect((await read(gatewayId)).status).toBe(403);
    });

    test('may act on their own gateways only', async () => {
      for (const step of ['pause', 'resume', 'end'] as const)
        expect((await owner('999999999', step)).status).toBe(404);
      expect((await owner(newGateway(), 'pause')).status).toBe(404);
    });

    test.each([
      ['monitoring', '/hvacs/', ''],
      ['remoteControl', '/hvacs/', '/heatingCircuits/1'],
    ])('who does not share %s has its calls refused with the scope named', async (scope, before, after) => {
      const gatewayId = newGateway();
      await share(gatewayId, { ...(await alder()), scope: { [scope]: false } });
      const refused = await call('GET', `${before}${gatewayId}${after}`);
      expect(refused).toMatchObject({ status: 403, body: { code: 'scope-not-granted', scope } });
      expect((await read(gatewayId, sandbox.world.keys.ok)).body.scope).toEqual({
        monitoring: true,
        remoteControl: true,
        dataPoints: true,
        [scope]: false,
      });
    });

    test('who does not share data points lets the company hear of the gateway, but of no value', async () => {
      const gatewayId = '101000002';
      await owner(gatewayId, 'end', await alder());
      await share(gatewayId, { ...(await alder()), scope: { dataPoints: false } });
      await call('DELETE', '/sandbox/inbox');
      await sandbox.advance('PT3H');
      await call('POST', `/sandbox/gateways/${gatewayId}/connection`, { body: { state: 'offline' } });
      await sandbox.advance('PT5M');
      const types = new Set((await eventsOf(gatewayId)).map(({ type }) => type));
      expect([types.has('CONNECTIVITY_STATUS'), types.has('DATA_POINT')]).toEqual([true, false]);
    });
  });

  test('the list filters by the status that the clock says', async () => {
    const listed = async (status: ContractStatus) => {
      const { body } = await call('GET', `/contracts?status=${status}`, { key: northwind.key });
      return (body as unknown as { items: Contract[] }).items;
    };
    for (const status of ['PENDING', 'ACTIVE', 'PAUSED', 'EXPIRED'] as const)
      expect(new Set((await listed(status)).map((item) => item.status))).toEqual(new Set([status]));
  });

  describe('the explanation of access', () => {
    const REMOTE = 'GET /hvacs/{gatewayId}/heatingCircuits/{circuitId}';
    const explain = async (gatewayId: string, key = sandbox.world.keys.ok) => {
      const { status, body } = await call('GET', `/contracts/${gatewayId}/access`, { key });
      expect(status).toBe(200);
      const { items, contractStatus } = body as unknown as AccessExplanation;
      const of = (endpoints: string) => items.find((item) => item.endpoints === endpoints);
      return { items, contractStatus, of };
    };
    /** What is explained is what happens: every GET is called. */
    const expectTrue = async (gatewayId: string, items: AccessExplanation['items'], key?: string) => {
      const reads = items.filter(({ endpoints }) => endpoints.startsWith('GET '));
      expect(reads.length).toBeGreaterThan(4);
      for (const { endpoints, status, code } of reads) {
        const path = endpoints
          .slice('GET '.length)
          .replace('{gatewayId}', gatewayId)
          .replace('{commandId}', 'cmd_1')
          .replaceAll(/\{[^}]+\}/g, '1');
        const answer = await call('GET', path, key === undefined ? {} : { key });
        if (status === 200) expect([endpoints, 403, 451]).not.toContain(answer.status);
        else expect([endpoints, answer.status, answer.body.code]).toEqual([endpoints, status, code]);
      }
    };
    const REFUSED = { status: 403, code: 'access-not-granted', cure: '/docs/errors/access-not-granted' };

    test('with everything in order, each endpoint answers', async () => {
      const { items, of } = await explain('101000001');
      expect(items.filter(({ status }) => status !== 200)).toEqual([]);
      expect(items.map(({ endpoints }) => endpoints)).toEqual(
        expect.arrayContaining([
          'PATCH /contracts/{gatewayId}',
          'GET /hvacs/{gatewayId}',
          'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}',
          'GET /hvacs/{gatewayId}/commands/{commandId}',
        ]),
      );
      expect(of('event DATA_POINT')).toEqual({ endpoints: 'event DATA_POINT', status: 200 });
      await expectTrue('101000001', items);
    });

    test('with an old consent, remote control is refused, and a page says what helps', async () => {
      const { items, of } = await explain('101000004');
      expect(of('GET /hvacs/{gatewayId}')).toMatchObject({ status: 200 });
      expect(of('event DATA_POINT')).toMatchObject({ status: 200 });
      expect(of(REMOTE)).toEqual({
        endpoints: REMOTE,
        status: 451,
        code: 'consent-outdated',
        cure: '/docs/errors/consent-outdated',
      });
      expect((await call('GET', of(REMOTE)?.cure ?? '')).status).toBe(200);
      await expectTrue('101000004', items);
    });

    test.each(['PENDING', 'PAUSED'] as const)(
      'of a %s contract, only the contract itself',
      async (status) => {
        const gatewayId = newGateway();
        await share(gatewayId);
        if (status === 'PAUSED') {
          await patch(gatewayId, 'ACCEPT');
          await owner(gatewayId, 'pause');
        }
        const { items, of, contractStatus } = await explain(gatewayId, northwind.key);
        expect(contractStatus).toBe(status);
        expect(of('GET /contracts/{gatewayId}')).toMatchObject({ status: 200 });
        for (const endpoints of ['GET /hvacs/{gatewayId}', REMOTE, 'event DATA_POINT'])
          expect(of(endpoints)).toEqual({ endpoints, ...REFUSED });
        await expectTrue(gatewayId, items, northwind.key);
      },
    );

    test('of a narrow scope, what the owner left out', async () => {
      const gatewayId = newGateway();
      await share(gatewayId, { scope: { remoteControl: false, dataPoints: false } });
      await patch(gatewayId, 'ACCEPT');
      const { items, of } = await explain(gatewayId, northwind.key);
      expect(of('GET /hvacs/{gatewayId}')).toMatchObject({ status: 200 });
      expect(of('event CONNECTIVITY_STATUS')).toMatchObject({ status: 200 });
      expect(of(REMOTE)).toMatchObject({ status: 403, code: 'scope-not-granted' });
      expect(of('event DATA_POINT')).toMatchObject({ status: 403, code: 'scope-not-granted' });
      await expectTrue(gatewayId, items, northwind.key);
    });
  });

  test('a contract that ended is forgotten 90 days later, acknowledged or not', async () => {
    const gatewayId = newGateway();
    await share(gatewayId);
    await patch(gatewayId, 'REJECT');
    // The houses would take minutes for three months: the contract is made older instead.
    await sandbox.pool.query(
      "UPDATE timers SET due_at = due_at - interval '89 days 22 hours' WHERE kind = 'contract-forget' AND (payload->>'gatewayId')::int = $1",
      [gatewayId],
    );
    await sandbox.advance('PT1H');
    expect((await read(gatewayId)).body.status).toBe('REJECTED');
    await sandbox.advance('PT2H');
    const gone = await read(gatewayId);
    expect([gone.status, gone.body.code]).toEqual([403, 'access-not-granted']);
  });
});
