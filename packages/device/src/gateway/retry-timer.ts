import { randomInt } from 'node:crypto';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Waits longer after each failure, with jitter: thousands of gateways must not come back in the same second. */
export class RetryTimer {
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;

  /** The delay chosen, milliseconds. */
  later(run: () => void): number {
    const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    const delayMs = randomInt(ceilingMs / 2, ceilingMs);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.stop();
    this.#timer = setTimeout(run, delayMs);
    return delayMs;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
