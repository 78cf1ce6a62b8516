import type { EmsEspSettings } from '@hearthgate/device';
import type { HeatingCircuit } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerEmsDevice, type EmsDevice } from '../harness/ems-device.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const CIRCUIT = '/heatingCircuits/1';
const HOT_WATER = '/dhwCircuits/1';

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.unplugHouses();
});
afterAll(() => sandbox.stop());

const CONFIGURATIONS: readonly [string, Partial<EmsEspSettings>, Expected][] = [
  [
    'nested, English, with responses',
    { discovery: true },
    { topic: 'thermostat/hc1/manualtemp', payload: '22.5', mode: 'AUTO', responds: true },
  ],
  [
    'one topic for each circuit, German words, without responses',
    { format: 'single', language: 'de', sendResponse: false },
    // The German word for auto happens to be the English one.
    { topic: 'thermostat/hc1/manualtemp', payload: '22.5', mode: 'AUTO', responds: false },
  ],
  [
    'older names, indexes, numbers for booleans',
    { olderNames: true, enums: 'index', booleans: '1/0' },
    { topic: 'thermostat/hc1/manualtemp', payload: '22.5', mode: 'AUTO', responds: true },
  ],
  [
    'one topic for each circuit, Swedish, Fahrenheit, slow',
    { format: 'single', language: 'sv', fahrenheit: true, booleans: 'ON/OFF', latencyMs: 300, qos: 1 },
    { topic: 'thermostat/hc1/manualtemp', payload: '72.5', mode: 'AUTO', responds: true },
  ],
];

interface Expected {
  readonly topic: string;
  readonly payload: string;
  readonly mode: string;
  readonly responds: boolean;
}

describe.each(CONFIGURATIONS)('an EMS-ESP: %s', (_, settings, expected) => {
  let device: EmsDevice;
  const written = () => device.board.received.filter(({ payload }) => payload !== '');
  const truth = (path: string) => Number(device.house.read()[path]);

  beforeAll(async () => {
    device = await registerEmsDevice(sandbox, settings);
    await (expected.responds ? device.connect() : device.board.connect());
    device.board.publish();
  });
  afterAll(() => device.board.unplug());

  test('is connected and shows live values', async () => {
    const circuit = await device.until<HeatingCircuit>(
      CIRCUIT,
      ({ roomTemperature, operationMode }) => roomTemperature !== undefined && operationMode !== undefined,
    );
    expect(circuit).toMatchObject({ connectivity: 'ONLINE', operationMode: expected.mode });
    expect(circuit.roomTemperature).toBeCloseTo(truth('/heatingCircuits/hc1/roomtemperature'), 0.9);
    expect(circuit.manualRoomSetpoint).toBeCloseTo(truth('/heatingCircuits/hc1/manualRoomSetpoint'), 1);
    // The first payload came before the scale of temperatures was known in some.
    device.board.publish();
    const { items } = await device.until<{ items: Record<string, unknown>[] }>(
      '/components',
      ({ items: all }) =>
        all.some((one) => one['type'] === 'BOILER' && one['outdoorTemperature'] !== undefined),
    );
    const boiler = items.find((one) => one['type'] === 'BOILER');
    expect(Number(boiler?.['flowTemperature'])).toBeCloseTo(
      truth('/heatSources/actualSupplyTemperature'),
      0.9,
    );
    expect(Number(boiler?.['outdoorTemperature'])).toBeCloseTo(
      truth('/system/sensors/temperatures/outdoor_t1'),
      0.9,
    );
    const water = await device.until(HOT_WATER, ({ temperature }) => temperature !== undefined);
    expect(Number(water['temperature'])).toBeCloseTo(truth('/dhwCircuits/dhw1/actualTemp'), 0.9);
    if (expected.responds) expect(water['operationMode']).toBe('ECO');
    const { body: hvac } = await device.read('');
    expect(hvac).toMatchObject({
      gatewayType: 'EMS_ESP',
      systemType: 'BOILER',
      firmware: { version: settings.olderNames ? '3.6.5' : '3.7.2' },
    });
    if (expected.responds)
      expect(circuit.unavailable).toEqual([{ field: 'temporaryRoomSetpoint', reason: 'NOT_SET' }]);
  });

  test('a change is confirmed by what the device tells afterwards', async () => {
    const changed = await device.patch(CIRCUIT, { manualRoomSetpoint: 22.5 });
    expect([changed.status, changed.body]).toMatchObject([200, { manualRoomSetpoint: 22.5 }]);
    expect(truth('/heatingCircuits/hc1/manualRoomSetpoint')).toBe(22.5);
    expect(written()).toEqual([{ topic: expected.topic, payload: expected.payload }]);
  });

  test('words are written in the language of the device, or refused where nobody said which they are', async () => {
    if (!expected.responds) {
      device.house.write('/heatingCircuits/hc1/operationMode', 'manual');
      const { unavailable } = await device.until<HeatingCircuit>(CIRCUIT, (told) => !told.operationMode);
      expect(unavailable).toContainEqual({ field: 'operationMode', reason: 'ENUM_UNLEARNED' });
    }
    const { status, body } = await device.patch(CIRCUIT, {
      operationMode: expected.responds ? 'MANUAL' : 'AUTO',
    });
    if (expected.responds) {
      expect([status, body['operationMode']]).toEqual([200, 'MANUAL']);
      expect(device.house.read()['/heatingCircuits/hc1/operationMode']).toBe('manual');
      const water = await device.patch(HOT_WATER, { operationMode: 'COMFORT' });
      expect([water.status, water.body]).toMatchObject([200, { operationMode: 'COMFORT' }]);
    } else expect([status, body]).toMatchObject([422, { capability: 'heatingCircuits.1.operationMode' }]);
  });

  test.runIf(expected.responds)('a refusal of the device is told as it is', async () => {
    // Its mode is manual now.
    const { status, body } = await device.patch(CIRCUIT, { temporaryRoomSetpoint: 21 });
    expect([status, body]).toMatchObject([
      422,
      {
        code: 'refused-by-gateway',
        results: [{ status: 'REFUSED', error: expect.stringContaining('needs operationMode auto') }],
      },
    ]);
  });

  test('a fault is raised and resolved, with its text', async () => {
    interface Notifications {
      items: { displayCode?: string; causeCode?: number; state: string; text: string }[];
    }
    device.house.setFault('flame-lost', true);
    device.board.publish();
    await device.until<Notifications>('/notifications', ({ items }) => items.length > 0);
    const { body } = await device.read<Notifications>('/notifications', { 'accept-language': 'de' });
    expect(body.items).toMatchObject([{ displayCode: '6A', causeCode: 227, state: 'ACTIVE' }]);
    expect(body.items[0]?.text).toMatch(/Flamme/);
    device.house.setFault('flame-lost', false);
    device.board.publish();
    await sandbox.advance('PT20M');
    device.board.publish();
    await sandbox.advance('PT20M');
    const { body: after } = await device.read<Notifications>('/notifications?state=resolved');
    expect(after.items).toMatchObject([{ displayCode: '6A', state: 'RESOLVED' }]);
  });

  test('a change that the device ignores expires, and never arrives later', async () => {
    device.board.ignoresWrites = true;
    const change = { temperatureLevels: { eco: 16.5 } };
    const pending = await device.patch(CIRCUIT, change, 'wait=1');
    expect(pending.status).toBe(202);
    const commandId = String(pending.body['commandId']);
    device.board.publish();
    await sandbox.advance('PT2M');
    expect((await device.read(`/commands/${commandId}`)).body).toMatchObject({ status: 'EXPIRED' });
    device.board.ignoresWrites = false;
    expect(truth('/heatingCircuits/hc1/temperatureLevels/eco')).not.toBe(16.5);
  });

  test('it goes offline and comes back, and nothing that was meant for it before is told to it then', async () => {
    device.board.unplug();
    await device.until('', (hvac) => hvac['connectivity'] === 'OFFLINE');
    const offline = await device.patch(CIRCUIT, { manualRoomSetpoint: 19 });
    expect([offline.status, offline.body]).toMatchObject([503, { code: 'gateway-offline' }]);
    const before = written().length;
    device.house.write('/heatingCircuits/hc1/manualRoomSetpoint', 18.5);
    await device.board.connect();
    device.board.publish();
    const circuit = await device.until<HeatingCircuit>(
      CIRCUIT,
      ({ manualRoomSetpoint }) => Math.abs((manualRoomSetpoint ?? 0) - 18.5) < 0.06,
    );
    expect(circuit.connectivity).toBe('ONLINE');
    expect(written()).toHaveLength(before);
    // It is known by now and need not be asked again.
    const questions = device.board.received.filter(({ topic }) => topic.endsWith('/entities')).length;
    expect(questions).toBeLessThanOrEqual(expected.responds ? 2 : 3);
  });
});
