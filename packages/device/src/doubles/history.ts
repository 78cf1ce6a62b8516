/** What a double has recorded: the mean of the hour that begins then, undefined while the gateway was off. */
export type History = (path: string, hourMs: number) => number | undefined;

const HOUR_MS = 3_600_000;
/** A gateway samples once a minute. */
const SAMPLES = 60;

/** `{y, c}` for each hour: sum and number of samples; an hour without any has none. */
export function hoursOf(
  history: History,
  path: string,
  startMs: number,
  hours: number,
  untilMs: number,
): object[] {
  return Array.from({ length: hours }, (_unused, index) => {
    const hourMs = startMs + index * HOUR_MS;
    const mean = hourMs + HOUR_MS <= untilMs ? history(path, hourMs) : undefined;
    return mean === undefined ? { y: 0, c: 0 } : { y: Math.round(mean * SAMPLES * 100) / 100, c: SAMPLES };
  });
}
