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
  tokens: number;
  /** Since when the next token has been growing. */
  sinceMs: number;
}

/** Callers can invent keys (addresses), so the number of buckets is bounded; the longest unused goes first. */
const MAX_BUCKETS = 100_000;

/** Token buckets in this process. A refused take costs nothing and never makes the wait longer. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #monotonic: Monotonic;

  constructor(monotonic: Monotonic) {
    this.#monotonic = monotonic;
  }

  take(key: string, policy: BucketPolicy): BucketState {
    const now = this.#monotonic();
    const bucket = this.#refilled(key, policy, now);
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= 1;
    return state(bucket, policy, now, allowed);
  }

  /** What a take would say, without taking. */
  peek(key: string, policy: BucketPolicy): BucketState {
    const now = this.#monotonic();
    const bucket = this.#refilled(key, policy, now);
    return state(bucket, policy, now, bucket.tokens >= 1);
  }

  #refilled(key: string, policy: BucketPolicy, now: number): Bucket {
    const known = this.#buckets.get(key);
    const bucket = known ?? { tokens: policy.burst, sinceMs: now };
    if (known) {
      const grown = Math.floor((now - bucket.sinceMs) / policy.refillMs);
      bucket.tokens = Math.min(policy.burst, bucket.tokens + grown);
      bucket.sinceMs = bucket.tokens === policy.burst ? now : bucket.sinceMs + grown * policy.refillMs;
      this.#buckets.delete(key);
    }
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > MAX_BUCKETS) {
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    return bucket;
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
  const windowSeconds = Math.ceil((policy.burst * policy.refillMs) / 1000);
  return {
    'ratelimit-policy': `"${policy.name}";q=${policy.burst};w=${windowSeconds}`,
    ratelimit: `"${policy.name}";r=${left.remaining};t=${Math.ceil(left.nextMs / 1000)}`,
  };
}
