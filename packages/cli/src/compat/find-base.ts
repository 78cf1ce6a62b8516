import type { Router } from './api.ts';
import type { Entry } from './har.ts';

/** What stands before the paths of the API: `https://api.example.com/partner`. */
export class Bases {
  readonly #router: Router;
  readonly #counts = new Map<string, number>();

  constructor(router: Router) {
    this.#router = router;
  }

  add({ url }: Entry): void {
    const prefix = this.#router.prefixOf(url.pathname);
    if (prefix === undefined) return;
    const base = url.origin + prefix;
    this.#counts.set(base, (this.#counts.get(base) ?? 0) + 1);
  }

  /** The one that most entries have; of two the shorter. */
  best(): string | undefined {
    return this.all()[0];
  }

  all(): string[] {
    return [...this.#counts]
      .toSorted(([a, countA], [b, countB]) => countB - countA || a.length - b.length)
      .map(([base]) => base);
  }
}

/** The path of the API in an address; undefined: it is another one. */
export function pathUnder(base: string, { origin, pathname }: URL): string | undefined {
  const address = origin + pathname;
  return address === base || address.startsWith(`${base}/`) ? address.slice(base.length) : undefined;
}
