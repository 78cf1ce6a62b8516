import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHouse } from '../house/create-house.ts';
import { HOUSE_FAULTS, type HouseFault } from './fault-catalogue.ts';
import { HouseGateway } from './house-gateway.ts';
import { TestBroker } from './test-broker.ts';

const ID = '101000001';
const START = Date.UTC(2026, 0, 15, 12, 5);
const HOUR_MS = 3_600_000;
const SETPOINT = '/heatingCircuits/hc1/manualRoomSetpoint';

let broker: TestBroker;
let gateway: HouseGateway;

beforeEach(async () => {
  broker = await TestBroker.start();
  const house = createHouse('air-water-heat-pump', { seed: 1, startMs: START, brand: 'BOSCH' });
  gateway = new HouseGateway({ brokerUrl: broker.url, gatewayId: ID, password: 'secret', house });
  await gateway.connect();
});
afterEach(async () => {
  await gateway.end();
  await broker.stop();
});

function on(fault: HouseFault): void {
  expect(gateway.setFault(fault, true)).toBe(true);
}
function off(fault: HouseFault): void {
  expect(gateway.setFault(fault, false)).toBe(true);
}
function write(cid: string, value: number): void {
  broker.command(ID, cid, [{ path: SETPOINT, value }], gateway.house.nowMs + 60_000);
}
const valid = () => broker.all('up/report').filter(({ text }) => text.endsWith('}'));
const sequence = () => valid().map(({ text }) => Number(/"seq":(\d+)/.exec(text)?.[1]));

test('a fault of the house is told at once, and so is its repair', async () => {
  on('sensor-open');
  expect(JSON.parse((await broker.nth('up/notifications', 2)).text)).toEqual([{ ccd: 5201 }]);
  await gateway.settled(5_000);
  expect(broker.reports.at(-1)?.values).toMatchObject({
    '/system/healthStatus': 'error',
    '/system/sensors/temperatures/outdoor_t1': -32_768,
  });
  off('sensor-open');
  expect((await broker.nth('up/notifications', 3)).text).toBe('[]');
  expect(gateway.faults).toEqual([]);
});

test('a house cannot have the faults of parts that it lacks', () => {
  expect(HOUSE_FAULTS.filter((fault) => !gateway.setFault(fault, true))).toEqual(['flame-lost', 'filter']);
  for (const fault of gateway.faults) off(fault);
});

test('an appliance that refuses says so and changes nothing', async () => {
  on('refuse');
  write('cmd_1', 23);
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]?.results).toEqual([{ path: SETPOINT, status: 'REFUSED', error: 'not accepted' }]);
  expect(gateway.house.read()[SETPOINT]).toBe(21);
});

test('an appliance that accepts but ignores confirms with the old value', async () => {
  on('accept-but-ignore');
  write('cmd_1', 23);
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]?.results).toEqual([{ path: SETPOINT, status: 'CONFIRMED', value: 21 }]);
  expect(gateway.house.read()[SETPOINT]).toBe(21);
});

test('a slow appliance answers half a minute of its clock later', async () => {
  on('slow');
  write('cmd_1', 23);
  broker.send(ID, 'refresh', {});
  // The answer to the refresh comes after the command has arrived.
  await broker.nth('up/describe', 2);
  await gateway.advanceTo(START + 29_000);
  expect([broker.acks, gateway.house.read()[SETPOINT]]).toEqual([[], 21]);
  await gateway.advanceTo(START + 30_000);
  expect(broker.acks[0]?.results).toEqual([{ path: SETPOINT, status: 'CONFIRMED', value: 23 }]);
});

test('a slow appliance refuses what has expired meanwhile', async () => {
  on('slow');
  broker.command(ID, 'cmd_1', [{ path: SETPOINT, value: 23 }], START + 10_000);
  broker.send(ID, 'refresh', {});
  await broker.nth('up/describe', 2);
  await gateway.advanceTo(START + 30_000);
  expect(broker.acks[0]?.results).toEqual([{ path: SETPOINT, status: 'REFUSED', error: 'expired' }]);
});

test('what a bad line drops comes again until it is covered', async () => {
  on('drop');
  const before = sequence().length;
  await gateway.advanceTo(START + 6 * HOUR_MS);
  expect(gateway.gateway.uncovered).toBe(0);
  const seen = sequence();
  expect(new Set(seen).size).toBe(Math.max(...seen));
  // Some came only after later ones.
  expect(seen.slice(before)).not.toEqual(seen.slice(before).toSorted((a, b) => a - b));
});

test('a duplicated report is the same to the byte', async () => {
  on('duplicate');
  await gateway.advanceTo(START + HOUR_MS);
  const texts = broker.all('up/report').map(({ text }) => text);
  const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
  expect(twice.length).toBeGreaterThanOrEqual(4);
});

test('reordered reports all arrive, in another order', async () => {
  on('reorder');
  await gateway.advanceTo(START + 3 * HOUR_MS);
  const seen = sequence();
  expect(seen).not.toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen.map((_, index) => index + 1));
});

test('delayed reports arrive later than they were measured, and all of them', async () => {
  on('delay');
  const began = performance.now();
  await gateway.advanceTo(START + HOUR_MS);
  expect(performance.now() - began).toBeGreaterThan(100);
  expect(sequence()).toEqual(sequence().map((_, index) => index + 1));
});

test('a skewed clock stamps reports ten minutes ahead', async () => {
  on('clock-skew');
  await gateway.settled(5_000);
  expect(broker.reports.at(-1)?.at).toBe(new Date(START + 10 * 60_000).toISOString());
  write('cmd_1', 23);
  await broker.nth('up/ack', 1);
  expect(broker.acks[0]?.results).toMatchObject([{ error: 'expired' }]);
});

test('garbage comes between the reports, which arrive all the same', async () => {
  on('garbage');
  await gateway.advanceTo(START + HOUR_MS);
  expect(broker.all('up/report').length).toBeGreaterThanOrEqual(valid().length + 4);
  expect(sequence()).toEqual(sequence().map((_, index) => index + 1));
});
