import type { BucketPolicy } from './token-buckets.ts';

/** The plainest bucket there is: moves one millisecond at a time. */
export class ModelBucket {
  #tokens: number;
  #progressMs = 0;
  readonly #policy: BucketPolicy;

  constructor(policy: BucketPolicy) {
    this.#policy = policy;
    this.#tokens = policy.burst;
  }

  tick(): void {
    if (this.#tokens === this.#policy.burst) return;
    this.#progressMs += 1;
    if (this.#progressMs < this.#policy.refillMs) return;
    this.#tokens += 1;
    this.#progressMs = 0;
  }

  take(): boolean {
    if (this.#tokens === 0) return false;
    this.#tokens -= 1;
    return true;
  }

  get left() {
    const isFull = this.#tokens === this.#policy.burst;
    return { remaining: this.#tokens, nextMs: isFull ? 0 : this.#policy.refillMs - this.#progressMs };
  }
}
