/** One recorded value; it holds until the next one, but no longer than `HOLD_MS`. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StateAggregate {
  /** Weighted by the time that each value held; left out when nothing is known of the span. */
  readonly mean?: number;
  readonly min?: number;
  readonly max?: number;
  readonly last?: number;
  /** Part of the span with a known value, 0 to 1. */
  readonly coverage: number;
}

export interface CounterAggregate {
  /** What was counted; left out when no value is known. */
  readonly increase?: number;
  readonly last?: number;
  readonly coverage: number;
}

/** Values are recorded at least every 15 minutes, so twice that without one is a gap. */
export const HOLD_MS = 30 * 60_000;

/** A stretch of time in which one value held. */
interface Hold extends Span {
  readonly value: number;
}

/** Samples in order of time; the one before the span, if it still holds, belongs to them. */
export function aggregateState(samples: readonly Sample[], span: Span): StateAggregate {
  let weighted = 0;
  let coveredMs = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let last: number | undefined;
  for (const { value, fromMs, toMs } of holds(samples, span)) {
    weighted += value * (toMs - fromMs);
    coveredMs += toMs - fromMs;
    min = Math.min(min, value);
    max = Math.max(max, value);
    last = value;
  }
  const coverage = coveredMs / (span.toMs - span.fromMs);
  if (last === undefined) return { coverage };
  return { mean: weighted / coveredMs, min, max, last, coverage };
}

/**
 * Samples in order of time, with the last one before the span however old it is: a counter goes on counting while nobody
 * hears of it. A value below the one before is a counter that began again at 0.
 */
export function aggregateCounter(samples: readonly Sample[], span: Span): CounterAggregate {
  let increase: number | undefined;
  let last: number | undefined;
  let before: number | undefined;
  for (const { atMs, value } of samples) {
    if (atMs >= span.toMs) break;
    if (atMs >= span.fromMs) {
      const counted = before === undefined ? 0 : value >= before ? value - before : value;
      increase = (increase ?? 0) + counted;
      last = value;
    }
    before = value;
  }
  let coveredMs = 0;
  for (const { fromMs, toMs } of holds(samples, span)) coveredMs += toMs - fromMs;
  const coverage = coveredMs / (span.toMs - span.fromMs);
  // Known from before and not counted on: nothing happened, as far as is known.
  if (increase === undefined && coverage > 0 && before !== undefined)
    return { increase: 0, last: before, coverage };
  return {
    ...(increase !== undefined && { increase }),
    ...(last !== undefined && { last }),
    coverage,
  };
}

/** Where no value is known. */
export function gapsOf(samples: readonly Sample[], span: Span): Span[] {
  const gaps: Span[] = [];
  let knownUntilMs = span.fromMs;
  for (const { fromMs, toMs } of holds(samples, span)) {
    if (fromMs > knownUntilMs) gaps.push({ fromMs: knownUntilMs, toMs: fromMs });
    knownUntilMs = toMs;
  }
  if (span.toMs > knownUntilMs) gaps.push({ fromMs: knownUntilMs, toMs: span.toMs });
  return gaps;
}

function* holds(samples: readonly Sample[], { fromMs, toMs }: Span): Generator<Hold> {
  for (const [index, { atMs, value }] of samples.entries()) {
    const nextMs = samples[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    const begin = Math.max(atMs, fromMs);
    const end = Math.min(nextMs, atMs + HOLD_MS, toMs);
    if (end > begin) yield { fromMs: begin, toMs: end, value };
  }
}
