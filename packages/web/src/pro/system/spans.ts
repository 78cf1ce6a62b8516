const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back a chart looks, and how fine it is then: some hundreds of values, whatever the span. */
export const SPANS = {
  h6: { ms: 6 * HOUR_MS, resolution: 'RAW' },
  d1: { ms: DAY_MS, resolution: 'RAW' },
  d7: { ms: 7 * DAY_MS, resolution: 'PT1H' },
  d31: { ms: 31 * DAY_MS, resolution: 'PT1H' },
  d366: { ms: 366 * DAY_MS, resolution: 'P1D' },
} as const;
export type SpanName = keyof typeof SPANS;
