/** Work on one gateway runs one after the other; gateways do not wait for each other. */
export class Turns {
  readonly #last = new Map<number, Promise<void>>();

  run<T>(gatewayId: number, work: () => Promise<T>): Promise<T> {
    const result = (this.#last.get(gatewayId) ?? Promise.resolve()).then(work);
    const over = result
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        if (this.#last.get(gatewayId) === over) this.#last.delete(gatewayId);
      });
    this.#last.set(gatewayId, over);
    return result;
  }

  /** Everything that was asked for so far has run. */
  async settled(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }
}
