import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHouse } from '../house/create-house.ts';
import { HouseGateway } from './house-gateway.ts';
import { TestBroker } from './test-broker.ts';

const ID = '101000001';
const START = Date.UTC(2026, 0, 15, 12, 5);
const HC1 = '/heatingCircuits/hc1';

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

const times = () => broker.reports.map((report) => report.at.slice(11, 19));

test('reports on the quarter hours of the clock, all acknowledged when the advance ends', async () => {
  await gateway.advanceTo(START + 3_600_000);
  expect(times()).toEqual(['12:05:00', '12:15:00', '12:30:00', '12:45:00', '13:00:00']);
});

test('reports at once when the program switches', async () => {
  await gateway.advanceTo(Date.UTC(2026, 0, 15, 20, 59));
  const before = broker.reports.length;
  gateway.house.write(`${HC1}/activeSwitchProgram`, 'B');
  await gateway.advanceTo(Date.UTC(2026, 0, 15, 21, 50));
  expect(times().slice(before)).toContain('21:30:00');
});

test('executes a command at the time of the house', async () => {
  await gateway.advanceTo(START + 60_000);
  const writes = [
    { path: `${HC1}/operationMode`, value: 'manual' },
    { path: `${HC1}/manualRoomSetpoint`, value: 22.5 },
  ];
  broker.command(ID, 'cmd_1', writes, START + 120_000);
  await broker.nth('up/ack', 1);
  await gateway.settled(5_000);
  const last = broker.reports.at(-1);
  expect(last?.at).toBe(new Date(START + 60_000).toISOString());
  expect(last?.values).toMatchObject({
    [`${HC1}/currentRoomSetpoint`]: 22.5,
    [`${HC1}/overallStatus`]: 'heating_manual_on',
  });
});

test('a week in one advance loses no report', async () => {
  await gateway.advanceTo(START + 8 * 86_400_000);
  const numbers = broker.reports.map((report) => report.seq);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(numbers.length).toBeGreaterThan(8 * 96);
});

test('lives on while unplugged and sends what was measured when plugged in again', async () => {
  gateway.unplug();
  await gateway.advanceTo(START + 3_600_000);
  expect(gateway.connected).toBe(false);
  await gateway.plug();
  await gateway.settled(5_000);
  expect(broker.reports.filter((report) => report.late).map((report) => report.at.slice(11, 16))).toEqual(
    expect.arrayContaining(['12:15', '12:30', '12:45', '13:00']),
  );
});
