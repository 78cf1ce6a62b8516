import {
  nextLocalMidnight,
  startOfLocalDay,
  startOfLocalMonth,
  startOfNextLocalMonth,
} from '../../platform/local-time.ts';
import type { Resolution } from '@hearthgate/wire';
import type { Span } from './aggregate.ts';

const HOUR_MS = 3_600_000;

/** The buckets that a span touches, whole ones: hours of UTC, days and months of the zone (23 to 25 hours a day). */
export function bucketsOf(resolution: Exclude<Resolution, 'RAW'>, span: Span, zone: string): Span[] {
  const { start, next } = steps(resolution, zone);
  const buckets: Span[] = [];
  for (let fromMs = start(span.fromMs); fromMs < span.toMs;) {
    const toMs = next(fromMs);
    buckets.push({ fromMs, toMs });
    fromMs = toMs;
  }
  return buckets;
}

function steps(resolution: Exclude<Resolution, 'RAW'>, zone: string) {
  switch (resolution) {
    case 'PT1H':
      return {
        start: (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS,
        next: (ms: number) => ms + HOUR_MS,
      };
    case 'P1D':
      return {
        start: (ms: number) => startOfLocalDay(ms, zone),
        next: (ms: number) => nextLocalMidnight(ms, zone),
      };
    case 'P1M':
      return {
        start: (ms: number) => startOfLocalMonth(ms, zone),
        next: (ms: number) => startOfNextLocalMonth(ms, zone),
      };
  }
}
