import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOLD_MS, aggregateCounter, aggregateState, gapsOf, type Sample } from './aggregate.ts';

const MINUTE = 60_000;
const HOUR = { fromMs: 0, toMs: 60 * MINUTE };
const at = (minute: number, value: number): Sample => ({ atMs: minute * MINUTE, value });

describe('a state', () => {
  test('is weighted by the time each value held, and the value before counts while it holds', () => {
    const samples = [at(-10, 10), at(15, 20), at(30, 20), at(45, 20)];
    expect(aggregateState(samples, HOUR)).toEqual({ mean: 17.5, min: 10, max: 20, last: 20, coverage: 1 });
  });

  test('holds for half an hour at most; then nothing is known', () => {
    expect(aggregateState([at(0, 10)], HOUR)).toEqual({
      mean: 10,
      min: 10,
      max: 10,
      last: 10,
      coverage: 0.5,
    });
    expect(aggregateState([at(-31, 10)], HOUR)).toEqual({ coverage: 0 });
    expect(gapsOf([at(0, 10), at(50, 11)], HOUR)).toEqual([{ fromMs: 30 * MINUTE, toMs: 50 * MINUTE }]);
    expect(gapsOf([], HOUR)).toEqual([HOUR]);
  });

  test('without a value there is no mean', () => {
    expect(aggregateState([], HOUR)).toEqual({ coverage: 0 });
  });
});

describe('a counter', () => {
  test('counts from the value before the span, however old that is', () => {
    expect(aggregateCounter([at(-3_000, 100), at(10, 104), at(40, 109)], HOUR)).toMatchObject({
      increase: 9,
      last: 109,
    });
  });

  test('that begins again at 0 has counted what it shows', () => {
    expect(aggregateCounter([at(-5, 100), at(10, 103), at(20, 2), at(40, 5)], HOUR).increase).toBe(8);
  });

  test('that is seen for the first time has counted nothing yet', () => {
    expect(aggregateCounter([at(10, 5_000), at(40, 5_001)], HOUR).increase).toBe(1);
  });

  test('that stands still has counted nothing, and one that is not heard of is unknown', () => {
    expect(aggregateCounter([at(-5, 7)], HOUR)).toMatchObject({ increase: 0, last: 7 });
    expect(aggregateCounter([at(-500, 7)], HOUR)).toEqual({ coverage: 0 });
    expect(aggregateCounter([], HOUR)).toEqual({ coverage: 0 });
  });
});

/** Samples at whole minutes around the hour, each minute at most once. */
const samples = fc
  .uniqueArray(fc.integer({ min: -120, max: 90 }), { maxLength: 60 })
  .chain((minutes) =>
    fc
      .array(fc.integer({ min: 0, max: 1_000 }), { minLength: minutes.length, maxLength: minutes.length })
      .map((values) => minutes.toSorted((a, b) => a - b).map((minute, i) => at(minute, values[i] ?? 0))),
  );

/** The value that held in a minute, found by looking through all samples. */
function heldAt(all: readonly Sample[], minute: number): number | undefined {
  const ms = minute * MINUTE;
  const newest = all.filter((sample) => sample.atMs <= ms).at(-1);
  return newest && ms < newest.atMs + HOLD_MS ? newest.value : undefined;
}

test('the mean, the extremes, the coverage and the gaps are those of a walk over the minutes', () => {
  fc.assert(
    fc.property(samples, (all) => {
      const minutes = Array.from({ length: 60 }, (_, minute) => heldAt(all, minute));
      const known = minutes.filter((value) => value !== undefined);
      const result = aggregateState(all, HOUR);
      expect(result.coverage).toBeCloseTo(known.length / 60, 9);
      if (known.length === 0) expect(result).toEqual({ coverage: 0 });
      else {
        expect(result.mean).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 6);
        expect(result).toMatchObject({
          min: Math.min(...known),
          max: Math.max(...known),
          last: known.at(-1),
        });
      }
      const gapMinutes = gapsOf(all, HOUR).reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0) / MINUTE;
      expect(gapMinutes).toBe(60 - known.length);
    }),
    { numRuns: 500 },
  );
});

test('what a counter counts in parts adds up to what it counts in the whole', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 59 }), (all, cut) => {
      const middle = cut * MINUTE;
      const whole = aggregateCounter(all, HOUR).increase ?? 0;
      const first = aggregateCounter(all, { fromMs: 0, toMs: middle }).increase ?? 0;
      const second = aggregateCounter(all, { fromMs: middle, toMs: HOUR.toMs }).increase ?? 0;
      expect(first + second).toBe(whole);
    }),
    { numRuns: 500 },
  );
});
