import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import type { WorldSecrets } from '../../src/sandbox/world-file.ts';
import { SEEDED_TEXTS, type Publication } from '../../src/access/index.ts';
import { askAndLeave, readStream } from '../harness/event-source.ts';
import { codeOf, sandboxOperator, type Call } from '../harness/operators.ts';
import { caller, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const PLAN = {
  gatewayBurst: 1,
  gatewayRefillMs: 2_000,
  routeBurst: 2,
  routeRefillMs: 4_000,
  timeProgramBurst: 1,
  timeProgramRefillMs: 10_000,
  applianceBurst: 10,
  appliancePerHour: 60,
  ceilingPerSecond: 50,
  ceilingPerContractPerSecond: 2,
};

/** What operators do, in the whole application: the sandbox has one operator ready. */
describe('an operator', () => {
  let sandbox: TestSandbox;
  let operator: Call;
  let token: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    ({ call: operator, token } = await sandboxOperator(sandbox));
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(3_600_000));

  test('is told by GET /sandbox, with the address; the server answers there, the API does not', async () => {
    expect(sandbox.world.operator).toEqual({
      email: 'operator@sandbox.example',
      password: expect.stringMatching(/^.{24}$/),
      totpSecret: expect.stringMatching(/^[A-Z2-7]+$/),
      url: sandbox.app.adminUrl,
    });
    expect((await operator('GET', '/operator/me')).body['email']).toBe('operator@sandbox.example');
    expect((await operator('GET', '/health/ready')).body).toEqual({ status: 'ready' });
    expect((await operator('GET', '/health/live')).status).toBe(200);
    expect((await operator('GET', '/docs/errors/sign-in-required')).status).toBe(200);
    for (const path of ['/hvacs', '/sandbox', '/docs'])
      expect((await operator('GET', path)).status).toBe(404);
    for (const path of ['/operator/me', '/operator/enrol', '/operator/sign-in'])
      expect((await sandbox.call('GET', path)).status).toBe(404);
  });

  test('has a code from the sandbox that is the one of the secret', async () => {
    const secret = sandbox.world.operator?.totpSecret ?? '';
    const before = codeOf(secret);
    const { body } = await sandbox.call('POST', '/sandbox/operator/code', { key: null });
    expect([before, codeOf(secret)]).toContain(body['code']);
  });

  test('leaves no session behind from the making of the sandbox', async () => {
    const { rows } = await sandbox.pool.query('SELECT count(*)::int AS sessions FROM operator_sessions');
    expect(rows).toEqual([{ sessions: 1 }]);
  });

  test('registers a gateway, which then may connect; not one that is there, or of an unknown brand', async () => {
    const made = await operator('POST', '/operator/gateways', {
      body: { gatewayType: 'ICOM', brand: 'IVT' },
    });
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({
        gatewayId: expect.stringMatching(/^[2-9]\d{8}$/),
        mqttPassword: expect.stringMatching(/^.{22}$/),
      }),
    ]);
    const gatewayId = String(made.body['gatewayId']);
    const again = await operator('POST', '/operator/gateways', {
      body: { gatewayId, gatewayType: 'ICOM', brand: 'IVT' },
    });
    expect([again.status, again.body]).toMatchObject([400, { errors: [{ pointer: '/gatewayId' }] }]);
    const tooSmall = await operator('POST', '/operator/gateways', {
      body: { gatewayId: '011237147', gatewayType: 'ICOM', brand: 'IVT' },
    });
    expect([tooSmall.status, tooSmall.body]).toMatchObject([400, { errors: [{ pointer: '/gatewayId' }] }]);
    const unknown = await operator('POST', '/operator/gateways', {
      body: { gatewayType: 'ICOM', brand: 'X' },
    });
    expect(unknown.status).toBe(400);
    const read = await operator('GET', `/operator/gateways/${gatewayId}`, {
      headers: { 'x-reason': 'a test' },
    });
    expect(read.body).toMatchObject({ gatewayId, connectivity: 'OFFLINE', lastSeen: null, brand: 'IVT' });
  });

  test('reads of a gateway what the registry knows, and no secret', async () => {
    const { status, body } = await operator('GET', '/operator/gateways/101000001', {
      headers: { 'x-reason': 'a test' },
    });
    expect([status, body]).toEqual([
      200,
      {
        gatewayId: '101000001',
        gatewayType: 'K40',
        brand: 'BOSCH',
        firmware: expect.any(String),
        hardware: expect.anything(),
        connectivity: 'ONLINE',
        connectivitySince: expect.any(String),
        lastSeen: expect.any(String),
        registeredAt: expect.any(String),
      },
    ]);
    const bad = await operator('GET', '/operator/gateways/x', { headers: { 'x-reason': 'a test' } });
    expect(bad.status).toBe(404);
  });

  test('publishes a consent text: a dry run first, then for good', async () => {
    const before = await operator<{ items: { version: string }[] }>('GET', '/operator/consents');
    expect(before.body.items).toEqual([
      { version: '2023-09', effectiveFrom: '2023-09-01T00:00:00.000Z', requiredForRemoteControl: false },
      { version: '2024-07', effectiveFrom: '2024-07-01T00:00:00.000Z', requiredForRemoteControl: true },
    ]);
    const texts = SEEDED_TEXTS['2024-07'];
    const publish = (body: object) => operator<Publication>('POST', '/operator/consents', { body });
    const text = { version: '2027-01', effectiveFrom: '2027-01-01T00:00:00.000Z', texts };
    const dry = await publish({ ...text, requiredForRemoteControl: true, dryRun: true, limit: 2 });
    expect([dry.status, dry.body.dryRun, dry.body.outdated.items.length]).toEqual([200, true, 2]);
    const { nextCursor: cursor } = dry.body.outdated;
    const more = await publish({ ...text, requiredForRemoteControl: true, dryRun: true, limit: 2, cursor });
    expect(more.body.outdated.items.map(({ gatewayId }) => gatewayId)).toEqual(['101000003', '101000006']);
    expect((await operator('GET', '/operator/consents')).body).toEqual(before.body);
    expect((await publish(text)).status).toBe(201);
    const after = await operator<{ items: { version: string }[] }>('GET', '/operator/consents');
    expect(after.body.items.map(({ version }) => version)).toEqual(['2023-09', '2024-07', '2027-01']);
    const twice = await publish(text);
    expect([twice.status, twice.body]).toMatchObject([400, { errors: [{ pointer: '/version' }] }]);
    const { sv: _missing, ...four } = texts;
    expect((await publish({ ...text, version: '2027-02', texts: four })).status).toBe(400);
  });

  test('puts a company on a plan, and it counts with the next request', async () => {
    const [company] = sandbox.world.companies;
    const companyId = company?.companyId ?? '';
    const policy = async () => (await sandbox.call('GET', '/api-keys/me')).headers.get('ratelimit-policy');
    const put = (path: string, body: object) => operator('PUT', path, { body });
    expect(await policy()).toBe('"company";q=5;w=3');
    expect((await put('/operator/plans/small', PLAN)).body).toEqual({ plan: 'small', ...PLAN });
    expect((await put(`/operator/companies/${companyId}/plan`, { plan: 'small' })).body).toEqual({
      companyId,
      plan: 'small',
    });
    expect(await policy()).toBe('"company";q=2;w=8');
    await put('/operator/plans/small', { ...PLAN, routeBurst: 7 });
    expect(await policy()).toBe('"company";q=7;w=28');
    const plans = await operator<{ items: { plan: string }[] }>('GET', '/operator/plans');
    expect(plans.body.items).toEqual([
      expect.objectContaining({ plan: 'reference', gatewayBurst: 3, ceilingPerContractPerSecond: 2 }),
      { plan: 'small', ...PLAN, routeBurst: 7 },
    ]);
    const refusals = [
      await put('/operator/plans/reference', PLAN),
      await put('/operator/plans/small', { ...PLAN, routeBurst: 0 }),
      await put('/operator/plans/small', { ...PLAN, colour: 'red' }),
      await put(`/operator/companies/${companyId}/plan`, { plan: 'none' }),
      await put('/operator/companies/cmp_none/plan', { plan: 'small' }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 400, 400, 404]);
    expect(await policy()).toBe('"company";q=7;w=28');
  });

  test('who leaves before the first health was read leaves nothing behind, and the next one is told', async () => {
    const url = `${sandbox.app.adminUrl}/operator/stream`;
    const headers = { authorization: `Bearer ${token}` };
    const faults: unknown[] = [];
    const note = (error: unknown) => faults.push(error);
    process.on('uncaughtExceptionMonitor', note);
    await askAndLeave(sandbox, 'registrations', url, headers);
    const stream = await readStream(url, headers);
    await stream.until(({ event }) => event === 'health');
    await stream.close();
    process.off('uncaughtExceptionMonitor', note);
    expect([stream.status, faults]).toEqual([200, []]);
  });

  test('is kept over a restart, and made anew where the file of secrets has none', async () => {
    const { dataDir, pool } = sandbox;
    await sandbox.app.stop();
    const first = await restarted(dataDir, pool);
    expect(await first.enter(sandbox.world.operator)).toBe(200);
    await first.app.stop();

    const file = join(dataDir, 'sandbox.json');
    const { operator: _gone, ...older } = JSON.parse(await readFile(file, 'utf8')) as WorldSecrets;
    await writeFile(file, JSON.stringify(older));
    const second = await restarted(dataDir, pool);
    const { operator: made } = (await second.call<WorldSecrets>('GET', '/sandbox')).body;
    expect(made?.password).not.toBe(sandbox.world.operator?.password);
    expect(await second.enter(sandbox.world.operator)).toBe(401);
    expect(await second.enter(made)).toBe(200);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      operator: { password: made?.password },
    });
    await second.app.stop();
  });
});

async function restarted(dataDir: string, pool: TestSandbox['pool']) {
  const config = readConfig({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: pool.options.connectionString,
    DATA_DIR: dataDir,
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const app = await startApp(config);
  const enter = async (account: WorldSecrets['operator']) => {
    const body = { email: account?.email, password: account?.password };
    return (await caller(app.adminUrl)('POST', '/operator/sign-in', { body })).status;
  };
  return { app, enter, call: caller(app.url) };
}
