import type { Random } from '../random.ts';

/** Two samples of times, in microseconds. */
export interface Comparison {
  readonly each: number;
  readonly medians: readonly [number, number];
  /** How far the medians of two random halves of all times lie apart: in the middle, and at most in 999 of 1,000 draws. */
  readonly noise: readonly [typical: number, largest: number];
  /** Probability that a time of the first sample is the longer one; one half when nobody can tell. */
  readonly superiority: number;
  /** The rank test of Mann and Whitney: standard normal when nobody can tell. */
  readonly z: number;
}

const SHUFFLES = 1_000;

export function compare(first: readonly number[], second: readonly number[], random: Random): Comparison {
  const all = [...first, ...second];
  const differences = Array.from({ length: SHUFFLES }, () => {
    const mixed = shuffled(all, random);
    return Math.abs(median(mixed.slice(0, first.length)) - median(mixed.slice(first.length)));
  }).toSorted((a, b) => a - b);
  const [n, m] = [first.length, second.length];
  const wins = sumOfRanks(first, second) - (n * (n + 1)) / 2;
  return {
    each: n,
    medians: [median(first), median(second)],
    noise: [differences[SHUFFLES / 2] ?? 0, differences[SHUFFLES - 1] ?? 0],
    superiority: wins / (n * m),
    z: (wins - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12),
  };
}

/** By how much a value grows from one to the next, in the second half: in the first one the code is still warming up. */
export function growth(values: readonly number[]): number {
  return slope(values.slice(values.length / 2));
}

/** Of least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rise = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const run = values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0);
  return rise / run;
}

/** Ranks of the first sample among both; equal values share theirs. */
function sumOfRanks(first: readonly number[], second: readonly number[]): number {
  const sorted = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].toSorted((a, b) => a.value - b.value);
  let sum = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.value === sorted[from]?.value) to += 1;
    const shared = (from + 1 + to) / 2;
    sum += shared * sorted.slice(from, to).filter(({ isFirst }) => isFirst).length;
    from = to;
  }
  return sum;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

function shuffled(values: readonly number[], random: Random): number[] {
  const mixed = [...values];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] ?? 0, mixed[at] ?? 0];
  }
  return mixed;
}
