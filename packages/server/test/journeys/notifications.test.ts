import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeGateway, type Appliance } from '@hearthgate/device';
import { EVENT_DATA, type LinkNotification } from '@hearthgate/wire';
import mqtt from 'mqtt';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../harness/database.ts';
import { freePort } from '../harness/free-port.ts';
import { startSandbox, type InboxItem, type TestSandbox } from '../harness/sandbox.ts';
import { startServerProcess } from '../harness/server-process.ts';

/** A boiler with one heating circuit, and whatever faults a test gives it. */
class Boiler implements Appliance {
  readonly identity = { gatewayType: 'ICOM', brand: 'BUDERUS', firmware: '04.07.07', hardware: 'x' } as const;
  faults: LinkNotification[] = [];

  describe() {
    return [
      { id: '/heatingCircuits/hc1/roomtemperature', type: 'number', unit: 'C' } as const,
      { id: '/heatSources/hs1/flameStatus', type: 'string' } as const,
    ];
  }
  read() {
    return { '/heatingCircuits/hc1/roomtemperature': 20 };
  }
  write() {
    return { status: 'REFUSED', error: 'read-only' } as const;
  }
  notifications() {
    return this.faults;
  }
}

interface Made {
  readonly gatewayId: string;
  readonly mqttPassword: string;
}

async function register(server: Pick<TestSandbox, 'call'>): Promise<Made> {
  return (await server.call<Made>('POST', '/sandbox/gateways', { body: { profile: 'none' } })).body;
}

/** A gateway that says nothing but its lists; each resolves when it is acknowledged. */
async function connect(brokerUrl: string, { gatewayId, mqttPassword }: Made) {
  const client = await mqtt.connectAsync(
    brokerUrl,
    { username: gatewayId, password: mqttPassword, clientId: gatewayId, reconnectPeriod: 0 },
    false,
  );
  return {
    lists: (list: unknown) =>
      client.publishAsync(`gw/${gatewayId}/up/notifications`, JSON.stringify(list), { qos: 1 }),
    isConnected: () => client.connected,
    end: () => client.endAsync(),
  };
}

function toldOf(inbox: readonly InboxItem[], gatewayId: string): InboxItem['body'][] {
  return inbox
    .map(({ body }) => body)
    .filter(({ type, gatewayid }) => type === 'APPLIANCE_STATUS' && gatewayid === gatewayId);
}

describe('faults of an appliance', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const list = async (gatewayId: string, query = '', headers: Record<string, string> = {}) => {
    sandbox.passTime(60_000);
    const path = `/hvacs/${gatewayId}/notifications${query}`;
    return sandbox.call<{ items: Record<string, unknown>[]; nextCursor: string | null }>('GET', path, {
      headers,
    });
  };
  const activeCount = async (gatewayId: string) => {
    sandbox.passTime(60_000);
    return (await sandbox.call('GET', `/hvacs/${gatewayId}`)).body['activeNotifications'];
  };

  test('a blocking fault is told when it has lasted, in both languages, shown while it lasts, and told to be over', async () => {
    const made = await register(sandbox);
    const { gatewayId } = made;
    const boiler = new Boiler();
    const gateway = new NativeGateway({
      brokerUrl: sandbox.world.mqttUrl,
      gatewayId,
      password: made.mqttPassword,
      appliance: boiler,
      now: () => sandbox.app.domains.access.clock.now(),
    });
    await gateway.connect();
    boiler.faults = [
      { dcd: '6L', ccd: 229, fc: '10', orig: '8' },
      { dcd: '-H', ccd: 200 },
    ];
    gateway.report();
    await gateway.settled(10_000);
    expect((await list(gatewayId)).body.items).toEqual([]);
    expect(await activeCount(gatewayId)).toBe(0);

    await sandbox.advance('PT3M');
    const [raised, ...more] = toldOf(await sandbox.inbox(), gatewayId);
    expect(more).toEqual([]);
    expect(raised?.data).toMatchObject({
      state: 'RAISED',
      displayCode: '6L',
      causeCode: 229,
      class: 'BLOCKING',
      component: 'hs1',
      text: 'Flame lost during operation',
      texts: { en: 'Flame lost during operation', de: 'Flamme während des Betriebs erloschen' },
      occurrences: 1,
    });
    expect(Object.keys(raised?.data['texts'] ?? {}).toSorted()).toEqual(['de', 'en']);
    expect(Value.Check(EVENT_DATA.APPLIANCE_STATUS, raised?.data)).toBe(true);
    expect(await activeCount(gatewayId)).toBe(1);
    const { notificationId, since } = raised?.data ?? {};
    const german = await list(gatewayId, '', { 'accept-language': 'de' });
    expect(german.headers.get('content-language')).toBe('de');
    const shown = {
      notificationId,
      displayCode: '6L',
      causeCode: 229,
      class: 'BLOCKING',
      component: 'hs1',
      state: 'ACTIVE',
      text: 'Flamme während des Betriebs erloschen',
      firstSeen: since,
      occurrences: 1,
    };
    expect(german.body).toEqual({ items: [shown], nextCursor: null });
    // French is none of the company's languages.
    const french = await list(gatewayId, '', { 'accept-language': 'fr' });
    expect(french.body.items).toMatchObject([{ text: 'Flame lost during operation' }]);

    boiler.faults = [];
    gateway.report();
    await gateway.settled(10_000);
    await sandbox.advance('PT14M');
    expect(await activeCount(gatewayId)).toBe(1);
    await sandbox.advance('PT2M');
    const [, resolved, ...others] = toldOf(await sandbox.inbox(), gatewayId);
    expect(others).toEqual([]);
    expect(resolved?.data).toMatchObject({ state: 'RESOLVED', notificationId, since, occurrences: 1 });
    expect((await list(gatewayId)).body.items).toEqual([]);
    const over = await list(gatewayId, '?state=resolved');
    expect(over.body.items).toMatchObject([{ notificationId, state: 'RESOLVED', firstSeen: since }]);
    await gateway.end();
  });

  test('what is gone before its delay is never told', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    await gateway.lists([{ dcd: '6L', ccd: 229 }]);
    await sandbox.advance('PT1M');
    await gateway.lists([]);
    await sandbox.advance('PT1H');
    expect(toldOf(await sandbox.inbox(), made.gatewayId)).toEqual([]);
    expect((await list(made.gatewayId, '?state=all')).body.items).toEqual([]);
    await gateway.end();
  });

  test('a fault that comes and goes within minutes is one notification, however often it is said', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    const fault = [{ dcd: '6A', ccd: 227 }];
    for (let times = 0; times < 4; times += 1) {
      await gateway.lists(fault);
      await gateway.lists(fault);
      await sandbox.advance('PT1M');
      await gateway.lists([]);
      await gateway.lists([]);
      await sandbox.advance('PT2M');
    }
    await sandbox.advance('PT1H');
    const told = toldOf(await sandbox.inbox(), made.gatewayId);
    expect(told.map(({ data }) => [data['state'], data['occurrences']])).toEqual([
      ['RAISED', 1],
      ['RESOLVED', 4],
    ]);
    await gateway.end();
  });

  test('the list is given in pages, newest first, and only what may be asked is answered', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    await gateway.lists([{ dcd: 'H03' }, { dcd: 'H08' }, { dcd: 'H13' }]);
    await sandbox.settle();
    const first = await list(made.gatewayId, '?state=all&limit=2');
    const cursor = first.body.nextCursor ?? '';
    const second = await list(made.gatewayId, `?state=all&limit=2&cursor=${cursor}`);
    const displays = [...first.body.items, ...second.body.items].map(({ displayCode }) => displayCode);
    expect(displays).toEqual(['H13', 'H08', 'H03']);
    expect(second.body.nextCursor).toBeNull();
    for (const query of ['?state=ACTIVE', '?cursor=x', '?lang=de']) {
      const { status, body } = await list(made.gatewayId, query);
      expect([query, status, body]).toMatchObject([query, 400, { code: 'request-invalid' }]);
    }
    await gateway.end();
  });

  test('200 at once are told once each', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    const many = Array.from({ length: 200 }, (_unused, index) => ({ dcd: '6A', ccd: 227, orig: `${index}` }));
    await gateway.lists(many);
    await gateway.lists(many);
    await sandbox.settle();
    const { rows } = await sandbox.pool.query<{ id: string }>(
      "SELECT data->>'notificationId' AS id FROM events WHERE gateway_id = $1 AND type = 'APPLIANCE_STATUS'",
      [Number(made.gatewayId)],
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(200);
    expect(rows).toHaveLength(200);
    expect((await list(made.gatewayId)).body.items).toHaveLength(200);
    await gateway.end();
  });

  test('a list that cannot be read changes nothing and is acknowledged; unknown fields are not kept', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    await gateway.lists([{ dcd: '6A', ccd: 227, dlv: '8', owner: 'somebody' }]);
    const many = Array.from({ length: 201 }, () => ({ dcd: 'H03' }));
    for (const bad of [many, {}, null, [{ dcd: 'x'.repeat(21) }], [{ ccd: 1e300 }], [{ ccd: '227' }], ['6A']])
      await gateway.lists(bad);
    await gateway.lists([{ dcd: '6A\0', ccd: 227, orig: '\0' }]);
    expect(gateway.isConnected()).toBe(true);
    await sandbox.advance('PT1H');
    const { body } = await list(made.gatewayId, '?state=all');
    expect(body.items).toMatchObject([{ displayCode: '6A', state: 'ACTIVE', occurrences: 1 }]);
    expect(JSON.stringify(body)).not.toContain('somebody');
    const letters = await sandbox.pool.query('SELECT 1 FROM dead_letters WHERE gateway_id = $1', [
      Number(made.gatewayId),
    ]);
    expect(letters.rowCount).toBe(7);
    await gateway.end();
  });

  test('who has no access to the gateway neither sees nor hears of its faults', async () => {
    const made = await register(sandbox);
    const gateway = await connect(sandbox.world.mqttUrl, made);
    await sandbox.call('POST', `/sandbox/contracts/${made.gatewayId}/end`, { body: {} });
    await gateway.lists([{ dcd: '6A', ccd: 227 }]);
    await sandbox.advance('PT1M');
    const { status, body } = await list(made.gatewayId);
    expect([status, body]).toMatchObject([403, { code: 'access-not-granted' }]);
    expect(toldOf(await sandbox.inbox(), made.gatewayId)).toEqual([]);
    await gateway.end();
  });
});

test('a server that is killed before the delay is over tells the fault once after its restart', async () => {
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-faults-'));
  const env = {
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    MQTT_PORT: String(await freePort()),
  };
  const brokerUrl = `mqtt://127.0.0.1:${env.MQTT_PORT}`;
  let server = await startServerProcess(env);
  onTestFinished(async () => {
    await server.kill('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
  const fault = [{ dcd: '6L', ccd: 229 }];
  const made = await register(server);
  const before = await connect(brokerUrl, made);
  await before.lists(fault);
  await server.kill('SIGKILL');
  await before.end();

  server = await startServerProcess(env);
  const after = await connect(brokerUrl, made);
  await after.lists(fault);
  await server.call('POST', '/sandbox/clock', {
    body: { advance: 'PT1H' },
    headers: { prefer: 'wait=60' },
  });
  const { body } = await server.call<{ items: InboxItem[] }>('GET', '/sandbox/inbox');
  expect(toldOf(body.items, made.gatewayId).map(({ data }) => [data['state'], data['occurrences']])).toEqual([
    ['RAISED', 1],
  ]);
  await after.end();
});
