import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { MovableClock } from './clock.ts';

const START = 1_768_458_600_000;

function clockAt(startMs = START) {
  const wall = { ms: startMs };
  return { wall, clock: new MovableClock(undefined, () => wall.ms) };
}

test('shows the wall clock until it is moved', () => {
  const { wall, clock } = clockAt();
  wall.ms += 1_500;
  expect(clock.now()).toBe(START + 1_500);
  expect(clock.realMsUntil(START + 2_000)).toBe(500);
});

test('jumps ahead and runs on from there', () => {
  const { wall, clock } = clockAt();
  clock.move({ toMs: START + 3_600_000 });
  wall.ms += 10;
  expect(clock.now()).toBe(START + 3_600_010);
});

test('never goes backwards', () => {
  const { clock } = clockAt();
  clock.move({ toMs: START - 1 });
  expect(clock.now()).toBe(START);
});

test('runs faster, and keeps what it showed when the speed changes', () => {
  const { wall, clock } = clockAt();
  clock.move({ speed: 60 });
  wall.ms += 1_000;
  expect(clock.now()).toBe(START + 60_000);
  expect(clock.realMsUntil(START + 120_000)).toBe(1_000);
  clock.move({ speed: 1 });
  wall.ms += 1_000;
  expect(clock.now()).toBe(START + 61_000);
});

test('stands still while frozen, can be set meanwhile, and goes on at its old speed', () => {
  const { wall, clock } = clockAt();
  clock.move({ speed: 2, frozen: true });
  wall.ms += 5_000;
  expect(clock.now()).toBe(START);
  expect(clock.realMsUntil(START + 1)).toBe(Number.POSITIVE_INFINITY);
  expect(clock.realMsUntil(START)).toBe(0);
  clock.move({ toMs: START + 7 });
  expect(clock.now()).toBe(START + 7);
  clock.move({ frozen: false });
  wall.ms += 5_000;
  expect(clock.now()).toBe(START + 7 + 10_000);
});

test('what is due already is due in no time', () => {
  expect(clockAt().clock.realMsUntil(START - 1)).toBe(0);
});

test('goes on from its saved state', () => {
  const { wall, clock } = clockAt();
  const saved = clock.move({ toMs: START + 1_000, speed: 3 });
  wall.ms += 20;
  expect(new MovableClock(saved, () => wall.ms).now()).toBe(START + 1_060);
});

test('tells its listeners after every move', () => {
  const { clock } = clockAt();
  const shown: number[] = [];
  const listener = vi.fn(() => void shown.push(clock.now()));
  clock.onMoved(listener);
  clock.move({ toMs: START + 1 });
  clock.move({ frozen: true });
  expect(shown).toEqual([START + 1, START + 1]);
});

test('whatever is done to it, time does not go back and a wait is long enough', () => {
  const change = fc.record(
    {
      toMs: fc.integer({ min: START - 1_000_000, max: START + 1_000_000 }),
      speed: fc.integer({ min: 1, max: 86_400 }),
      frozen: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const steps = fc.array(fc.record({ change, wallMs: fc.nat(10_000), aheadMs: fc.nat(1_000_000) }));
  fc.assert(
    fc.property(steps, (list) => {
      const { wall, clock } = clockAt();
      for (const { change: move, wallMs, aheadMs } of list) {
        const before = clock.now();
        clock.move(move);
        const dueMs = clock.now() + aheadMs;
        expect(clock.now()).toBeGreaterThanOrEqual(before);
        wall.ms += wallMs;
        const waitMs = clock.realMsUntil(dueMs);
        if (!Number.isFinite(waitMs)) continue;
        wall.ms += Math.ceil(waitMs);
        expect(clock.now()).toBeGreaterThanOrEqual(dueMs);
      }
    }),
  );
});
