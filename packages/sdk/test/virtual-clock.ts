import type { Clock } from '../src/index.ts';

/** Time that passes only when everybody waits for it. */
export class VirtualClock implements Clock {
  #nowMs = 0;
  readonly #timers: { atMs: number; wake: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      this.#timers.push({ atMs: this.#nowMs + ms, wake: resolve });
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }

  /** Until nobody sleeps any more. */
  async run(): Promise<void> {
    await settled();
    while (this.#timers.length > 0) {
      this.#timers.sort((a, b) => a.atMs - b.atMs);
      const next = this.#timers.shift();
      this.#nowMs = Math.max(this.#nowMs, next?.atMs ?? 0);
      next?.wake();
      await settled();
    }
  }
}

/** After every promise that can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
