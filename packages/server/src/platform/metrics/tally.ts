/** Values of one label beyond this are counted as `other`: what callers can invent must not grow the answer. */
const VALUES_MAX = 50;

/** Counts by one label, as plain integers: nothing is formatted before somebody asks. */
export class Tally<Value extends string = string> {
  readonly #counts = new Map<string, number>();

  /** Values that are known beforehand begin at 0, so that the first one that is counted is seen as an increase. */
  constructor(known: readonly Value[] = []) {
    for (const value of known) this.#counts.set(value, 0);
  }

  add(value: Value, by = 1): void {
    const count = this.#counts.get(value);
    const key = count === undefined && this.#counts.size >= VALUES_MAX ? 'other' : value;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  entries(): Iterable<[value: string, count: number]> {
    return this.#counts.entries();
  }
}
