import { AppError } from '../app-error.ts';
import type { Monotonic } from '../clock.ts';
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
  take(buckets: readonly BucketOf[]): Promise<readonly BucketState[]>;
}

/** Limits by kind: keys that callers can invent (addresses) never displace those of another kind. */
export type LimitsByKind = (kind: string) => Limits;

export interface LocalLimits extends Limits {
  forget(): void;
}

export function localLimits(monotonic: Monotonic): LocalLimits {
  const buckets = new TokenBuckets(monotonic);
  return { take: (wanted) => Promise.resolve(buckets.takeAll(wanted)), forget: () => buckets.clear() };
}

/**
 * Takes the tokens or refuses with 429. The headers tell of the first bucket; a refusal tells of the empty bucket that
 * takes longest, so that who waits as long as it is told gets through.
 */
export async function takeTokens(
  limits: Limits,
  buckets: readonly BucketOf[],
): Promise<Record<string, string>> {
  const states = await limits.take(buckets);
  const told = buckets.flatMap(({ policy }, at) => {
    const left = states[at];
    return left ? [{ policy, left }] : [];
  });
  const [refused] = told
    .filter(({ left }) => !left.allowed)
    .toSorted((a, b) => b.left.nextMs - a.left.nextMs);
  if (refused) {
    const { policy, left } = refused;
    const retryAfter = String(Math.ceil(left.nextMs / 1000));
    const headers = { ...rateLimitHeaders(policy, left), 'retry-after': retryAfter };
    throw new AppError('rate-limit-exceeded', { policy: policy.name }, headers);
  }
  const [first] = told;
  return first ? rateLimitHeaders(first.policy, first.left) : {};
}
