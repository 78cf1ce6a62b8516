import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './clock.ts';
import { createHouse } from './create-house.ts';
import type { VirtualHouse } from './virtual-house.ts';

/** Midnight in Berlin. */
const JANUARY = Date.UTC(2026, 0, 14, 23);
const JULY = Date.UTC(2026, 6, 14, 22);
const HC1 = '/heatingCircuits/hc1';
const DHW = '/dhwCircuits/dhw1';
const EMON = '/heatSources/emon/totalConsumption';

function houseOf(seed: number, startMs = JANUARY): VirtualHouse {
  return createHouse('air-water-heat-pump', { seed, startMs, brand: 'BOSCH' });
}
function numberAt(house: VirtualHouse, path: string): number {
  const value = house.read()[path];
  if (typeof value !== 'number') throw new Error(`${path} is no number`);
  return value;
}
function set(house: VirtualHouse, path: string, value: number | string): void {
  expect(house.write(path, value)).toMatchObject({ status: 'CONFIRMED' });
}

test.each([1, 2, 3, 4, 5])('house %i starts warm: rooms and tank where they belong', (seed) => {
  const house = houseOf(seed, JANUARY + 12 * HOUR_MS);
  expect(Math.abs(numberAt(house, `${HC1}/roomtemperature`) - 21)).toBeLessThan(1);
  expect(Math.abs(numberAt(house, '/heatingCircuits/hc2/roomtemperature') - 21)).toBeLessThan(1.5);
  expect(numberAt(house, `${DHW}/actualTemp`)).toBeGreaterThan(38);
});

test('never goes back in time', () => {
  const house = houseOf(1);
  const before = house.read();
  house.advanceTo(JANUARY - DAY_MS);
  expect(house.nowMs).toBe(JANUARY);
  expect(house.read()).toEqual(before);
});

test('the room follows a manual set-point, from any house and winter day', () => {
  const anyWinterHour = integer({ min: 0, max: 59 * 24 });
  assert(
    property(integer(), anyWinterHour, (seed, hour) => {
      const house = houseOf(seed, Date.UTC(2026, 0, 1) + hour * HOUR_MS);
      set(house, `${HC1}/operationMode`, 'manual');
      set(house, `${HC1}/manualRoomSetpoint`, 22.5);
      house.advanceTo(house.nowMs + 6 * HOUR_MS);
      const room = numberAt(house, `${HC1}/roomtemperature`);
      expect(Math.abs(room - 22.5)).toBeLessThanOrEqual(0.5);
      set(house, `${HC1}/manualRoomSetpoint`, 18);
      house.advanceTo(house.nowMs + 12 * HOUR_MS);
      expect(numberAt(house, `${HC1}/roomtemperature`)).toBeLessThan(room - 1.5);
    }),
    { numRuns: 40 },
  );
});

test.each([11, 12, 13])(
  'house %i keeps its rooms within 1 K in comfort hours of January and February',
  (seed) => {
    const house = houseOf(seed, Date.UTC(2026, 0, 1));
    const good = [0, 0];
    let hours = 0;
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2026, 2, 1); ms += HOUR_MS) {
      house.advanceTo(ms);
      const hour = new Date(ms + HOUR_MS).getUTCHours();
      // Comfort begins at 6 and has then lasted three hours from 9 on.
      if (hour < 9 || hour >= 22) continue;
      hours += 1;
      for (const [index, hc] of ['hc1', 'hc2'].entries()) {
        const values = house.read();
        const gap = Number(values[`/heatingCircuits/${hc}/roomtemperature`]) - 21;
        expect(values[`/heatingCircuits/${hc}/currentRoomSetpoint`]).toBe(21);
        if (Math.abs(gap) <= 1) good[index] = (good[index] ?? 0) + 1;
      }
    }
    for (const count of good) expect(count / hours).toBeGreaterThanOrEqual(0.95);
  },
);

test.each([1, 2])('house %i has a believable year', (seed) => {
  const house = houseOf(seed, Date.UTC(2026, 0, 1));
  const before = house.read();
  house.advanceTo(Date.UTC(2027, 0, 1));
  const grown = (key: string) => numberAt(house, key) - Number(before[key]);
  const electricity = grown(`${EMON}/compressor`) + grown(`${EMON}/eheater`);
  const performance = grown(`${EMON}/outputProduced`) / electricity;
  expect(performance).toBeGreaterThan(2.8);
  expect(performance).toBeLessThan(4.5);
  expect(grown(`${EMON}/outputProduced`)).toBeGreaterThan(10_000);
  expect(grown(`${EMON}/eheater`)).toBeLessThan(0.1 * electricity);
  expect(grown('/heatSources/numberOfStarts')).toBeGreaterThan(500);
  expect(grown('/heatSources/workingTime/totalSystem')).toBeLessThan(5_000 * 3_600);
  expect(grown(`${EMON}/outputProduced`)).toBeCloseTo(
    grown('/heatSources/emon/chConsumption/outputProduced') +
      grown('/heatSources/emon/dhwConsumption/outputProduced'),
    1,
  );
});

test('does not heat in summer, but makes hot water', () => {
  const house = houseOf(3, JULY);
  house.advanceTo(JULY + 2 * DAY_MS);
  expect(house.read()).toMatchObject({
    [`${HC1}/currentSuWiMode`]: 'off',
    [`${HC1}/overallStatus`]: 'summer_idle',
    [`${HC1}/pumpStatus`]: 'off',
    [`${HC1}/supplyTemperatureSetpoint`]: 0,
  });
  expect(numberAt(house, `${DHW}/actualTemp`)).toBeGreaterThan(38);
});

test('a circuit that is off has no set-point and cools down', () => {
  const house = houseOf(1);
  const before = numberAt(house, `${HC1}/roomtemperature`);
  set(house, `${HC1}/operationMode`, 'off');
  house.advanceTo(JANUARY + DAY_MS);
  expect(house.read()).toMatchObject({
    [`${HC1}/currentRoomSetpoint`]: 0,
    [`${HC1}/overallStatus`]: 'heating_manual_off',
  });
  expect(numberAt(house, `${HC1}/roomtemperature`)).toBeLessThan(before - 1.5);
});

test('a temporary set-point holds until the next switch point', () => {
  const house = houseOf(1, JANUARY + 12 * HOUR_MS);
  set(house, `${HC1}/temporaryRoomSetpoint`, 23);
  house.advanceTo(JANUARY + 22 * HOUR_MS - 1);
  expect(numberAt(house, `${HC1}/currentRoomSetpoint`)).toBe(23);
  house.advanceTo(JANUARY + 22 * HOUR_MS);
  expect(house.read()).toMatchObject({
    [`${HC1}/temporaryRoomSetpoint`]: -1,
    [`${HC1}/currentRoomSetpoint`]: 18.5,
  });
});

test('a temporary set-point can be taken back, and needs the program', () => {
  const house = houseOf(1, JANUARY + 12 * HOUR_MS);
  set(house, `${HC1}/temporaryRoomSetpoint`, 23);
  set(house, `${HC1}/temporaryRoomSetpoint`, -1);
  expect(numberAt(house, `${HC1}/currentRoomSetpoint`)).toBe(21);
  set(house, `${HC1}/operationMode`, 'manual');
  expect(house.write(`${HC1}/temporaryRoomSetpoint`, 23)).toEqual({
    status: 'REFUSED',
    error: 'needs operationMode auto',
  });
});

test('a boost warms for its duration', () => {
  const house = houseOf(1);
  set(house, `${HC1}/boostDuration`, 90);
  set(house, `${HC1}/boostTemperature`, 24);
  set(house, `${HC1}/boostMode`, 'on');
  house.advanceTo(JANUARY + 30 * MINUTE_MS);
  expect(house.read()).toMatchObject({
    [`${HC1}/boostRemainingTime`]: 60,
    [`${HC1}/currentRoomSetpoint`]: 24,
    [`${HC1}/overallStatus`]: 'boost',
  });
  house.advanceTo(JANUARY + 90 * MINUTE_MS);
  expect(house.read()).toMatchObject({ [`${HC1}/boostMode`]: 'off', [`${HC1}/boostRemainingTime`]: 0 });
});

test('an extra charge heats the tank to its set-point and ends by itself', () => {
  const house = houseOf(2, JANUARY + 12 * HOUR_MS);
  set(house, `${DHW}/singleChargeSetpoint`, 60);
  set(house, `${DHW}/chargeDuration`, 180);
  set(house, `${DHW}/charge`, 'start');
  house.advanceTo(house.nowMs + 15 * MINUTE_MS);
  expect(house.read()).toMatchObject({
    [`${DHW}/currentSetpoint`]: 60,
    [`${DHW}/overallStatus`]: 'extra',
    [`${DHW}/chargeRemainingTime`]: 165,
  });
  house.advanceTo(house.nowMs + 135 * MINUTE_MS);
  expect(numberAt(house, `${DHW}/actualTemp`)).toBeGreaterThan(56);
  house.advanceTo(house.nowMs + 30 * MINUTE_MS);
  expect(house.read()[`${DHW}/charge`]).toBe('stop');
});

test.each([
  ['/nowhere', 1, 'no such resource'],
  [`${HC1}/roomtemperature`, 21, 'read-only'],
  [`${HC1}/manualRoomSetpoint`, 31, 'above the maximum of 30'],
  [`${HC1}/manualRoomSetpoint`, 4.5, 'below the minimum of 5'],
  [`${HC1}/manualRoomSetpoint`, 'warm', 'a number is needed'],
  [`${HC1}/operationMode`, 'party', 'not one of auto, manual, off'],
  [`${HC1}/operationMode`, 1, 'a text is needed'],
  [`${DHW}/lowStop`, 40, 'must be above temperatureLevels/low (45)'],
])('refuses %s = %s', (path, value, error) => {
  const house = houseOf(1);
  const before = house.read();
  expect(house.write(path, value)).toEqual({ status: 'REFUSED', error });
  expect(house.read()).toEqual(before);
});

test('rounds to its step and says so in the read-back', () => {
  expect(houseOf(1).write(`${HC1}/manualRoomSetpoint`, 21.3)).toEqual({ status: 'CONFIRMED', value: 21.5 });
});
