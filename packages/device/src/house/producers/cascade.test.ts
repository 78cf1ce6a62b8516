import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../clock.ts';
import { Cascade } from './cascade.ts';
import type { HeatDemand } from './producer.ts';

const MONDAY = Date.UTC(2026, 0, 12);
const DEMAND: HeatDemand = {
  purpose: 'ch',
  setpointC: 35,
  sinkC: 33,
  loadW: 8_000,
  sinkJK: 3e6,
  outdoorC: 7,
  nowMs: MONDAY,
};
const cascadeOf = () => new Cascade({ sources: 3, nominalW: 10_000, heaterW: 9_000 }, 1);

/** Steps through a day; how many sources ran at its end. */
function live(cascade: Cascade, demand: Partial<HeatDemand>, minutes = 6 * 60): number {
  const start = demand.nowMs ?? MONDAY;
  for (let minute = 0; minute < minutes; minute += 1) {
    cascade.step({ ...DEMAND, ...demand, nowMs: start + minute * MINUTE_MS });
  }
  return cascade.compressors.filter(({ status }) => status === 'heating').length;
}

test('as many sources run as the load asks for, and none without a demand', () => {
  const cascade = cascadeOf();
  expect(live(cascade, { loadW: 4_000 }, 45)).toBe(1);
  expect(live(cascade, { sinkC: 33, loadW: 25_000 })).toBe(3);
  expect(live(cascade, { sinkC: 36, loadW: 4_000 }, 300)).toBeLessThanOrEqual(1);
  expect(live(cascade, { setpointC: undefined }, 60)).toBe(0);
});

test('each day another source leads', () => {
  const cascade = cascadeOf();
  const leads = [0, 1, 2, 3].map((day) => {
    const before = cascade.compressors.map(({ meters }) => meters.dhw.runS);
    live(cascade, { purpose: 'dhw', setpointC: 60, sinkC: 50, nowMs: MONDAY + day * DAY_MS }, 30);
    live(cascade, { setpointC: undefined, nowMs: MONDAY + day * DAY_MS }, 60);
    const ran = cascade.compressors.map(({ meters }, index) => meters.dhw.runS - (before[index] ?? 0) > 0);
    return ran.map(Number).join('');
  });
  expect(new Set(leads.slice(0, 3)).size).toBe(3);
  expect(leads[3]).toBe(leads[0]);
});

test('the others take over what a blocked source cannot do', () => {
  const cascade = cascadeOf();
  const [first] = cascade.compressors;
  if (first) first.isBlocked = true;
  expect(cascade.online).toBe(2);
  expect(live(cascade, { loadW: 18_000 })).toBe(2);
  expect(first).toMatchObject({ status: 'alarm', heatW: 0 });
});
