import type { RecordingItem, Resolution } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac } from '../hvac.ts';
import { aggregateCounter, aggregateState, type Sample, type Span } from './aggregate.ts';
import { readSamples, sampleBefore, type SeriesId } from './store.ts';

/** Values of a span that is summed up while somebody waits: one a minute for the longest span, with room. */
const SAMPLES_MAX = 60_000;
/** A counter may not have been heard of for long; further back its value says nothing of the span. */
export const COUNTER_BACK_MS = 31 * 86_400_000;

export interface SeriesRequest {
  readonly series: SeriesId;
  readonly span: Span;
  /** What was measured before is an earlier owner's; whole buckets may begin before. */
  readonly dataFromMs: number;
  readonly zone: string;
  readonly isCounter: boolean;
  readonly resolution: Resolution;
  readonly cursor: string | undefined;
}

export interface SeriesPage {
  readonly items: RecordingItem[];
  readonly gaps: Span[];
  readonly nextCursor: string | null;
}

export async function samplesFor(
  hvac: Hvac,
  { series, dataFromMs }: SeriesRequest,
  buckets: readonly Span[],
): Promise<Sample[]> {
  const fromMs = Math.max(buckets[0]?.fromMs ?? 0, dataFromMs);
  const toMs = buckets.at(-1)?.toMs ?? 0;
  const earliestMs = Math.max(fromMs - COUNTER_BACK_MS, dataFromMs);
  const before = await sampleBefore(hvac.db, series, fromMs, earliestMs);
  const samples = await readSamples(hvac.db, series, { fromMs, toMs }, SAMPLES_MAX + 1);
  if (samples.length > SAMPLES_MAX)
    throw invalid('/query/from', `more than ${SAMPLES_MAX} values; ask for less at once, or for RAW`);
  return before ? [before, ...samples] : samples;
}

export function itemOf(samples: readonly Sample[], bucket: Span, isCounter: boolean): RecordingItem {
  const aggregate = isCounter ? aggregateCounter(samples, bucket) : aggregateState(samples, bucket);
  return { from: iso(bucket.fromMs), to: iso(bucket.toMs), ...aggregate };
}

/** Nothing is missing yet in what has not happened. */
export function knownEnd(hvac: Hvac, span: Span): number {
  return Math.max(span.fromMs, Math.min(span.toMs, hvac.clock.now()));
}

export function invalid(pointer: string, message: string): AppError {
  return new AppError('request-invalid', { errors: [{ pointer, message }] });
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
