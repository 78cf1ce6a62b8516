import type { Monotonic } from '../clock.ts';

/** `burst` tokens at most, one more every `refillMs`. */
export interface BucketPolicy {
  /** Name in the `RateLimit` headers. */
  readonly name: string;
  readonly burst: number;
  readonly refillMs: number;
}

export interface BucketState {
  readonly allowed: boolean;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Milliseconds until the next token; 0 when the bucket is full. */
  readonly nextMs: number;
}

/** Whole tokens only: fractions would add up rounding errors of many refused takes to a longer wait. */
interface Bucket {
  readonly tokens: number;
  /** Since when the next token has been growing. */
  readonly sinceMs: number;
  /** From then on it is full, which is as good as no bucket. */
  readonly fullMs: number;
}

/** Callers can invent keys (addresses), so the number of buckets is bounded; the longest unused goes first. */
const MAX_BUCKETS = 100_000;
/** Buckets looked at with every token taken: more than a take can add, so those that are full again go away. */
const SWEPT_PER_TAKE = 2;

/**
 * Token buckets in this process. A refused take costs nothing and never makes the wait longer. The script in
 * `redis-buckets.ts` is the same arithmetic, operation by operation.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #monotonic: Monotonic;
  /** Where the sweep stands; it survives changes of the map. */
  #sweep = this.#buckets.entries();

  constructor(monotonic: Monotonic) {
    this.#monotonic = monotonic;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** All are full again. */
  clear(): void {
    this.#buckets.clear();
    this.#sweep = this.#buckets.entries();
  }

  take(key: string, policy: BucketPolicy): BucketState {
    const now = this.#monotonic();
    const bucket = this.#refilled(key, policy, now);
    if (bucket.tokens < 1) return state(bucket, policy, now, false);
    return state(this.#keep(key, bucket, policy, now), policy, now, true);
  }

  /** One token of every bucket, or of none when one of them is empty. */
  takeAll(wanted: readonly { key: string; policy: BucketPolicy }[]): BucketState[] {
    const now = this.#monotonic();
    const found = wanted.map(({ key, policy }) => ({
      key,
      policy,
      bucket: this.#refilled(key, policy, now),
    }));
    const isTaken = found.every(({ bucket }) => bucket.tokens >= 1);
    return found.map(({ key, policy, bucket }) => {
      const left = isTaken ? this.#keep(key, bucket, policy, now) : bucket;
      return state(left, policy, now, isTaken || bucket.tokens >= 1);
    });
  }

  /** What a take would say, without taking. */
  peek(key: string, policy: BucketPolicy): BucketState {
    const now = this.#monotonic();
    const bucket = this.#refilled(key, policy, now);
    return state(bucket, policy, now, bucket.tokens >= 1);
  }

  #refilled(key: string, policy: BucketPolicy, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (!known) return { tokens: policy.burst, sinceMs: now, fullMs: now };
    this.#buckets.delete(key);
    this.#buckets.set(key, known);
    const grown = Math.floor((now - known.sinceMs) / policy.refillMs);
    const tokens = Math.min(policy.burst, known.tokens + grown);
    const sinceMs = tokens === policy.burst ? now : known.sinceMs + grown * policy.refillMs;
    return { tokens, sinceMs, fullMs: known.fullMs };
  }

  #keep(key: string, bucket: Bucket, policy: BucketPolicy, now: number): Bucket {
    const tokens = bucket.tokens - 1;
    const { sinceMs } = bucket;
    const left = { tokens, sinceMs, fullMs: sinceMs + (policy.burst - tokens) * policy.refillMs };
    this.#buckets.set(key, left);
    this.#forgetFull(now);
    if (this.#buckets.size > MAX_BUCKETS) {
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    return left;
  }

  #forgetFull(now: number): void {
    for (let looked = 0; looked < SWEPT_PER_TAKE; looked += 1) {
      const next = this.#sweep.next();
      if (next.done === true) {
        this.#sweep = this.#buckets.entries();
        return;
      }
      const [key, { fullMs }] = next.value;
      if (fullMs <= now) this.#buckets.delete(key);
    }
  }
}

function state(bucket: Bucket, policy: BucketPolicy, now: number, allowed: boolean): BucketState {
  const isFull = bucket.tokens === policy.burst;
  return {
    allowed,
    remaining: bucket.tokens,
    nextMs: isFull ? 0 : Math.ceil(bucket.sinceMs + policy.refillMs - now),
  };
}

/** Headers of the IETF draft: the policy (quota, window in seconds) and what is left of it. */
export function rateLimitHeaders(policy: BucketPolicy, left: BucketState): Record<string, string> {
  return {
    'ratelimit-policy': policyText(policy),
    ratelimit: `"${policy.name}";r=${left.remaining};t=${Math.ceil(left.nextMs / 1000)}`,
  };
}

/** A policy is told with every answer, and never changed in place. */
const texts = new WeakMap<BucketPolicy, string>();

function policyText(policy: BucketPolicy): string {
  const known = texts.get(policy);
  if (known !== undefined) return known;
  const windowSeconds = Math.ceil((policy.burst * policy.refillMs) / 1000);
  const text = `"${policy.name}";q=${policy.burst};w=${windowSeconds}`;
  texts.set(policy, text);
  return text;
}
