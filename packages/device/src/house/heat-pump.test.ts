import { expect, test } from 'vitest';
import { type HeatPumpState, cop, restingHeatPump, stepHeatPump } from './heat-pump.ts';

const DEMAND = {
  setpointC: 35,
  sinkC: 30,
  loadW: 4_000,
  sinkJK: 1.25e6,
  immediate: false,
  outdoorC: 7,
  defrostEveryMin: 60,
};

test('the coefficient of performance falls with the flow and rises with the source', () => {
  expect(cop(7, 35)).toBeCloseTo(4.6, 1);
  expect(cop(2, 35)).toBeCloseTo(4, 1);
  expect(cop(-7, 52)).toBeGreaterThan(1.2);
  expect(cop(35, 30)).toBe(5.5);
});

test('starts when the integral of the missing temperature is large enough', () => {
  const pump = restingHeatPump();
  // 5 K for 13 minutes is more than 60 K*min.
  expect(minutesUntil(pump, 'heating', DEMAND)).toBe(13);
  expect(pump.starts).toBe(1);
});

/** Steps until the status is reached; how many minutes that took. */
function minutesUntil(pump: HeatPumpState, status: HeatPumpState['status'], demand: typeof DEMAND): number {
  let minutes = 0;
  for (; pump.status !== status; minutes += 1) stepHeatPump(pump, demand);
  return minutes;
}

test('runs at least ten minutes and rests at least ten', () => {
  const pump = restingHeatPump();
  minutesUntil(pump, 'heating', DEMAND);
  expect(minutesUntil(pump, 'idle', { ...DEMAND, sinkC: 50 })).toBeGreaterThanOrEqual(10);
  expect(minutesUntil(pump, 'heating', { ...DEMAND, immediate: true })).toBeGreaterThanOrEqual(10);
});

test('defrosts in the cold, and takes the heat for it from the water', () => {
  const pump = restingHeatPump();
  let defrosting: number[] = [];
  for (let minute = 0; minute < 240; minute += 1) {
    stepHeatPump(pump, { ...DEMAND, outdoorC: 0 });
    if (pump.status === 'defrost') defrosting = [...defrosting, pump.heatW];
  }
  expect(defrosting.length).toBeGreaterThan(5);
  expect(Math.max(...defrosting)).toBeLessThan(0);
});

test('the electric heater helps only in the cold and after the compressor has done its best', () => {
  for (const [outdoorC, helps] of [
    [0, false],
    [-10, true],
  ] as const) {
    const pump = restingHeatPump();
    for (let minute = 0; minute < 240; minute += 1) {
      stepHeatPump(pump, { ...DEMAND, outdoorC, loadW: 12_000 });
    }
    expect(pump.heaterW > 0).toBe(helps);
  }
});
