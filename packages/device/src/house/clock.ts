export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
/** Length of an Euler step, seconds. */
export const STEP_S = 60;

/** Minute of the day, 0 to 1,439. */
export function minuteOfDay(ms: number): number {
  return Math.floor((ms % DAY_MS) / MINUTE_MS);
}

/** Days since 1970. */
export function dayNumber(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/** Monday is 0; 1970-01-01 was a Thursday. */
export function weekday(day: number): number {
  return (day + 3) % 7;
}

/** Position in the year, 0 on 1 January to nearly 1; leap days move it by less than a day. */
export function yearFraction(ms: number): number {
  return (dayNumber(ms) / 365.2425) % 1;
}
