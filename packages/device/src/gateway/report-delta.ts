import { type LinkValue, sameLinkValue } from '@hearthgate/wire';

/** Everything is told again after this many reports: a day of 15-minute reports. */
const FULL_EVERY = 96;

/** Words, texts and programs change seldom and programs are large: they go with a report when they changed. */
export class ReportDelta {
  readonly #told = new Map<string, LinkValue>();
  #sinceFull = 0;

  /** The next report tells everything. */
  reset(): void {
    this.#sinceFull = 0;
  }

  /** The values of the next report. */
  take(values: Readonly<Record<string, LinkValue>>): Record<string, LinkValue> {
    if (this.#sinceFull === 0) this.#told.clear();
    this.#sinceFull = (this.#sinceFull + 1) % FULL_EVERY;
    const news: Record<string, LinkValue> = {};
    for (const [path, value] of Object.entries(values)) {
      if (typeof value !== 'number') {
        const told = this.#told.get(path);
        if (told !== undefined && sameLinkValue(told, value)) continue;
        this.#told.set(path, value);
      }
      news[path] = value;
    }
    return news;
  }
}
