interface Waiter {
  readonly isDone: () => boolean;
  readonly resolve: () => void;
}

/** Callers that wait until a condition holds; whoever changes the state calls `check`. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  wait(isDone: () => boolean, timeoutMs: number, describe: () => string): Promise<void> {
    if (isDone()) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { isDone, resolve };
    this.#waiting.add(waiter);
    const timer = setTimeout(() => reject(new Error(describe())), timeoutMs);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(waiter);
    });
  }

  check(): void {
    for (const waiter of this.#waiting) if (waiter.isDone()) waiter.resolve();
  }
}
