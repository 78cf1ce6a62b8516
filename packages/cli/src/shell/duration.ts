import { UsageError } from './errors.ts';

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;
const PATTERN = /^(?:\d+[smhdw])+$/;

/** `90s`, `15m`, `6h`, `1d12h`, `2w` in milliseconds; undefined for anything else. */
export function durationMs(text: string): number | undefined {
  if (!PATTERN.test(text)) return undefined;
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdw])/g))
    ms += Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS];
  return ms;
}

/** A time of the log: an ISO 8601 time, or a duration before `nowMs`. */
export function momentOf(option: string, text: string, nowMs: number): string {
  const ago = durationMs(text);
  const at = ago === undefined ? Date.parse(text) : nowMs - ago;
  if (Number.isNaN(at) || (ago === undefined && !/^\d{4}-\d\d-\d\d/.test(text)))
    throw new UsageError(
      `${option} "${text}" is neither a time like 2026-01-15T06:30:00Z nor an age like 15m or 2d`,
    );
  return new Date(at).toISOString();
}
