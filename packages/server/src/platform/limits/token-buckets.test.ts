import { expect, test } from 'vitest';
import { type BucketPolicy, TokenBuckets, rateLimitHeaders } from './token-buckets.ts';

const PER_GATEWAY: BucketPolicy = { name: 'gateway', burst: 3, refillMs: 2_000 };

function newBuckets() {
  const time = { ms: 0 };
  return { time, buckets: new TokenBuckets(() => time.ms) };
}

test('a look costs nothing and says what a take would', () => {
  const { buckets } = newBuckets();
  for (const allowed of [true, true, true, false]) {
    expect(buckets.peek('key', PER_GATEWAY).allowed).toBe(allowed);
    expect(buckets.take('key', PER_GATEWAY).allowed).toBe(allowed);
  }
});

test('invented keys do not grow memory: the longest unused bucket goes, a used one stays', () => {
  const { buckets } = newBuckets();
  buckets.take('used', PER_GATEWAY);
  buckets.take('unused', PER_GATEWAY);
  for (let key = 0; key < 99_998; key += 1) buckets.take(`invented ${key}`, PER_GATEWAY);
  buckets.peek('used', PER_GATEWAY);
  buckets.take('one too many', PER_GATEWAY);
  expect(buckets.size).toBe(100_000);
  expect(buckets.peek('used', PER_GATEWAY).remaining).toBe(2);
  expect(buckets.peek('unused', PER_GATEWAY).remaining).toBe(3);
});

test('a bucket that is full again is forgotten, one that is not is kept', () => {
  const { time, buckets } = newBuckets();
  let taken = 0;
  for (let key = 0; key < 10_000; key += 1) {
    if (buckets.take('busy', PER_GATEWAY).allowed) taken += 1;
    buckets.take(`invented ${key}`, PER_GATEWAY);
    // Each is full again after two seconds, that is 200 later.
    time.ms += 10;
    expect(buckets.size).toBeLessThan(1_000);
  }
  // Three at first and one every two seconds, as if nothing had been forgotten.
  expect(taken).toBe(3 + 49);
});

test('what was only looked at or refused with others takes no memory', () => {
  const { buckets } = newBuckets();
  const once = { ...PER_GATEWAY, burst: 1 };
  buckets.take('empty', once);
  buckets.peek('looked at', PER_GATEWAY);
  buckets.takeAll([
    { key: 'refused', policy: PER_GATEWAY },
    { key: 'empty', policy: once },
  ]);
  expect(buckets.size).toBe(1);
});

test('the headers tell quota and window in seconds, and what is left', () => {
  const headers = rateLimitHeaders(PER_GATEWAY, { allowed: true, remaining: 2, nextMs: 3_001 });
  expect(headers).toEqual({ 'ratelimit-policy': '"gateway";q=3;w=6', ratelimit: '"gateway";r=2;t=4' });
});

test('a quota that does not fill whole seconds has the next longer window', () => {
  const policy = { name: 'short', burst: 1, refillMs: 1_500 };
  const headers = rateLimitHeaders(policy, { allowed: true, remaining: 1, nextMs: 0 });
  expect(headers).toEqual({ 'ratelimit-policy': '"short";q=1;w=2', ratelimit: '"short";r=1;t=0' });
});
