import type { HeatingCircuit } from '@hearthgate/wire';
import { connectAsync } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { registerEmsDevice, type EmsDevice } from '../harness/ems-device.ts';
import { NODES } from '../harness/several-nodes.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const CIRCUIT = '/heatingCircuits/1';
/** Longer than two heartbeats, shorter than three. */
const SILENT_MS = 150_000;

describe('the link of an EMS-ESP', () => {
  let sandbox: TestSandbox;
  let device: EmsDevice;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.unplugHouses();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    device = await registerEmsDevice(sandbox, { qos: 1 });
    await device.connect();
    await device.until<HeatingCircuit>(CIRCUIT, ({ operationMode }) => operationMode !== undefined);
  });
  afterEach(() => device.board.unplug());

  const letters = async () => {
    await sandbox.heard();
    const { rows } = await sandbox.pool.query<{ topic: string; reason: string }>(
      'SELECT topic, reason FROM dead_letters WHERE gateway_id = $1',
      [Number(device.gatewayId)],
    );
    return rows;
  };
  const written = () => device.board.received.filter(({ payload }) => payload !== '');

  test('starts that a board tells before it has shown what heats are told as those of its burner', async () => {
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none', gatewayType: 'EMS_ESP', brand: 'BUDERUS' } },
    );
    const { gatewayId, mqttPassword: password } = body;
    const client = await connectAsync(sandbox.world.mqttUrl, { username: gatewayId, password });
    const say = (name: string, payload: string) =>
      client.publishAsync(`gw/${gatewayId}/ems/${name}`, payload, { qos: 1 });
    await say('boiler_data/heatstarts', '41');
    await say('boiler_data/burnstarts', '97');
    await sandbox.heard();
    await client.endAsync();
    const { rows } = await sandbox.pool.query<{ point: number; value: number }>(
      'SELECT point::int, value::float FROM recordings WHERE gateway_id = $1 ORDER BY point',
      [Number(gatewayId)],
    );
    expect(rows).toEqual([
      { point: 66, value: 97 },
      { point: 67, value: 41 },
    ]);
  });

  // Of two nodes Mosquitto is the broker, and gives everybody their own messages, as MQTT 3.1.1 says.
  test.skipIf(NODES > 1)(
    'what the device publishes on its command topics is a value, and never comes back to it as a command',
    async () => {
      await device.board.say('thermostat/hc1/seltemp', '23.5');
      const { body } = await device.read<HeatingCircuit>(CIRCUIT);
      expect(body.roomSetpoint).toBe(23.5);
      // The next command is the first thing that it hears.
      const changed = await device.patch(CIRCUIT, { temperatureLevels: { eco: 16 } });
      expect(changed.status).toBe(200);
      expect(written()).toEqual([{ topic: 'thermostat/hc1/ecotemp', payload: '16' }]);
    },
  );

  test('our own command is not taken for a report', async () => {
    device.board.ignoresWrites = true;
    await device.patch(CIRCUIT, { manualRoomSetpoint: 25 }, 'wait=1');
    expect(written()).toEqual([{ topic: 'thermostat/hc1/manualtemp', payload: '25' }]);
    const { body } = await device.read<HeatingCircuit>(CIRCUIT);
    expect(body.manualRoomSetpoint).not.toBe(25);
    await sandbox.advance('PT2M');
  });

  test('garbage is kept as a dead letter, and the connection and the other values go on', async () => {
    await device.board.say('boiler_data', '{"curflowtemp":60');
    await device.board.say('thermostat_data', '[]');
    await device.board.say('nobody/knows/this/topic', 'x');
    await device.board.say('boiler_data', '{"outdoortemp":-7.5,"constructor":1,"rettemp":"hot"}');
    expect(await letters()).toEqual([
      { topic: `gw/${device.gatewayId}/ems/boiler_data`, reason: 'not a JSON object' },
      { topic: `gw/${device.gatewayId}/ems/thermostat_data`, reason: 'not a JSON object' },
    ]);
    const { body } = await device.read<{ items: Record<string, unknown>[] }>('/components');
    expect(body.items.find((one) => one['type'] === 'BOILER')?.['outdoorTemperature']).toBe(-7.5);
    expect(device.board.connected).toBe(true);
  });

  test('names and addresses of the network are not kept', async () => {
    await device.board.say('info', '{"version":"3.9.0","SSID":"my home","IPv4":"192.0.2.99"}');
    await device.until('', (hvac) => JSON.stringify(hvac['firmware']).includes('3.9.0'));
    const { rows } = await sandbox.pool.query<{ all: string }>(
      `SELECT string_agg(t::text, '') AS all FROM
         (SELECT to_jsonb(g) AS t FROM gateways g UNION ALL SELECT to_jsonb(w) FROM twin w
          UNION ALL SELECT to_jsonb(e) FROM ems_devices e) AS everything`,
    );
    expect(rows[0]?.all).toContain('3.9.0');
    expect(rows[0]?.all).not.toMatch(/my home|192\.0\.2\.99/);
  });

  test('a device that was not heard lately is told when it is heard again', async () => {
    sandbox.passTime(SILENT_MS);
    const pending = sandbox.call('PATCH', `/hvacs/${device.gatewayId}${CIRCUIT}`, {
      body: { manualRoomSetpoint: 20.5 },
      headers: { prefer: 'wait=1' },
    });
    expect((await pending).status).toBe(202);
    expect(written()).toEqual([]);
    device.board.publish();
    await device.until<HeatingCircuit>(CIRCUIT, ({ manualRoomSetpoint }) => manualRoomSetpoint === 20.5);
    expect(written()).toEqual([{ topic: 'thermostat/hc1/manualtemp', payload: '20.5' }]);
  });

  test('while its bus is down a change is refused with that reason', async () => {
    device.board.bus = 'disconnected';
    await device.board.say('heartbeat', '{"bus_status":"disconnected"}');
    const { status, body } = await device.patch(CIRCUIT, { manualRoomSetpoint: 20 });
    expect([status, body]).toMatchObject([
      422,
      { results: [{ status: 'REFUSED', error: expect.stringContaining('bus is down') }] },
    ]);
    expect(written()).toEqual([]);
  });

  test('several writes go one after the other, and what was confirmed of them is told', async () => {
    const change = { operationMode: 'MANUAL', manualRoomSetpoint: 19.5, temperatureLevels: { comfort: 22 } };
    const changed = await device.patch(CIRCUIT, change);
    expect([changed.status, changed.body]).toMatchObject([
      200,
      { operationMode: 'MANUAL', manualRoomSetpoint: 19.5 },
    ]);
    expect(written().map(({ topic }) => topic)).toEqual([
      'thermostat/hc1/mode',
      'thermostat/hc1/manualtemp',
      'thermostat/hc1/comforttemp',
    ]);
  });

  test('what is known of it outlives its connection', async () => {
    const questions = () => device.board.received.filter(({ topic }) => topic.endsWith('/entities')).length;
    expect(questions()).toBe(2);
    device.board.unplug();
    await device.until('', (hvac) => hvac['connectivity'] === 'OFFLINE');
    await device.board.connect();
    device.board.publish();
    const changed = await device.patch(CIRCUIT, { operationMode: 'MANUAL' });
    expect(changed.status).toBe(200);
    expect(questions()).toBe(2);
    const { rows } = await sandbox.pool.query('SELECT 1 FROM ems_devices WHERE gateway_id = $1', [
      Number(device.gatewayId),
    ]);
    expect(rows).toHaveLength(1);
  });
});
