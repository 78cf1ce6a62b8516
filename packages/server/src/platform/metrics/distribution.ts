/** How many observations were at most so large, by bucket: plain integers, as cheap as a comparison per bucket. */
export class Distribution {
  readonly bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  /** Upper bounds, ascending; what is above the last one is counted all the same. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  add(value: number): void {
    this.#sum += value;
    this.#count += 1;
    const at = this.bounds.findIndex((bound) => value <= bound);
    if (at >= 0) this.#counts[at] = (this.#counts[at] ?? 0) + 1;
  }

  get sum(): number {
    return this.#sum;
  }

  get count(): number {
    return this.#count;
  }

  /** Observations up to each bound. */
  cumulative(): [bound: number, count: number][] {
    let upTo = 0;
    return this.bounds.map((bound, at) => [bound, (upTo += this.#counts[at] ?? 0)]);
  }
}
