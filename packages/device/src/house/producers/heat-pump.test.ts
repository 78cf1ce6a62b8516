import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../clock.ts';
import { cop } from './compressor.ts';
import { HeatPump } from './heat-pump.ts';
import type { HeatDemand } from './producer.ts';

const DEMAND: HeatDemand = {
  purpose: 'ch',
  setpointC: 35,
  sinkC: 30,
  loadW: 4_000,
  sinkJK: 1.25e6,
  outdoorC: 7,
  nowMs: Date.UTC(2026, 0, 15),
};
const pumpOf = () => new HeatPump({ nominalW: 10_500, heaterW: 6_000 }, 1);

test('the coefficient of performance falls with the flow and rises with the source', () => {
  expect(cop(7, 35)).toBeCloseTo(4.6, 1);
  expect(cop(2, 35)).toBeCloseTo(4, 1);
  expect(cop(-7, 52)).toBeGreaterThan(1.2);
  expect(cop(35, 30)).toBe(5.5);
});

test('starts when the integral of the missing temperature is large enough', () => {
  const pump = pumpOf();
  // 5 K for 13 minutes is more than 60 K*min.
  expect(minutesUntil(pump, 'heating', DEMAND)).toBe(13);
  expect(pump.compressor.meters.ch.starts).toBe(1);
});

/** Steps until the status is reached; how many minutes that took. */
function minutesUntil(pump: HeatPump, status: HeatPump['compressor']['status'], demand: HeatDemand): number {
  let minutes = 0;
  for (; pump.compressor.status !== status; minutes += 1) pump.step(demand);
  return minutes;
}

test('runs at least ten minutes and rests at least ten', () => {
  const pump = pumpOf();
  minutesUntil(pump, 'heating', DEMAND);
  expect(minutesUntil(pump, 'idle', { ...DEMAND, sinkC: 50 })).toBeGreaterThanOrEqual(10);
  expect(minutesUntil(pump, 'heating', { ...DEMAND, purpose: 'dhw' })).toBeGreaterThanOrEqual(10);
  expect(pump.compressor.meters).toMatchObject({ ch: { starts: 1 }, dhw: { starts: 1 } });
});

test('defrosts in the cold, and takes the heat for it from the water', () => {
  const pump = pumpOf();
  const defrosting: number[] = [];
  for (let minute = 0; minute < 240; minute += 1) {
    pump.step({ ...DEMAND, outdoorC: 0 });
    if (pump.isDefrosting) defrosting.push(pump.heatW);
  }
  expect(defrosting.length).toBeGreaterThan(5);
  expect(Math.max(...defrosting)).toBeLessThan(0);
});

test.each([
  [0, false],
  [-10, true],
])('at %i C the electric heater helps a compressor that has done its best: %s', (outdoorC, helps) => {
  const pump = pumpOf();
  for (let minute = 0; minute < 240; minute += 1) pump.step({ ...DEMAND, outdoorC, loadW: 12_000 });
  expect(pump.heater.powerW > 0).toBe(helps);
});

test('a blocked compressor stands still, the heater takes over at any temperature, and all is well afterwards', () => {
  const pump = pumpOf();
  minutesUntil(pump, 'heating', DEMAND);
  pump.compressor.isBlocked = true;
  pump.step(DEMAND);
  pump.step(DEMAND);
  expect(pump.compressor).toMatchObject({ status: 'alarm', heatW: 0, modulation: 0 });
  expect(pump.heater.powerW).toBeGreaterThan(3_000);
  pump.compressor.isBlocked = false;
  expect(minutesUntil(pump, 'heating', DEMAND)).toBeGreaterThanOrEqual(10);
  pump.step(DEMAND);
  expect(pump.heater.powerW).toBe(0);
});

test('a limited compressor gives half at most', () => {
  const pump = pumpOf();
  pump.compressor.isLimited = true;
  for (let ms = 0; ms < 2 * HOUR_MS; ms += MINUTE_MS) pump.step({ ...DEMAND, loadW: 12_000 });
  expect(pump.compressor.modulation).toBe(0.5);
});

test('counts what it gives and takes, for each purpose', () => {
  const pump = pumpOf();
  const sums = { output: 0, input: 0, heater: 0 };
  for (let minute = 0; minute < 600; minute += 1) {
    pump.step({ ...DEMAND, outdoorC: -8, loadW: 9_000, purpose: minute < 120 ? 'dhw' : 'ch' });
    sums.output += Math.max(0, pump.compressor.heatW) / 60_000;
    sums.input += pump.compressor.powerW / 60_000;
    sums.heater += pump.heater.powerW / 60_000;
  }
  const { ch, dhw, pool } = pump.compressor.meters;
  expect(ch.outputKwh + dhw.outputKwh).toBeCloseTo(sums.output, 6);
  expect(ch.inputKwh + dhw.inputKwh).toBeCloseTo(sums.input, 6);
  expect(pump.heater.meters.ch.inputKwh + pump.heater.meters.dhw.inputKwh).toBeCloseTo(sums.heater, 6);
  expect(dhw.outputKwh).toBeGreaterThan(5);
  expect(pool).toEqual({ outputKwh: 0, inputKwh: 0, starts: 0, runS: 0 });
});
