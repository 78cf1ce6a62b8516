/** One after the other for each key, many keys at once. */
export class Lanes {
  readonly #max: number;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #running = new Set<Promise<void>>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Resolves when there is room for the next one, not when this one is done. */
  async add(key: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#lanes.get(key) ?? Promise.resolve()).then(work).finally(() => {
      this.#running.delete(done);
      if (this.#lanes.get(key) === done) this.#lanes.delete(key);
    });
    this.#lanes.set(key, done);
    this.#running.add(done);
    while (this.#running.size >= this.#max) await Promise.race(this.#running);
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }
}
