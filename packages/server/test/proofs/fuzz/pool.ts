import type { Random } from '../random.ts';

/** How many values of a name are kept; the oldest goes first. */
const EACH_MAX = 24;
/** Members whose text is worth sending again: ids, cursors, versions, what a link holds. */
const WORTH = /(?:Id|id|^token|^code|[cC]ursor|^version|^consentVersion|^secret|^etag)$/;

/** What answers named, by the member's name, so that later requests speak of things that exist. */
export class Pool {
  readonly #known = new Map<string, string[]>();

  /** All that is worth it in a JSON answer. */
  learn(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) {
      if (typeof part === 'string' && part.length < 300 && WORTH.test(name)) this.add(name, part);
      else this.learn(part);
    }
  }

  add(name: string, value: string): void {
    const values = (this.#known.get(name) ?? []).filter((each) => each !== value);
    this.#known.set(name, [...values, value].slice(-EACH_MAX));
  }

  newest(name: string): string | undefined {
    return this.#known.get(name)?.at(-1);
  }

  /** Any that is allowed. */
  any(name: string, random: Random, isAllowed: (value: string) => boolean): string | undefined {
    const allowed = (this.#known.get(name) ?? []).filter(isAllowed);
    return allowed[random.below(allowed.length)];
  }
}
