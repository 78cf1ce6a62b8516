/** Parts of other nodes' gateways that were there when they were looked at last. */
const SEEN_MAX = 50_000;

export class PartsElsewhere {
  readonly #seen = new Set<string>();

  has(part: string): boolean {
    return this.#seen.has(part);
  }

  add(part: string): void {
    if (this.#seen.size >= SEEN_MAX) this.#seen.clear();
    this.#seen.add(part);
  }
}
