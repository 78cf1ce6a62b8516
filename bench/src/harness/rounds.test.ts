import { expect, test } from 'vitest';
import { byTurns, quantile, warmUp } from './rounds.ts';

/** Rounds with these rates, the last one again and again. */
function roundsOf(...rates: number[]) {
  let at = 0;
  return () => Promise.resolve(rates[Math.min(at++, rates.length - 1)] ?? 0);
}

test.each([
  ['a rate that rises, twice in a row no more', [10, 20, 30, 30.5, 30.2], 5],
  ['one disturbed round', [10, 5, 20, 20, 20], 5],
  ['a rate that never settles', [1, 2, 4, 8, 16, 32, 64, 128], 6],
])('rounds are warm-up until the rate no longer rises: %s', async (_what, rates, taken) => {
  expect(await warmUp(roundsOf(...rates), 6)).toBe(taken);
});

test('what counts are the medians of the rounds behind the warm-up', async () => {
  const plan = { rounds: 3, warmUpMax: 3, say: () => undefined };
  const medians = await byTurns('it', roundsOf(1, 1, 1, 50, 70, 60), roundsOf(1, 1, 1, 100, 300, 200), plan);
  expect(medians).toEqual({ ours: 60, baseline: 200, warmUps: [3, 3] });
});

test('a quantile is one of the values, whatever their order', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100]);
  expect(quantile([7], 0.99)).toBe(7);
});
