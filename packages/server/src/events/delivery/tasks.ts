/** What a worker has under way, one at a time under the same name. */
export class Tasks {
  readonly #running = new Map<string, Promise<void>>();

  get size(): number {
    return this.#running.size;
  }

  has(name: string): boolean {
    return this.#running.has(name);
  }

  /** `ended` is called when it is over; the work itself must not fail. */
  begin(name: string, work: Promise<void>, ended: () => void): void {
    const task = work.finally(() => {
      this.#running.delete(name);
      ended();
    });
    this.#running.set(name, task);
  }

  /** Those that are under way now have ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}
