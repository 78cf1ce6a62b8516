import { expect, test } from 'vitest';
import { Boiler, efficiency } from './boiler.ts';
import type { HeatDemand } from './producer.ts';

const DEMAND: HeatDemand = {
  purpose: 'ch',
  setpointC: 50,
  sinkC: 44,
  loadW: 6_000,
  sinkJK: 500_000,
  outdoorC: 0,
  nowMs: Date.UTC(2026, 0, 15),
};

/** How many minutes the flame burned or was out before it changed. */
function minutesUntil(boiler: Boiler, isBurning: boolean, demand: HeatDemand): number {
  let minutes = 0;
  for (; boiler.isBurning !== isBurning; minutes += 1) boiler.step(demand);
  return minutes;
}

test('condensing at a cold return gains, a hot return loses', () => {
  expect(efficiency(30)).toBeCloseTo(1.06, 5);
  expect(efficiency(52)).toBeCloseTo(0.98, 5);
  expect(efficiency(75)).toBeCloseTo(0.94, 5);
});

test('modulates between 15 % and full output', () => {
  const boiler = new Boiler(20_000);
  for (let minute = 0; minute < 10; minute += 1) boiler.step({ ...DEMAND, loadW: 500, sinkC: 45.5 });
  expect(boiler.heatW).toBeGreaterThanOrEqual(3_000);
  for (let minute = 0; minute < 10; minute += 1) boiler.step({ ...DEMAND, loadW: 40_000 });
  expect(boiler.heatW).toBe(20_000);
  expect(boiler.gasW).toBeGreaterThan(boiler.heatW * 0.9);
});

test('burns at least three minutes and then waits five, but not for hot water', () => {
  const boiler = new Boiler(20_000);
  boiler.step(DEMAND);
  expect(minutesUntil(boiler, false, { ...DEMAND, sinkC: 60 })).toBe(3);
  expect(minutesUntil(boiler, true, DEMAND)).toBe(5);
  minutesUntil(boiler, false, { ...DEMAND, sinkC: 60 });
  expect(minutesUntil(boiler, true, { ...DEMAND, purpose: 'dhw' })).toBe(1);
  expect(boiler.meters).toMatchObject({ ch: { starts: 2 }, dhw: { starts: 1 } });
});

test('a locked boiler stays cold and burns no gas', () => {
  const boiler = new Boiler(20_000);
  boiler.step(DEMAND);
  boiler.isLocked = true;
  for (let minute = 0; minute < 60; minute += 1) boiler.step(DEMAND);
  expect(boiler).toMatchObject({ modulation: 0, heatW: 0, gasW: 0 });
  boiler.isLocked = false;
  boiler.step(DEMAND);
  expect(boiler.isBurning).toBe(true);
});
