import { DAY_MS, MINUTE_MS, dayNumber } from './clock.ts';

/**
 * The clock on the wall of a place. A wall time is in milliseconds, counted as if the place were on UTC, so that
 * `dayNumber` and `minuteOfDay` read it.
 */
export class LocalTime {
  readonly zone: string;
  readonly #format: Intl.DateTimeFormat;
  /** The UTC day asked for last: its offset, and the other one from the transition on. */
  #day = Number.NaN;
  #before = 0;
  #after = 0;
  #transitionMs = Number.POSITIVE_INFINITY;

  /** Throws a RangeError for a zone that does not exist. */
  constructor(zone: string) {
    this.zone = zone;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  }

  wallMs(ms: number): number {
    return ms + this.#offsetMs(ms);
  }

  /** Never goes back: while the clocks repeat an hour it stands at the end of that hour, so that a switch point runs once. */
  programWallMs(ms: number): number {
    const wallMs = this.wallMs(ms);
    const sinceMs = ms - this.#transitionMs;
    const isRepeated = sinceMs >= 0 && sinceMs < this.#before - this.#after;
    return isRepeated ? this.#transitionMs + this.#before - 1 : wallMs;
  }

  /** The first moment at which the wall shows this time; where the clocks skip it, the moment at which they do. */
  instantOf(wallMs: number): number {
    const early = wallMs - this.#offsetMs(wallMs - DAY_MS);
    if (this.wallMs(early) === wallMs) return early;
    const late = wallMs - this.#offsetMs(wallMs + DAY_MS);
    return this.wallMs(late) === wallMs ? late : this.#transition(late, early);
  }

  #offsetMs(ms: number): number {
    if (dayNumber(ms) !== this.#day) this.#load(dayNumber(ms));
    return ms < this.#transitionMs ? this.#before : this.#after;
  }

  #load(day: number): void {
    const lastMs = (day + 1) * DAY_MS - MINUTE_MS;
    this.#day = day;
    this.#before = this.#ask(day * DAY_MS);
    this.#after = this.#ask(lastMs);
    this.#transitionMs =
      this.#before === this.#after ? Number.POSITIVE_INFINITY : this.#transition(day * DAY_MS, lastMs);
  }

  /** The minute between two moments from which on the later one's offset holds. */
  #transition(fromMs: number, toMs: number): number {
    const offset = this.#ask(toMs);
    let [low, high] = [fromMs, toMs];
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (this.#ask(middle) === offset) high = middle;
      else low = middle;
    }
    return high;
  }

  /** `GMT+05:45`, `GMT-03:30`, `GMT`. */
  #ask(ms: number): number {
    const parts = this.#format.formatToParts(ms);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
    return sign === '-' ? -offset : offset;
  }
}
