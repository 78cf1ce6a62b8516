import { Hearthgate } from '@hearthgate/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Broker } from '../../../cli/src/bridge/broker.ts';
import type { Device } from '../../../cli/src/bridge/discovery.ts';
import { runBridge } from '../../../cli/src/bridge/mqtt-bridge.ts';
import { Topics } from '../../../cli/src/bridge/topics.ts';
import { HomeBroker } from '../harness/home-broker.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const GATEWAY = '101000001';
const DISCOVERY = `homeassistant/device/hearthgate_${GATEWAY}/config`;
const HC1 = `hearthgate/${GATEWAY}/heatingCircuits/1`;
const DHW1 = `hearthgate/${GATEWAY}/dhwCircuits/1`;
const LEFT = 'homeassistant/device/hearthgate_123456789/config';

/** The real platform with a virtual house, a real broker, and the bridge between them. */
describe('the bridge to MQTT', () => {
  let sandbox: TestSandbox;
  let home: HomeBroker;
  let broker: Broker;
  let running: Promise<void>;
  const stop = new AbortController();

  beforeAll(async () => {
    [sandbox, home] = await Promise.all([startSandbox({}, {}, '2026-01-15T10:00:00Z'), HomeBroker.start()]);
    await sandbox.unplugHouses(GATEWAY);
    // Announced by a run before, of a gateway whose contract has ended since.
    const leftover = {
      availability: [{ topic: 'hearthgate/status' }],
      components: { a: { state_topic: 'hearthgate/123456789/system' } },
    };
    await home.say(LEFT, JSON.stringify(leftover), true);
    await home.say('hearthgate/123456789/system', '{}', true);
    await home.say('homeassistant/device/hearthgate_123456788/config', '{"of":"another bridge"}', true);
    const topics = new Topics('hearthgate', 'homeassistant');
    // The client's waits for limits pass at once, on both sides.
    let waitedMs = 0;
    const clock = {
      now: () => performance.now() + waitedMs,
      sleep: (ms: number) => {
        waitedMs += ms;
        sandbox.passTime(ms);
        return Promise.resolve();
      },
    };
    const { baseUrl, keys } = sandbox.world;
    const client = new Hearthgate({ baseUrl, apiKey: keys['ok'] ?? '', clock });
    broker = await Broker.connect({ url: home.url, statusTopic: topics.bridgeStatus });
    const options = { client, broker, topics, only: new Set<string>(), version: '1', refreshGapMs: 300 };
    running = runBridge({ ...options, tell: () => undefined, signal: stop.signal });
    await home.until('discovery', () => home.kept.has(DISCOVERY));
  });
  afterAll(async () => {
    stop.abort();
    await running;
    await broker.end();
    await Promise.all([sandbox.stop(), home.stop()]);
  });

  /** Publishes an order, and waits for what became of it. */
  async function order(topic: string, text: string, retain = false): Promise<Record<string, unknown>> {
    const result = `${topic.split('/set')[0]}/result`;
    const before = home.said.length;
    await home.say(topic, text, retain);
    const answer = () => home.said.slice(before).find((message) => message.topic === result);
    await home.until(`a result of ${topic}`, () => answer() !== undefined);
    return JSON.parse(answer()?.text ?? '') as Record<string, unknown>;
  }
  async function circuit(): Promise<Record<string, unknown>> {
    sandbox.passTime(10_000);
    return (await sandbox.call('GET', `/hvacs/${GATEWAY}/heatingCircuits/1`)).body;
  }

  test('a device with its entities is announced, and every topic that they name is filled', () => {
    const { device, components, availability } = home.json(DISCOVERY) as unknown as Device;
    expect(device).toMatchObject({
      identifiers: [`hearthgate_${GATEWAY}`],
      manufacturer: 'BOSCH',
      model: 'K40',
    });
    expect(availability.map(({ topic }) => home.kept.get(topic))).toEqual(['online', 'online']);
    expect(components).toMatchObject({
      hc1: {
        platform: 'climate',
        temperature_command_topic: `${HC1}/set/temperature`,
        preset_modes: ['boost'],
        unique_id: `hearthgate_${GATEWAY}_hc1`,
      },
      hc1_roomTemperature: { platform: 'sensor', device_class: 'temperature', unit_of_measurement: '°C' },
      dhw1_mode: { platform: 'select', command_topic: `${DHW1}/set/operationMode` },
      dhw1_comfort_start: { platform: 'number', value_template: expect.stringContaining('comfort') },
      hs1_electricalPower: { device_class: 'power', unit_of_measurement: 'W' },
      connectivity: { platform: 'binary_sensor', device_class: 'connectivity' },
      fault: { platform: 'binary_sensor', device_class: 'problem' },
    });
    for (const { state_topic: topic, unique_id: id } of Object.values(components))
      if (typeof topic === 'string' && !topic.endsWith('/result'))
        expect([id, home.kept.has(topic)]).toEqual([id, true]);
    expect(home.json(HC1)['roomTemperature']).toEqual(expect.any(Number));
  });

  test('what an ended contract left behind is taken away, and nothing of others', async () => {
    await home.until(
      'no leftover',
      () => !home.kept.has(LEFT) && !home.kept.has('hearthgate/123456789/system'),
    );
    expect(home.kept.has('homeassistant/device/hearthgate_123456788/config')).toBe(true);
  });

  test('a report of the house is published when it comes', async () => {
    const before = home.json(HC1)['asOf'];
    // Long enough that a value leaves its threshold, which is what the company is told.
    await sandbox.advance('PT3H');
    await home.until('a newer state', () => home.json(HC1)['asOf'] !== before);
    sandbox.passTime(10_000);
    expect(home.json(HC1)['roomTemperature']).toBe((await circuit())['roomTemperature']);
  });

  test('a set-point comes back confirmed, and the house has it', async () => {
    const result = await order(`${HC1}/set/temperature`, '22.5');
    expect(result).toMatchObject({ status: 'CONFIRMED', commandId: expect.stringMatching(/^cmd_/) });
    const [field = ''] = Object.keys(result['asked'] as object);
    expect(field).toMatch(/^(temporary|manual)RoomSetpoint$/);
    expect((await circuit())[field]).toBe(22.5);
    expect(home.json(HC1)[field]).toBe(22.5);
  });

  test('modes and a whole patch are carried out too', async () => {
    expect(await order(`${HC1}/set/mode`, 'heat')).toMatchObject({ status: 'CONFIRMED' });
    expect(home.json(HC1)['operationMode']).toBe('MANUAL');
    expect(await order(`${HC1}/set`, '{"manualRoomSetpoint":20.5}')).toMatchObject({ status: 'CONFIRMED' });
    expect((await circuit())['manualRoomSetpoint']).toBe(20.5);
    expect(await order(`${DHW1}/set/operationMode`, 'COMFORT')).toMatchObject({ status: 'CONFIRMED' });
    expect(home.json(DHW1)['operationMode']).toBe('COMFORT');
  });

  test('many orders at once become few, and the newest holds', async () => {
    const before = home.said.length;
    const all = ['19', '19.5', '20', '21', '21.5'];
    await Promise.all(all.map((degrees) => home.say(`${HC1}/set/temperature`, degrees)));
    const results = () => home.said.slice(before).filter(({ topic }) => topic === `${HC1}/result`);
    const isDone = ({ text }: { text: string }) => text.includes('CONFIRMED') && text.includes('21.5');
    await home.until('the last one', () => results().some(isDone));
    expect(results().length).toBeLessThan(4);
    expect(Object.values(await circuit())).toContain(21.5);
  });

  test('what is refused is told, with the reason', async () => {
    expect(await order(`${HC1}/set/temperature`, '99')).toMatchObject({
      status: 'REFUSED',
      code: 'value-out-of-range',
    });
    expect(await order(`${HC1}/set`, '{"colour":"red"}')).toMatchObject({
      status: 'REFUSED',
      code: 'request-invalid',
    });
    expect(await order(`${HC1}/set/temperature`, 'warm')).toMatchObject({
      code: 'payload',
      detail: 'not a number',
    });
    expect(await order(`${HC1}/set/temperature`, '')).toMatchObject({ code: 'payload' });
    expect(await order(`${HC1}/set/colour`, 'red')).toMatchObject({ code: 'payload' });
    expect(await order(`hearthgate/999999999/heatingCircuits/1/set/mode`, 'off')).toMatchObject({
      detail: 'this gateway is not published here',
    });
    expect((await circuit())['manualRoomSetpoint']).not.toBe(99);
  });

  test('a broker that was away has everything again', async () => {
    home.drop();
    await home.until('offline by the will', () => home.kept.get('hearthgate/status') === 'offline');
    await home.until('online again', () => home.kept.get('hearthgate/status') === 'online');
    expect(await order(`${HC1}/set/mode`, 'auto')).toMatchObject({ status: 'CONFIRMED' });
  });

  test('Home Assistant that starts anew is told of its devices again', async () => {
    const before = home.said.length;
    await home.say('homeassistant/status', 'online');
    await home.until('discovery', () => home.said.slice(before).some(({ topic }) => topic === DISCOVERY));
  });

  test('a gateway that is offline becomes unavailable, and its order waits for nothing', async () => {
    const connection = `/sandbox/gateways/${GATEWAY}/connection`;
    await sandbox.call('POST', connection, { key: null, body: { state: 'offline' } });
    await sandbox.advance('PT3M');
    await home.until('offline', () => home.kept.get(`hearthgate/${GATEWAY}/status`) === 'offline');
    expect(await order(`${HC1}/set/temperature`, '21')).toMatchObject({
      status: 'REFUSED',
      code: 'gateway-offline',
    });
    await sandbox.call('POST', connection, { key: null, body: { state: 'online' } });
    await sandbox.advance('PT3M');
    await home.until('online', () => home.kept.get(`hearthgate/${GATEWAY}/status`) === 'online');
  });

  test('with the end of the contract device and topics go', async () => {
    sandbox.passTime(60_000);
    const { status } = await sandbox.call('PATCH', `/contracts/${GATEWAY}`, { body: { action: 'REVOKE' } });
    expect(status).toBe(200);
    await sandbox.settle();
    await home.until('no device', () => !home.kept.has(DISCOVERY));
    // Orders and their results do not stay at the broker.
    const isState = (topic: string) =>
      topic.startsWith(`hearthgate/${GATEWAY}/`) && !/\/(result$|set\b)/.test(topic);
    await home.until('no topics', () => ![...home.kept.keys()].some(isState));
  });
});
