import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../clock.ts';
import { Hybrid } from './hybrid.ts';
import type { HeatDemand } from './producer.ts';

const NIGHT = Date.UTC(2026, 0, 15, 1);
const DEMAND: HeatDemand = {
  purpose: 'ch',
  setpointC: 35,
  sinkC: 30,
  loadW: 3_000,
  sinkJK: 1.2e6,
  outdoorC: 10,
  nowMs: NIGHT,
};
const hybridOf = () => new Hybrid({ nominalW: 5_500, heaterW: 0 }, 20_000, 1);

function active(hybrid: Hybrid, demand: Partial<HeatDemand>): string {
  for (let ms = NIGHT; ms < NIGHT + HOUR_MS; ms += MINUTE_MS) {
    hybrid.step({ ...DEMAND, ...demand, nowMs: ms });
  }
  return hybrid.activeHeatSource;
}

test('mild weather is for the heat pump, deep frost for the boiler, and in between both', () => {
  expect(active(hybridOf(), {})).toBe('heatpump_only');
  expect(active(hybridOf(), { outdoorC: -10 })).toBe('appliance_only');
  expect(active(hybridOf(), { outdoorC: 3, loadW: 9_000 })).toBe('both');
  expect(active(hybridOf(), { setpointC: undefined })).toBe('none');
});

test('dear electricity makes the boiler the cheaper one', () => {
  const hybrid = hybridOf();
  const hours = Array.from({ length: 24 * 30 }, (_, hour) => hybrid.powerPrice(NIGHT + hour * HOUR_MS));
  expect(Math.min(...hours)).toBeLessThan(0.2);
  expect(Math.max(...hours)).toBeGreaterThan(0.33);
  const dear = NIGHT + hours.indexOf(Math.max(...hours)) * HOUR_MS;
  for (let ms = dear; ms < dear + HOUR_MS; ms += MINUTE_MS) {
    hybrid.step({ ...DEMAND, setpointC: 48, sinkC: 42, outdoorC: 0, nowMs: ms });
  }
  expect(hybrid.activeHeatSource).toBe('appliance_only');
});

test('each stands in for the other, and what is too hot for the heat pump is left to the boiler', () => {
  const locked = hybridOf();
  locked.boiler.isLocked = true;
  expect(active(locked, { outdoorC: -10 })).toBe('heatpump_only');
  const blocked = hybridOf();
  blocked.heatPump.compressor.isBlocked = true;
  expect(active(blocked, {})).toBe('appliance_only');
  expect(active(hybridOf(), { purpose: 'dhw', setpointC: 71, sinkC: 55 })).toBe('appliance_only');
});
