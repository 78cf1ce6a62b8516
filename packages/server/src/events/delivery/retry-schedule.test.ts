import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GIVE_UP_AFTER_MS, retryWaitMs } from './retry-schedule.ts';

const HOUR = 3_600_000;
const MIDDLE = 0.5;
const someFailures = fc.integer({ min: 1, max: 1_000 });
const someRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('starts with seconds and ends with six hours', () => {
  expect(retryWaitMs(1, MIDDLE)).toBe(5_000);
  expect(retryWaitMs(8, MIDDLE)).toBe(6 * HOUR);
  expect(retryWaitMs(1_000, MIDDLE)).toBe(6 * HOUR);
});

test('every further failure waits longer, until the longest wait', () => {
  for (let failures = 1; failures < 8; failures += 1) {
    expect(retryWaitMs(failures + 1, MIDDLE)).toBeGreaterThan(retryWaitMs(failures, MIDDLE));
  }
});

test('is spread by a fifth to both sides', () => {
  expect([retryWaitMs(3, 0), retryWaitMs(3, 1)]).toEqual([96_000, 144_000]);
  fc.assert(
    fc.property(someFailures, someRandom, (failures, random) => {
      const middle = retryWaitMs(failures, MIDDLE);
      const wait = retryWaitMs(failures, random);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(0.8 * middle);
      expect(wait).toBeLessThanOrEqual(1.2 * middle);
    }),
  );
});

test('an event is tried often enough in the time before it is given up', () => {
  let attempts = 1;
  for (let atMs = retryWaitMs(1, 1); atMs < GIVE_UP_AFTER_MS; atMs += retryWaitMs(attempts, 1)) attempts += 1;
  expect(GIVE_UP_AFTER_MS).toBe(7 * 24 * HOUR);
  expect(attempts).toBeGreaterThan(25);
  expect(attempts).toBeLessThan(50);
});
