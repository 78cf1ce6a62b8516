/** What was started is stopped in the opposite order; what cannot be stopped does not keep the rest running. */
export class Cleanups {
  readonly #steps: (() => unknown)[] = [];

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Rejects when everything was tried, with what went wrong. */
  async run(): Promise<void> {
    const faults: unknown[] = [];
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length > 1) throw new AggregateError(faults, 'several things could not be stopped');
    if (faults.length === 1) throw faults[0];
  }
}
