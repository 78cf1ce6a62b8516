import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import mqtt from 'mqtt';
import type {
  DeadLetter,
  DeadLetterDetail,
  FirmwareOverview,
  Health,
  ImportResult,
  ImportState,
  Inventory,
} from '@hearthgate/wire';
import { readStream, type EventSource } from '../harness/event-source.ts';
import { sandboxOperator, type Call } from '../harness/operators.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const HOUSE = '101000001';
const REASON = { 'x-reason': 'a test' };

/** What operators see of the fleet and do with it, in the whole application. */
describe('the fleet of an operator', () => {
  let sandbox: TestSandbox;
  let operator: Call;
  let stream: EventSource;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const { call, token } = await sandboxOperator(sandbox);
    operator = call;
    stream = await readStream(`${sandbox.app.adminUrl}/operator/stream`, {
      authorization: `Bearer ${token}`,
    });
  });
  afterAll(async () => {
    await stream.close();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.passTime(3_600_000));

  const inventory = async (query = '') =>
    (await operator<Inventory>('GET', `/operator/gateways${query}`)).body;
  const idsOf = ({ items }: Inventory) => items.map(({ gatewayId }) => gatewayId);
  const upload = (lines: readonly string[], query = '') =>
    operator<ImportResult & { errors?: object[]; faultyLines?: number }>(
      'POST',
      `/operator/gateways/import${query}`,
      { body: lines.join('\r\n'), headers: { 'content-type': 'text/csv' } },
    );
  const ended = async (importId: string) => {
    await stream.until(({ event, data }) => {
      const items = event === 'imports' ? (data as unknown as ImportState[]) : [];
      return items.some((each) => each.importId === importId && each.status === 'DONE');
    });
    return (await operator<ImportState>('GET', `/operator/gateways/imports/${importId}`)).body;
  };
  const secretsOf = (importId: string) =>
    operator<string>('POST', `/operator/gateways/imports/${importId}/secrets`);

  test('is listed and counted with filters, and tells nothing of owners', async () => {
    const { items, counts } = await inventory();
    expect(counts).toEqual({ all: 7, online: 6, offline: 1, neverSeen: 0, claimed: 7 });
    expect(items[0]).toEqual({
      gatewayId: HOUSE,
      gatewayType: 'K40',
      brand: 'BOSCH',
      firmware: expect.any(String),
      upToDate: true,
      connectivity: 'ONLINE',
      lastSeen: expect.any(String),
      registeredAt: expect.any(String),
      claimed: true,
    });
    expect(idsOf(await inventory('?brand=IVT'))).toEqual(['101000003']);
    expect(idsOf(await inventory('?connectivity=OFFLINE&gatewayType=EMS_ESP'))).toEqual(['101000007']);
    expect(idsOf(await inventory('?claimed=false'))).toEqual([]);
    expect(idsOf(await inventory('?text=10100000'))).toHaveLength(7);
    expect(idsOf(await inventory('?text=2'))).toEqual([]);
    const version = String(items[0]?.firmware);
    expect(idsOf(await inventory(`?firmware=${version.slice(0, 2)}*`))).toContain(HOUSE);
  });

  test.each(['gatewayId', 'registeredAt', 'lastSeen'])(
    'comes whole and once, page by page, ordered by %s either way',
    async (sort) => {
      for (const order of ['asc', 'desc']) {
        const query = `?sort=${sort}&order=${order}`;
        const whole = idsOf(await inventory(query));
        expect(whole).toHaveLength(7);
        const pages: string[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const page: Inventory = await inventory(`${query}&limit=3${cursor && `&cursor=${cursor}`}`);
          pages.push(...idsOf(page));
          cursor = page.nextCursor;
        }
        // Houses report meanwhile, so by `lastSeen` their order moves.
        expect(sort === 'lastSeen' ? new Set(pages) : pages).toEqual(
          sort === 'lastSeen' ? new Set(whole) : whole,
        );
      }
      const { nextCursor } = await inventory('?limit=2');
      const other = await operator('GET', `/operator/gateways?limit=2&brand=IVT&cursor=${nextCursor}`);
      expect([other.status, other.body]).toMatchObject([400, { errors: [{ pointer: '/query/cursor' }] }]);
    },
  );

  test('a file with faults is told all of them by line, and registers nothing', async () => {
    const lines = [
      'gatewayId;gatewayType;brand;mqttPassword',
      `${HOUSE};K40;BOSCH;`,
      '300000001;K40;BOSCH;',
      '',
      '300000001;K40;IVT;',
      '12;K99;Viessmann;short',
      '300000002;K40',
    ];
    const dry = await upload(lines, '?dryRun=true');
    expect([dry.status, dry.body]).toEqual([
      200,
      {
        dryRun: true,
        lines: 5,
        faultyLines: 4,
        faults: [
          { line: 2, column: 'gatewayId', message: 'is registered already; remove the line' },
          { line: 5, column: 'gatewayId', message: expect.stringContaining('line 3 already') },
          { line: 6, column: 'gatewayType', message: expect.stringContaining('ICOM, K30, K40, EMS_ESP') },
          { line: 6, column: 'brand', message: expect.stringContaining('BOSCH, BUDERUS, IVT') },
          { line: 6, column: 'gatewayId', message: expect.stringContaining('nine digits') },
          { line: 6, column: 'mqttPassword', message: expect.stringContaining('22 to 100') },
          { line: 7, column: '', message: 'has 2 fields, the first line names 4' },
        ],
        import: null,
      },
    ]);
    const real = await upload(lines);
    expect([real.status, real.body.faultyLines, real.body.errors?.[0]]).toEqual([
      400,
      4,
      { pointer: '/2/gatewayId', message: 'is registered already; remove the line' },
    ]);
    expect((await upload(['gatewayId,colour'], '?dryRun=true')).body.faults).toMatchObject([
      { line: 1, column: 'colour' },
      { line: 1, column: 'gatewayType' },
      { line: 1, column: 'brand' },
    ]);
    expect((await upload([''], '?dryRun=true')).body.faults).toHaveLength(1);
    expect((await inventory('?text=3')).items).toEqual([]);
  });

  test('a file without faults is registered; its secrets are given once, and open', async () => {
    const label = 'KLMN-PQRS-TUVW';
    const bare = Array.from({ length: 40 }, (_, at) => `${300_000_100 + at},k30,buderus,,`);
    const began = await upload([
      'gatewayId,gatewayType,brand,mqttPassword,labelPassword',
      `300000001,K40,BOSCH,"a,""password"" of its owner's maker",`.replaceAll(' ', '-'),
      `,ICOM,IVT,,${label}`,
      ...bare,
    ]);
    expect([began.status, began.body.lines]).toEqual([202, 42]);
    const importId = began.body.import?.importId ?? '';
    expect(await ended(importId)).toMatchObject({
      registered: 42,
      failed: 0,
      secrets: 'WAITING',
      failures: [],
    });
    expect((await inventory('?claimed=false')).counts).toMatchObject({ all: 42, neverSeen: 42 });

    const { status, headers, body } = await secretsOf(importId);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const rows = body.trim().split('\r\n');
    expect(rows).toHaveLength(43);
    expect(rows[1]).toMatch(/^300000001,K40,BOSCH,"a,""password""-of-its-owner's-maker",[A-Z0-9-]{14}$/);
    expect(rows[2]).toMatch(new RegExp(`^[2-9]\\d{8},ICOM,IVT,"[\\w-]{22}",${label}$`));
    const [gatewayId = '', , , password = ''] = rows[3]?.split(',') ?? [];
    const client = await mqtt.connectAsync(sandbox.world.mqttUrl, {
      username: gatewayId,
      password: password.replaceAll('"', ''),
      clientId: gatewayId,
      reconnectPeriod: 0,
    });
    await client.endAsync(true);

    await expect.poll(async () => (await secretsOf(importId)).status).toBe(409);
    const { rows: kept } = await sandbox.pool.query(
      'SELECT count(*)::int AS kept FROM gateway_import_lines WHERE secrets IS NOT NULL',
    );
    expect(kept).toEqual([{ kept: 0 }]);
  });

  test('an import goes on where it was when the server went down', async () => {
    // As a server leaves it that is killed after the first line.
    await sandbox.pool.query(`
      INSERT INTO gateway_imports (import_id, operator_id, status, lines, registered, failed, created_at)
      VALUES ('imp_half', 'opr_1', 'RUNNING', 3, 1, 0, now())`);
    await sandbox.pool.query(`
      INSERT INTO gateway_import_lines (line_id, import_id, line, gateway_id, gateway_type, brand, status)
      VALUES ('imp_half:2', 'imp_half', 2, 310000001, 'K40', 'BOSCH', 'REGISTERED'),
        ('imp_half:3', 'imp_half', 3, 310000002, 'K40', 'BOSCH', 'WAITING'),
        ('imp_half:4', 'imp_half', 4, ${HOUSE}, 'K40', 'BOSCH', 'WAITING')`);
    await upload(['gatewayId,gatewayType,brand', '310000009,K40,BOSCH']);
    expect(await ended('imp_half')).toMatchObject({
      registered: 2,
      failed: 1,
      failures: [{ line: 4, message: 'was registered by somebody else while the import ran' }],
    });
    expect(idsOf(await inventory('?text=31'))).toEqual(['310000002', '310000009']);
  });

  test('firmware: what is too old is told once, listed as such, and takes no changes', async () => {
    const put = (items: readonly object[]) =>
      operator<FirmwareOverview & { errors: { pointer: string }[] }>('PUT', '/operator/firmware-policies', {
        body: { items },
      });
    const policy = { gatewayType: 'K40', brand: 'ANY', minimum: null, recommended: '99.1', below: 'REFUSE' };
    const patch = () =>
      sandbox.call('PATCH', `/hvacs/${HOUSE}/heatingCircuits/1`, { body: { operationMode: 'MANUAL' } });
    const told = async () => {
      await sandbox.settle();
      const items = await sandbox.inbox();
      return items.flatMap(({ body }) =>
        body.type === 'FIRMWARE_OUTDATED' && body.gatewayid === HOUSE ? [body.data] : [],
      );
    };
    const version = (await inventory(`?text=${HOUSE}`)).items[0]?.firmware;

    const recommended = await put([policy]);
    expect(recommended.body.inUse).toContainEqual(
      expect.objectContaining({ gatewayType: 'K40', brand: 'BOSCH', version, state: 'OUTDATED' }),
    );
    expect((await inventory(`?text=${HOUSE}`)).items[0]?.upToDate).toBe(false);
    const { body: hvac } = await sandbox.call(`GET`, `/hvacs/${HOUSE}`);
    expect(hvac['firmware']).toEqual({ version, upToDate: false });
    await expect.poll(told).toEqual([{ version, recommended: '99.1', commandsRefused: false }]);
    expect((await patch()).status).toBe(200);

    // A policy of the brand counts before the one for any; the same recommendation is not told twice.
    sandbox.passTime(3_600_000);
    await put([policy, { ...policy, brand: 'BOSCH', minimum: '99.0' }]);
    const refused = await patch();
    expect([refused.status, refused.body['code'], refused.body['minimum']]).toEqual([
      422,
      'firmware-outdated',
      '99.0',
    ]);
    expect((await sandbox.call('GET', `/hvacs/${HOUSE}`)).status).toBe(200);
    expect(await told()).toHaveLength(1);
    sandbox.passTime(3_600_000);
    await put([{ ...policy, brand: 'BOSCH', minimum: '99.0', below: 'WARN' }]);
    expect((await patch()).status).toBe(200);

    const wrong = await put([
      { ...policy, minimum: '100', recommended: '99' },
      { ...policy, minimum: 'new' },
      { ...policy, brand: 'IVT', recommended: null },
    ]);
    expect([wrong.status, wrong.body.errors.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/items/0/minimum', '/items/1/minimum', '/items/1', '/items/2'],
    ]);
    expect((await put([])).body.items).toEqual([]);
  });

  test('dead letters: read with a reason, deleted; only a whole description is read again', async () => {
    const { body: made } = await operator<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/operator/gateways',
      { body: { gatewayType: 'K40', brand: 'BOSCH' } },
    );
    const { gatewayId, mqttPassword } = made;
    const client = await mqtt.connectAsync(sandbox.world.mqttUrl, {
      username: gatewayId,
      password: mqttPassword,
      clientId: gatewayId,
      reconnectPeriod: 0,
    });
    const say = (kind: string, payload: string | Buffer) =>
      client.publishAsync(`gw/${gatewayId}/up/${kind}`, payload, { qos: 1 });
    await say(
      'hello',
      JSON.stringify({
        protocol: 1,
        boot: 'b1',
        firmware: '1',
        hardware: '1',
        gatewayType: 'K40',
        brand: 'BOSCH',
        ring: [],
      }),
    );
    await say('report', Buffer.from([0xff, 0x00, 0x01]));
    await say('describe', '{"leaves":');
    await client.endAsync(true);
    const list = (query = '') =>
      operator<{ items: DeadLetter[]; nextCursor: string | null }>('GET', `/operator/dead-letters${query}`);
    const { items } = (await list(`?gatewayId=${gatewayId}`)).body;
    expect(items).toMatchObject([
      { gatewayId, topic: `gw/${gatewayId}/up/describe`, reason: 'not JSON', size: 10 },
      { gatewayId, topic: `gw/${gatewayId}/up/report`, reason: 'not JSON', size: 3 },
    ]);
    const first = (await list('?limit=1')).body;
    expect((await list(`?limit=1&cursor=${first.nextCursor}`)).body.items).toEqual([items[1]]);

    const urls = items.map(({ letterId }) => `/operator/gateways/${gatewayId}/dead-letters/${letterId}`);
    const [description = '', report = ''] = urls;
    expect((await operator('GET', description)).status).toBe(400);
    const read = async (url: string) =>
      (await operator<DeadLetterDetail>('GET', url, { headers: REASON })).body;
    expect(await read(description)).toMatchObject({
      payload: { encoding: 'text', content: '{"leaves":', truncated: false },
      retry: 'POSSIBLE',
    });
    expect(await read(report)).toMatchObject({
      payload: { encoding: 'hex', content: 'ff0001' },
      retry: 'KIND',
    });
    expect((await operator('POST', `${report}/retry`)).status).toBe(400);
    expect((await operator('POST', `${description}/retry`)).body).toEqual({ read: false });
    // As a server would find it that reads what its predecessor could not.
    await sandbox.pool.query('UPDATE dead_letters SET payload = $1 WHERE gateway_id = $2 AND topic LIKE $3', [
      Buffer.from(JSON.stringify({ leaves: [{ id: '/system/brand', type: 'string', writeable: false }] })),
      Number(gatewayId),
      '%describe',
    ]);
    expect((await operator('POST', `${description}/retry`)).body).toEqual({ read: true });
    expect((await operator('DELETE', report)).status).toBe(204);
    expect((await operator('DELETE', report)).status).toBe(404);
    expect((await list(`?gatewayId=${gatewayId}`)).body.items).toEqual([]);
  });

  test('consent texts are read as they were published, and a dry run counts by company', async () => {
    const { body: read } = await operator<{ texts: Record<string, string> }>(
      'GET',
      '/operator/consents/2024-07',
    );
    expect(Object.keys(read.texts).toSorted()).toEqual(['de', 'en', 'fr', 'nl', 'sv']);
    expect((await operator('GET', '/operator/consents/1999-01')).status).toBe(404);
    const { body } = await operator<{ outdated: { byCompany: object[]; contracts: number } }>(
      'POST',
      '/operator/consents',
      {
        body: {
          version: '2030-01',
          effectiveFrom: '2030-01-01T00:00:00.000Z',
          requiredForRemoteControl: true,
          texts: read.texts,
          dryRun: true,
        },
      },
    );
    expect(body.outdated.byCompany).toEqual([
      { companyId: sandbox.world.companies[0]?.companyId, name: 'Alder Heating Services', contracts: 5 },
    ]);
  });

  test('health measures process, database, queues and broker', async () => {
    const { body } = await operator<Health>('GET', '/operator/health');
    expect(body.node).toMatchObject({ processId: process.pid, version: expect.any(String) });
    expect(body.node.memoryBytes).toBeGreaterThan(1e6);
    expect(body.database.sizeBytes).toBeGreaterThan(1e6);
    expect(body.database.connections).toBeGreaterThan(0);
    expect(body.database.connectionsMax).toBeGreaterThan(body.database.connections);
    expect(body.broker?.connections).toBe(6);
    expect(body.partitions.length).toBeGreaterThan(3);
    for (const { aheadDays } of body.partitions) expect(aheadDays).toBeGreaterThan(0);
    expect(body.nodes).toEqual([
      expect.objectContaining({
        state: 'ALIVE',
        isAsked: true,
        name: `${hostname()}:${new URL(sandbox.app.url).port}`,
        version: body.node.version,
        slices: 64,
        broker: 'OK',
        redis: 'NONE',
      }),
    ]);
    expect(body).toMatchObject({ unheldSlices: 0, archive: null, backup: null });
    await sandbox.pool.query('UPDATE webhooks SET paused = true');
    await sandbox.pool.query(
      "INSERT INTO timers (slice, id, kind, due_at, payload) VALUES (63, 'late', 'connectivity', now() + interval '9 years', '{}')",
    );
    await expect
      .poll(async () => (await operator<Health>('GET', '/operator/health')).body.queues.deliveries, {
        timeout: 5_000,
      })
      .toMatchObject({ endpointsPaused: 1, waiting: 0 });
  });

  test('a proxy asks whether the port of operators is ready, by the name that it knows it by', async () => {
    const { hostname: host, port } = new URL(sandbox.app.adminUrl);
    const statusOf = async (path: string) => {
      const asked = get({ host, port, path, headers: { host: 'node-2:8081' } });
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };
    expect([await statusOf('/health/ready'), await statusOf('/operator/me')]).toEqual([200, 400]);
  });

  test('the stream tells of health every two seconds and of an application that came in', async () => {
    const { body } = await sandbox.call<{ registrationId: string }>('POST', '/registrations', {
      key: null,
      body: {
        name: 'Birch Heating',
        address: { street: 'Main Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        administrator: { name: 'Ada', email: 'ada@birch.example' },
        brand: 'BOSCH',
      },
    });
    await stream.until(
      ({ event, data }) => event === 'registration' && data?.['registrationId'] === body.registrationId,
    );
    const { data } = await stream.until(
      ({ event, data: health }) =>
        event === 'health' &&
        (health?.['attention'] as { openRegistrations: number } | undefined)?.openRegistrations === 1,
    );
    expect(data?.['node']).toMatchObject({ processId: process.pid });
  });

  test('the stream ends with the session', async () => {
    await sandbox.pool.query('DELETE FROM operator_sessions');
    await stream.ended;
    expect((await operator('GET', '/operator/stream')).status).toBe(401);
  });
});
