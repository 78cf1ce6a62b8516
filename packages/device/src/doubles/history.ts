/** What a double has recorded: the mean of the hour that begins then, undefined while the gateway was off. */
export type History = (path: string, hourMs: number) => number | undefined;

const HOUR_MS = 3_600_000;
/** A gateway samples once a minute. */
const SAMPLES = 60;

/** `{y, c}` for each of these hours: sum and number of samples; an hour that is not over, or without any, has none. */
export function hoursOf(history: History, path: string, hours: readonly number[], untilMs: number): object[] {
  return hours.map((hourMs) => {
    const mean = hourMs + HOUR_MS <= untilMs ? history(path, hourMs) : undefined;
    return mean === undefined ? { y: 0, c: 0 } : { y: Math.round(mean * SAMPLES * 100) / 100, c: SAMPLES };
  });
}
