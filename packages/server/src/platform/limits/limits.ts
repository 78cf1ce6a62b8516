import { AppError } from '../app-error.ts';
import type { Monotonic } from '../clock.ts';
import { andThen, type Soon } from '../soon.ts';
import { rateLimitHeaders, TokenBuckets, type BucketPolicy, type BucketState } from './token-buckets.ts';

/** A bucket by its key; the policy is applied anew at every take, so a plan may change while buckets are in use. */
export interface BucketOf {
  readonly key: string;
  readonly policy: BucketPolicy;
}

/** Buckets of one kind, in this process or shared by all nodes. */
export interface Limits {
  /**
   * One token of every bucket, or of none if one of them is empty: then those are not `allowed`, and nothing was taken.
   * Answers in the order of `buckets`.
   */
  take(buckets: readonly BucketOf[]): Soon<readonly BucketState[]>;
}

/** Limits by kind: keys that callers can invent (addresses) never displace those of another kind. */
export type LimitsByKind = (kind: string) => Limits;

export interface LocalLimits extends Limits {
  forget(): void;
}

export function localLimits(monotonic: Monotonic): LocalLimits {
  const buckets = new TokenBuckets(monotonic);
  return { take: (wanted) => buckets.takeAll(wanted), forget: () => buckets.clear() };
}

/**
 * Takes the tokens or refuses with 429. The headers tell of the first bucket; a refusal tells of the empty bucket that
 * takes longest, so that who waits as long as it is told gets through.
 */
export function takeTokens(limits: Limits, buckets: readonly BucketOf[]): Soon<Record<string, string>> {
  return andThen(limits.take(buckets), (states) => {
    const [first] = buckets;
    const [left] = states;
    if (states.every(({ allowed }) => allowed))
      return first && left ? rateLimitHeaders(first.policy, left) : {};
    throw refusal(buckets, states);
  });
}

function refusal(buckets: readonly BucketOf[], states: readonly BucketState[]): AppError {
  const told = buckets.flatMap(({ policy }, at) => {
    const left = states[at];
    return left ? [{ policy, left }] : [];
  });
  const [refused] = told
    .filter(({ left }) => !left.allowed)
    .toSorted((a, b) => b.left.nextMs - a.left.nextMs);
  if (!refused) throw new Error('no bucket is empty');
  const { policy, left } = refused;
  const retryAfter = String(Math.ceil(left.nextMs / 1000));
  const headers = { ...rateLimitHeaders(policy, left), 'retry-after': retryAfter };
  return new AppError('rate-limit-exceeded', { policy: policy.name }, headers);
}
