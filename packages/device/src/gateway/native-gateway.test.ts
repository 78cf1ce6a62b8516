import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NativeGatewayOptions } from './native-gateway-options.ts';
import { MemoryRing } from './memory-ring.ts';
import { NativeGateway } from './native-gateway.ts';
import { TestBroker } from './test-broker.ts';
import { PATH, Thermostat } from './test-thermostat.ts';

const ID = '101000001';
const NOW = Date.UTC(2026, 0, 15, 6, 30);
let broker: TestBroker;
let thermostat: Thermostat;
const gateways: NativeGateway[] = [];

beforeEach(async () => {
  broker = await TestBroker.start();
  thermostat = new Thermostat();
});
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.end()));
  await broker.stop();
});

function gatewayOf(options: Partial<NativeGatewayOptions> = {}): NativeGateway {
  const gateway = new NativeGateway({
    brokerUrl: broker.url,
    gatewayId: ID,
    password: 'secret',
    appliance: thermostat,
    now: () => NOW,
    ...options,
  });
  gateways.push(gateway);
  return gateway;
}

const numbers = () => broker.reports.map((report) => report.seq);

test('greets with status, hello, leaves and faults before the first report', async () => {
  const gateway = gatewayOf();
  gateway.report();
  await gateway.connect();
  await broker.nth('up/report', 1);
  expect(broker.received.map((message) => message.topic.slice(`gw/${ID}/`.length))).toEqual([
    'status',
    'up/hello',
    'up/describe',
    'up/notifications',
    'up/report',
  ]);
  expect(broker.received[0]).toMatchObject({ text: 'online', retain: true });
  expect(broker.hellos[0]).toEqual({
    protocol: 1,
    gatewayType: 'K40',
    brand: 'BOSCH',
    firmware: '15.00.01',
    hardware: 'K40RF_v1',
    boot: gateway.boot,
    ring: [{ boot: gateway.boot, oldestSeq: 1, lastSeq: 1 }],
  });
});

test('numbers reports without holes and is settled when all are covered', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  for (let minute = 0; minute < 50; minute += 1) gateway.reportAt(NOW + minute * 60_000);
  await gateway.settled(5_000);
  expect(numbers()).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(broker.reports[1]).toEqual({
    boot: gateway.boot,
    seq: 2,
    at: '2026-01-15T06:31:00.000Z',
    values: { [PATH]: 20 },
  });
  expect(gateway.uncovered).toBe(0);
});

test('says why when reports stay unacknowledged too long', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  broker.acknowledging = false;
  gateway.report();
  await expect(gateway.settled(20)).rejects.toThrow('1 reports not covered after 20 ms');
});

test('sends a report again, the same to the byte, until it is covered', async () => {
  const gateway = gatewayOf({ resendMs: 40 });
  await gateway.connect();
  broker.acknowledging = false;
  gateway.report();
  thermostat.setpoint = 25;
  const again = await broker.nth('up/report', 3);
  expect(again.text).toBe((await broker.nth('up/report', 1)).text);
  broker.send(ID, 'ack', { boot: gateway.boot, seq: 1 });
  await gateway.settled(5_000);
});

test('fills a gap when a number is acknowledged again and again, but sends nothing again that may only be late', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  broker.acknowledging = false;
  for (const setpoint of [20, 21, 22]) {
    thermostat.setpoint = setpoint;
    gateway.report();
  }
  await broker.nth('up/report', 3);
  const acknowledge = () => broker.send(ID, 'ack', { boot: gateway.boot, seq: 1 });
  for (let ack = 0; ack < 3; ack += 1) acknowledge();
  gateway.report();
  await broker.nth('up/report', 4);
  expect(numbers()).toEqual([1, 2, 3, 4]);
  const now = performance.now.bind(performance);
  const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_000);
  acknowledge();
  await broker.nth('up/report', 7);
  expect(numbers()).toEqual([1, 2, 3, 4, 2, 3, 4]);
  later.mockRestore();
});

test('an unplugged gateway leaves its will, and after plugging sends what is missing late and first', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  broker.acknowledging = false;
  gateway.reportAt(NOW);
  await broker.nth('up/report', 1);
  gateway.unplug();
  expect(gateway.connected).toBe(false);
  expect((await broker.nth('status', 2)).text).toBe('offline');
  await gateway.settled(1);
  gateway.reportAt(NOW + 1);
  gateway.reportAt(NOW + 2);
  broker.acknowledging = true;
  await gateway.plug();
  gateway.reportAt(NOW + 3);
  await gateway.settled(5_000);
  expect(broker.hellos[1]?.ring).toEqual([{ boot: gateway.boot, oldestSeq: 1, lastSeq: 3 }]);
  expect(broker.reports.slice(1).map(({ seq, late }) => [seq, late])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, undefined],
  ]);
});

test('comes back by itself when the network fails', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  broker.dropConnections();
  await broker.nth('up/hello', 2);
  gateway.report();
  await gateway.settled(5_000);
  expect(numbers()).toEqual([1]);
});

test('a full ring drops the oldest report and hello tells it', async () => {
  const gateway = gatewayOf({ ring: new MemoryRing('boot', 3) });
  for (let count = 0; count < 5; count += 1) gateway.report();
  await gateway.connect();
  await gateway.settled(5_000);
  expect(broker.hellos[0]?.ring).toEqual([{ boot: gateway.boot, oldestSeq: 3, lastSeq: 5 }]);
  expect(numbers()).toEqual([3, 4, 5]);
});

test('executes a command, reads back, answers and reports at once', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  const writes = [
    { path: PATH, value: 22.5 },
    { path: '/unknown', value: 1 },
  ];
  broker.command(ID, 'cmd_1', writes, NOW + 1);
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]).toEqual({
    cid: 'cmd_1',
    results: [
      { path: PATH, status: 'CONFIRMED', value: 22.5 },
      { path: '/unknown', status: 'REFUSED', error: 'no such resource' },
    ],
  });
  await broker.nth('up/report', 1);
  expect(broker.reports[0]?.values[PATH]).toBe(22.5);
});

test('answers a repeated command again without executing it again', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  for (let count = 0; count < 2; count += 1)
    broker.command(ID, 'cmd_1', [{ path: PATH, value: 23 }], NOW + 1);
  await broker.nth('up/ack', 2);
  expect(thermostat.written).toEqual([23]);
  expect(broker.acks[1]).toEqual(broker.acks[0]);
});

test('refuses an expired command', async () => {
  await gatewayOf().connect();
  broker.command(ID, 'cmd_1', [{ path: PATH, value: 23 }], NOW - 1);
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]?.results).toEqual([{ path: PATH, status: 'REFUSED', error: 'expired' }]);
  expect(thermostat.written).toEqual([]);
});

test('says everything again when asked to, without a wait for the resend of what is not covered', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  // Acknowledged by a broker, and heard by nobody behind it.
  broker.acknowledging = false;
  gateway.report();
  gateway.report();
  await broker.nth('up/report', 2);
  broker.acknowledging = true;
  broker.send(ID, 'refresh', {});
  await broker.nth('up/hello', 2);
  await broker.nth('up/describe', 2);
  await broker.nth('up/notifications', 2);
  await gateway.settled(5_000);
  expect(numbers()).toEqual([1, 2, 1, 2, 3]);
});

test('keeps what the platform has not covered below a window, whatever the broker acknowledges', async () => {
  const bytes = 3 * (512 + 120);
  const gateway = gatewayOf({ sendWindow: bytes });
  await gateway.connect();
  broker.acknowledging = false;
  for (let count = 0; count < 20; count += 1) gateway.report();
  await broker.nth('up/report', 3);
  const sent = numbers().length;
  gateway.describe();
  await broker.nth('up/describe', 2);
  expect(numbers()).toHaveLength(sent);
  expect(sent).toBeLessThan(6);
  broker.acknowledging = true;
  broker.send(ID, 'ack', { boot: gateway.boot, seq: sent });
  await gateway.settled(5_000);
  expect(numbers()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('publishes faults with the next report after they changed', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  gateway.report();
  thermostat.faults = [{ dcd: '4U' }];
  gateway.report();
  expect((await broker.nth('up/notifications', 2)).text).toBe('[{"dcd":"4U"}]');
});

test('counts garbage and goes on', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  for (const [kind, body] of [
    ['cmd', '{'],
    ['cmd', { cid: 'x', writes: [], expiresAt: '2026-01-01T00:00:00Z' }],
    ['cmd', { cid: 'x', writes: [{ path: PATH, value: 1 }], expiresAt: 'soon' }],
    ['ack', { boot: gateway.boot, seq: 7 }],
    ['refresh', []],
  ] as const) {
    broker.send(ID, kind, body);
  }
  broker.send(ID, 'ack', { boot: 'of-another-start', seq: 7 });
  broker.command(ID, 'cmd_1', [{ path: PATH, value: 21 }], NOW + 1);
  await broker.nth('up/ack', 1);
  expect(gateway.garbage).toBe(5);
});

test('rejects wrong credentials and an address where nothing listens, in words', async () => {
  await expect(gatewayOf({ password: 'wrong' }).connect()).rejects.toThrow(
    /refused gateway 101000001: unknown gateway or wrong password/,
  );
  await expect(gatewayOf({ brokerUrl: 'mqtt://127.0.0.1:1' }).connect()).rejects.toThrow(
    'nothing listens at mqtt://127.0.0.1:1',
  );
});

test('says offline when it ends', async () => {
  const gateway = gatewayOf();
  await gateway.connect();
  await gateway.end();
  expect(gateway.connected).toBe(false);
  expect(broker.all('status').at(-1)).toMatchObject({ text: 'offline', retain: true });
});
