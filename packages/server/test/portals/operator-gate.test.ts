import Fastify from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inviteOperator } from '../../src/portals/index.ts';
import { addOperatorGate, type OperatorRoute } from '../../src/portals/operator/operator-gate.ts';
import { addOperatorServer, createPortals } from '../../src/portals/index.ts';
import { registerGateway, createGateways } from '../../src/gateways/index.ts';
import {
  cookieOf,
  signIn,
  startOperators,
  withToken,
  wrongCodeOf,
  type AuditItem,
  type TestOperator,
  type TestOperators,
} from '../harness/operators.ts';

const PASSWORD = 'a password of twelve';
const GATEWAY = '345678901';
const REASON = { 'x-reason': 'the owner called' };

describe('the gate of operators', () => {
  let server: TestOperators;
  let operator: TestOperator;

  beforeAll(async () => {
    server = await startOperators();
    operator = await server.enrolled('op@example.org');
    const gateways = createGateways(server.access, server.access, 60_000);
    await registerGateway(gateways, {
      gatewayId: Number(GATEWAY),
      gatewayType: 'K40',
      brand: 'BOSCH',
      driven: false,
    });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.passTime(3_600_000);
    server.reads.length = 0;
    delete server.reads.failing;
  });

  const routes = () => routesOf(server);
  const rowsSince = async (before: readonly AuditItem[]) => {
    const rows = (await server.audit()).slice(before.length);
    return rows.map(({ id: _id, ...row }) => row);
  };

  test('every route below /operator has its name in the record', () => {
    const names = routes().map(({ method, url, route }) => `${method} ${url} ${route?.audit ?? '-'}`);
    expect(names).toEqual([
      'POST /operator/sign-in operator.sign-in',
      'POST /operator/sign-in/code operator.sign-in-code',
      'POST /operator/sign-out operator.sign-out',
      'POST /operator/second-factor operator.enrol-second-factor',
      'POST /operator/second-factor/confirm operator.confirm-second-factor',
      'GET /operator/sessions operator.sessions',
      'DELETE /operator/sessions/:sessionId operator.end-session',
      'DELETE /operator/sessions operator.end-sessions',
      'POST /operator/password operator.change-password',
      'GET /operator/enrol operator.enrol-page',
      'GET /operator/enrol.js operator.enrol-page',
      'GET /operator/enrol.css operator.enrol-page',
      'POST /operator/enrol operator.enrol',
      'GET /operator/me operator.me',
      'GET /operator/mail mail.status',
      'GET /operator/audit audit.read',
      'POST /operator/gateways gateway.register',
      'GET /operator/gateways gateway.list',
      'GET /operator/gateways/:gatewayId gateway.read',
      'POST /operator/gateways/import gateway.import',
      'GET /operator/gateways/imports gateway.list-imports',
      'GET /operator/gateways/imports/:importId gateway.read-import',
      'POST /operator/gateways/imports/:importId/secrets gateway.take-secrets',
      'GET /operator/firmware-policies firmware.read',
      'PUT /operator/firmware-policies firmware.set',
      'GET /operator/dead-letters dead-letter.list',
      'GET /operator/gateways/:gatewayId/dead-letters/:letterId dead-letter.read',
      'POST /operator/gateways/:gatewayId/dead-letters/:letterId/retry dead-letter.retry',
      'DELETE /operator/gateways/:gatewayId/dead-letters/:letterId dead-letter.delete',
      'GET /operator/health health.read',
      'GET /operator/stream health.stream',
      'GET /operator/consents consent.list',
      'GET /operator/consents/:version consent.read',
      'POST /operator/consents consent.publish',
      'GET /operator/plans plan.list',
      'PUT /operator/plans/:plan plan.set',
      'PUT /operator/companies/:companyId/plan company.set-plan',
      'GET /operator/registrations registration.list',
      'GET /operator/registrations/:registrationId registration.read',
      'POST /operator/registrations/:registrationId/approve registration.approve',
      'POST /operator/registrations/:registrationId/refuse registration.refuse',
      'GET /operator/companies company.list',
      'GET /operator/companies/:companyId company.read',
      'GET /operator/companies/:companyId/onboarding company.read-onboarding',
      'PUT /operator/companies/:companyId/onboarding company.onboard',
      'POST /operator/companies/:companyId/first-key-link company.first-key-link',
      'POST /operator/companies/:companyId/administrator-link company.administrator-link',
      'GET /operator/companies/:companyId/refused-addresses company.refused-addresses',
      'POST /operator/companies/:companyId/suspend company.suspend',
      'POST /operator/companies/:companyId/resume company.resume',
      'POST /operator/companies/:companyId/offboard company.offboard',
    ]);
  });

  test("a route without a name, or with an owner's data and no gateway, stops the start", () => {
    const add = (url: string, operatorRoute?: OperatorRoute) => {
      const app = Fastify();
      addOperatorGate(app, portalsOf(server));
      app.get(url, { config: { ...(operatorRoute && { operator: operatorRoute }) } }, () => 'x');
    };
    expect(() => add('/operator/new')).toThrow('/operator/new has no name');
    expect(() => add('/operator/new', { audit: 'a', ownerData: true })).toThrow("whose owner's data");
    add('/health/new');
  });

  test('no route works without a session, with an invented one, or with one that has ended', async () => {
    const ended = await signInAgain();
    await sql`UPDATE operator_sessions SET expires_at = now() WHERE token = ${raw(ended)}`.execute(server.db);
    const out = await signInAgain();
    expect((await withToken(server.call, out)('POST', '/operator/sign-out')).status).toBe(204);
    // As it stands in the database: without the signature of a key that is not there.
    const stolen = raw(await signInAgain());
    const forged = `${stolen}.${Buffer.alloc(32, 1).toString('base64')}`;
    const before = await server.audit();
    for (const { method, url, route } of routes()) {
      if (route?.needs === 'nothing') continue;
      for (const token of [undefined, 'x', ended, out, stolen, forged]) {
        const headers = { ...REASON, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
        const { status, body } = await server.call(method, pathOf(url), { headers });
        expect([method, url, token, status, body['code']]).toEqual([
          method,
          url,
          token,
          401,
          'sign-in-required',
        ]);
      }
    }
    expect(await rowsSince(before)).toEqual([]);
  });

  test('without a second factor an operator can only enrol and sign out; the try is on record', async () => {
    const { operatorId, token } = await inviteOperator(server.db, { email: 'fresh@example.org', name: '' });
    await server.call('POST', '/operator/enrol', { body: { token, password: PASSWORD } });
    const entered = await server.call('POST', '/operator/sign-in', {
      body: { email: 'fresh@example.org', password: PASSWORD },
    });
    const headers = { ...REASON, cookie: cookieOf(entered) };
    const before = await server.audit();
    const closed = routes().filter(({ route }) => route?.needs === undefined);
    expect(closed).toHaveLength(42);
    for (const { method, url } of closed) {
      const { status, body } = await server.call(method, pathOf(url), { headers });
      expect([url, status, body['code']]).toEqual([url, 403, 'second-factor-required']);
    }
    const rows = await rowsSince(before);
    expect(rows.map(({ action, status }) => [action, status])).toEqual(
      closed.map(({ route }) => [route?.audit, 403]),
    );
    expect(new Set(rows.map((row) => row.operatorId))).toEqual(new Set([operatorId]));
    expect(server.reads).toEqual([]);
    expect((await server.call('POST', '/operator/sign-out', { headers })).status).toBe(204);
  });

  test('the record has who, what, on what and how it ended, also for what failed', async () => {
    const before = await server.audit();
    await operator.call('PUT', '/operator/plans/reference', { body: PLAN });
    await operator.call('PUT', '/operator/plans/small', { body: { ...PLAN, gatewayBurst: 0 } });
    await operator.call('PUT', '/operator/plans/small', { body: PLAN });
    await operator.call('PUT', '/operator/companies/cmp_none/plan', { body: { plan: 'small' } });
    await operator.call('PUT', '/operator/companies/cmp_%00/plan', { body: '{' });
    const row = { operatorId: operator.operatorId, reason: null };
    expect(await rowsSince(before)).toEqual([
      { ...row, action: 'plan.set', target: { plan: 'reference' }, status: 400 },
      { ...row, action: 'plan.set', target: { plan: 'small' }, status: 400 },
      { ...row, action: 'plan.set', target: { plan: 'small' }, status: 200 },
      { ...row, action: 'company.set-plan', target: { companyId: 'cmp_none' }, status: 404 },
      { ...row, action: 'company.set-plan', target: { companyId: 'cmp_' }, status: 400 },
    ]);
  });

  test('the row stands before the work begins, and gets its status when it ends', async () => {
    const before = await server.audit();
    await server.db.transaction().execute(async (tx) => {
      await sql`LOCK TABLE plans IN ACCESS EXCLUSIVE MODE`.execute(tx);
      const call = operator.call('GET', '/operator/plans');
      expect(await server.auditRunning('plan.list')).toMatchObject({ status: null });
      void call.catch(() => undefined);
    });
    expect(await rowsSince(before)).toMatchObject([{ action: 'plan.list', status: 200 }]);
  });

  test('what cannot be recorded is not done', async () => {
    await sql`ALTER TABLE operator_audit ADD CONSTRAINT no_more CHECK (action <> 'gateway.register') NOT VALID`.execute(
      server.db,
    );
    const body = { gatewayId: '345678902', gatewayType: 'K40', brand: 'BOSCH' };
    expect((await operator.call('POST', '/operator/gateways', { body })).status).toBe(500);
    await sql`ALTER TABLE operator_audit DROP CONSTRAINT no_more`.execute(server.db);
    expect((await operator.call('POST', '/operator/gateways', { body })).status).toBe(201);
  });

  test('the record is only added to', async () => {
    await server.audit();
    for (const change of [
      sql`DELETE FROM operator_audit`,
      sql`UPDATE operator_audit SET status = 200`,
      sql`UPDATE operator_audit SET finished_at = NULL`,
    ])
      await expect(change.execute(server.db)).rejects.toThrow('only added to');
    const { operatorId } = operator;
    await sql`INSERT INTO operator_audit (at, operator_id, email, action, target, address, request_id)
      VALUES (now(), ${operatorId}, '', 'test.open', '{}', '', '')`.execute(server.db);
    const other = sql`UPDATE operator_audit SET status = 200, email = 'x' WHERE action = 'test.open'`;
    await expect(other.execute(server.db)).rejects.toThrow('only added to');
    await sql`UPDATE operator_audit SET status = 200, finished_at = now() WHERE action = 'test.open'`.execute(
      server.db,
    );
  });

  test('tries to enter an account are on record, those to enter an unknown one leave nothing', async () => {
    const { email, password, secret, operatorId } = operator;
    const before = await server.audit();
    const enter = (body: object) => server.call('POST', '/operator/sign-in', { body });
    await enter({ email: 'nobody@example.org', password: 'x' });
    await enter({ email: 'OP@example.org', password: 'x' });
    const entered = await enter({ email, password });
    await server.call('POST', '/operator/sign-in/code', {
      body: { code: wrongCodeOf(secret) },
      headers: { cookie: cookieOf(entered) },
    });
    const row = { operatorId, target: {}, reason: null };
    expect(await rowsSince(before)).toEqual([
      { ...row, action: 'operator.sign-in', status: 401 },
      { ...row, action: 'operator.sign-in', status: 200 },
      { ...row, action: 'operator.sign-in-code', status: 401 },
    ]);
  });

  test('the record is read newest first, in pages, by operator and action', async () => {
    const page = async (query: string) =>
      (
        await operator.call<{ items: AuditItem[]; nextCursor: string | null }>(
          'GET',
          `/operator/audit?${query}`,
        )
      ).body;
    await operator.call('GET', '/operator/me');
    await operator.call('GET', '/operator/me');
    const first = await page('action=operator.me&limit=1');
    const second = await page(`action=operator.me&limit=1&cursor=${first.nextCursor}`);
    expect([first, second].flatMap(({ items }) => items.map(({ action }) => action))).toEqual([
      'operator.me',
      'operator.me',
    ]);
    expect(first.items[0]?.id).toBeGreaterThan(second.items[0]?.id ?? Infinity);
    const all = await page('');
    expect(all.nextCursor).toBeNull();
    expect(all.items[0]).toEqual({
      id: expect.any(Number),
      at: '2026-01-15T00:00:00.000Z',
      operatorId: operator.operatorId,
      email: 'op@example.org',
      action: 'audit.read',
      target: {},
      address: '127.0.0.1',
      requestId: expect.stringMatching(/^req_/),
      reason: null,
      status: null,
      finishedAt: null,
    });
    expect(all.items[1]).toMatchObject({ status: 200, finishedAt: '2026-01-15T00:00:00.000Z' });
    const other = await server.enrolled('other@example.org');
    const { items } = await page(`operatorId=${other.operatorId}`);
    expect(items.map(({ action }) => action)).toEqual([
      'operator.confirm-second-factor',
      'operator.enrol-second-factor',
      'operator.sign-in',
      'operator.enrol',
    ]);
    expect((await operator.call('GET', '/operator/audit?operatorId=x')).status).toBe(400);
  });

  describe("an owner's data", () => {
    const read = (headers: Record<string, string> = {}) =>
      operator.call('GET', `/operator/gateways/${GATEWAY}`, { headers });

    test.each([undefined, 'no', ' a ', 'x'.repeat(501), '%00%00%00%00', 'a%0Ab'])(
      'is not shown for the reason %j',
      async (reason) => {
        const { status, body } = await read(reason === undefined ? {} : { 'x-reason': reason });
        expect([status, body]).toMatchObject([400, { errors: [{ pointer: '/headers/x-reason' }] }]);
        expect(server.reads).toEqual([]);
      },
    );

    test('is shown with a reason, which goes to the owner and into the record', async () => {
      const before = await server.audit();
      const { status, body } = await read({ 'x-reason': encodeURIComponent('Störung – 50% Leistung') });
      expect([status, body['gatewayId']]).toEqual([200, GATEWAY]);
      const reason = 'Störung – 50% Leistung';
      const { operatorId } = operator;
      expect(server.reads).toEqual([
        { gatewayId: Number(GATEWAY), operatorId, operation: 'gateway.read', reason },
      ]);
      expect(await rowsSince(before)).toEqual([
        { action: 'gateway.read', operatorId, status: 200, target: { gatewayId: GATEWAY }, reason },
      ]);
    });

    test('that does not exist is not told to anybody', async () => {
      const answer = await operator.call('GET', '/operator/gateways/999999999', { headers: REASON });
      expect([answer.status, server.reads]).toEqual([404, []]);
    });

    test('is not shown when the owner cannot be told', async () => {
      server.reads.failing = true;
      const before = await server.audit();
      const { status, body } = await read(REASON);
      expect([status, body['gatewayType']]).toEqual([500, undefined]);
      expect(await rowsSince(before)).toMatchObject([{ action: 'gateway.read', status: 500 }]);
    });
  });

  async function signInAgain(): Promise<string> {
    const { body } = await signIn(server.call, operator, operator.backupCodes[used++] ?? '');
    return String(body['token']);
  }
  let used = 0;
});

const PLAN = {
  gatewayBurst: 2,
  gatewayRefillMs: 9_000,
  routeBurst: 4,
  routeRefillMs: 8_000,
  timeProgramBurst: 1,
  timeProgramRefillMs: 10_000,
  applianceBurst: 10,
  appliancePerHour: 60,
  ceilingPerSecond: 50,
  ceilingPerContractPerSecond: 2,
};

/** The token of a session as the database has it. */
function raw(token: string): string {
  return token.split('.', 1)[0] ?? '';
}

function pathOf(url: string): string {
  return url
    .replace(':gatewayId', GATEWAY)
    .replace(':letterId', '1')
    .replace(':importId', 'imp_1')
    .replace(':version', '2024-07')
    .replace(':plan', 'small')
    .replace(':companyId', 'cmp_1')
    .replace(':registrationId', 'reg_1');
}

function portalsOf({ access }: TestOperators) {
  const nothing = undefined as never;
  return createPortals(access, {
    access,
    events: nothing,
    gateways: nothing,
    presence: nothing,
    mails: { isDelivering: false },
    hvac: nothing,
    desk: nothing,
    mqtt: nothing,
    imports: nothing,
    link: nothing,
    measured: { version: 'test', partitions: [], expectsBackups: true },
    transport: { trustProxy: [], plainHttpCallers: [] },
    adminUrl: () => 'http://localhost',
  });
}

/** What the server adds, as it declares it. */
function routesOf(
  server: TestOperators,
): { method: string; url: string; route: OperatorRoute | undefined }[] {
  const app = Fastify({ exposeHeadRoutes: false });
  const found: ReturnType<typeof routesOf> = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    if (url.startsWith('/operator')) found.push({ method: String(method), url, route: config?.operator });
  });
  addOperatorServer(app, portalsOf(server));
  return found;
}
