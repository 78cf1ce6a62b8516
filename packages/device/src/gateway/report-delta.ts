import { type LinkValue, sameLinkValue } from '@hearthgate/wire';

/** The platform records a value at least each 15 minutes and takes it as known for 30: what is told each 10 is never unknown. */
const TEN_MINUTES_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Words, texts and programs change seldom and programs are large: they go with a report when they changed. Of a gateway that
 * reports each minute the same holds for numbers; everything is told again after a day, and after ten minutes where numbers are left out.
 */
export class ReportDelta {
  readonly #tells: 'numbers' | 'changes';
  readonly #told = new Map<string, LinkValue>();
  #fullAtMs = -Infinity;

  constructor(tells: 'numbers' | 'changes' = 'numbers') {
    this.#tells = tells;
  }

  /** The next report tells everything. */
  reset(): void {
    this.#fullAtMs = -Infinity;
  }

  /** The values of the report for this time, epoch milliseconds. */
  take(values: Readonly<Record<string, LinkValue>>, atMs: number): Record<string, LinkValue> {
    if (Math.abs(atMs - this.#fullAtMs) >= (this.#tells === 'changes' ? TEN_MINUTES_MS : DAY_MS)) {
      this.#told.clear();
      this.#fullAtMs = atMs;
    }
    const news: Record<string, LinkValue> = {};
    for (const [path, value] of Object.entries(values)) {
      if (typeof value !== 'number' || this.#tells === 'changes') {
        const told = this.#told.get(path);
        if (told !== undefined && sameLinkValue(told, value)) continue;
        this.#told.set(path, value);
      }
      news[path] = value;
    }
    return news;
  }
}
