import type { Clock } from '../transport/clock.ts';

/** `burst` tokens at most, one more every `refillMs`. */
export interface Policy {
  readonly burst: number;
  readonly refillMs: number;
}

/** What an answer says of the bucket at the server: tokens left, and when the next one comes. */
export interface Remaining {
  readonly tokens: number;
  readonly nextMs: number;
}

/**
 * A token bucket that never overdraws the one at the server, however long requests take. When a request reaches the server
 * is not known, only that it is between sending and answer. So a token counts as taken while its request is under way, and
 * grows back from the answer on. Time is kept as the moment at which the bucket would be full again.
 */
export class Bucket {
  #policy: Policy;
  readonly #clock: Clock;
  /** When it is full again by our own requests, and by what answers said: others may draw on it too. */
  #ownFullMs = Number.NEGATIVE_INFINITY;
  #toldFullMs = Number.NEGATIVE_INFINITY;
  #underWay = 0;
  /** Callers go in the order in which they came. */
  #line: Promise<void> = Promise.resolve();
  #wake: (() => void) | undefined;

  constructor(policy: Policy, clock: Clock) {
    this.#policy = policy;
    this.#clock = clock;
  }

  get policy(): Policy {
    return this.#policy;
  }

  /** Full and unused, which is as good as a new one. */
  get isIdle(): boolean {
    return this.#underWay === 0 && this.#fullMs() <= this.#clock.now();
  }

  /** Waits for a token. Each one has to be given back by `answered` or `refused`. */
  async take(signal?: AbortSignal): Promise<void> {
    const turn = this.#line;
    let next = () => {};
    this.#line = new Promise((resolve) => (next = resolve));
    try {
      await orAborted(turn, signal);
      await this.#admit(signal);
    } finally {
      // Who gives up in the line lets nobody past those before.
      void turn.then(next);
    }
  }

  /** The request has cost its token, or may have. */
  answered(): void {
    this.#ownFullMs = Math.max(this.#ownFullMs, this.#clock.now()) + this.#policy.refillMs;
    this.#settle();
  }

  /** The request has cost nothing. */
  refused(): void {
    this.#settle();
  }

  /** The server has no token before this time is over. */
  isEmptyFor(waitMs: number): void {
    const { burst, refillMs } = this.#policy;
    this.#ownFullMs = Math.max(this.#ownFullMs, this.#clock.now() + waitMs + (burst - 1) * refillMs);
  }

  /** What the server said with an answer. */
  learn(policy: Policy, { tokens, nextMs }: Remaining): void {
    const isOther = policy.burst !== this.#policy.burst || policy.refillMs !== this.#policy.refillMs;
    this.#policy = policy;
    const missing = policy.burst - tokens;
    const untilFullMs =
      missing <= 0 ? 0 : (missing - 1) * policy.refillMs + Math.min(nextMs, policy.refillMs);
    if (isOther) {
      // What was reckoned by the old policy is worth nothing.
      this.#ownFullMs = Number.NEGATIVE_INFINITY;
      this.#toldFullMs = Number.NEGATIVE_INFINITY;
    }
    this.#toldFullMs = Math.max(this.#toldFullMs, this.#clock.now() + untilFullMs);
    this.#wake?.();
  }

  async #admit(signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      const { burst, refillMs } = this.#policy;
      const now = this.#clock.now();
      const waitMs = Math.max(this.#fullMs() - now, 0) + (this.#underWay - burst + 1) * refillMs;
      if (waitMs <= 0) break;
      // With as many under way as there are tokens, time alone frees none.
      if (this.#underWay >= burst) await this.#settled(signal);
      else await this.#clock.sleep(waitMs, signal);
    }
    signal?.throwIfAborted();
    this.#underWay += 1;
  }

  #fullMs(): number {
    return Math.max(this.#ownFullMs, this.#toldFullMs);
  }

  #settle(): void {
    this.#underWay -= 1;
    this.#wake?.();
  }

  async #settled(signal: AbortSignal | undefined): Promise<void> {
    try {
      await orAborted(new Promise<void>((resolve) => (this.#wake = resolve)), signal);
    } finally {
      this.#wake = undefined;
    }
  }
}

function orAborted(wanted: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return wanted;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const end = () => reject(signal.reason as Error);
    signal.addEventListener('abort', end, { once: true });
    void wanted.then(() => {
      signal.removeEventListener('abort', end);
      resolve();
    });
  });
}
