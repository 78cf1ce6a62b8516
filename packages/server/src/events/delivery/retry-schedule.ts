const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits before the next attempts; the last one repeats. */
const WAITS_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
] as const;
/** An event that could not be delivered for this long is given up by the endpoint; the log keeps it. */
export const GIVE_UP_AFTER_MS = 7 * 24 * HOUR;
/** Spread, so that the endpoints of a receiver that comes back are not all tried at once. */
const JITTER = 0.2;

/** Milliseconds until the next attempt after `failures` failed ones (1 or more); `random` is in [0, 1). */
export function retryWaitMs(failures: number, random: number): number {
  const wait = WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? WAITS_MS[0];
  return Math.round(wait * (1 - JITTER + 2 * JITTER * random));
}
