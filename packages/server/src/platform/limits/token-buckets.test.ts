import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BucketPolicy, TokenBuckets, rateLimitHeaders } from './token-buckets.ts';

const PER_GATEWAY: BucketPolicy = { name: 'gateway', burst: 3, refillMs: 2_000 };

function newBuckets() {
  const time = { ms: 0 };
  return { time, buckets: new TokenBuckets(() => time.ms) };
}

/** The plainest bucket there is: moves one millisecond at a time. */
class ModelBucket {
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

test('agrees with a bucket that moves tick by tick, however often it is asked', () => {
  const policies = fc.record({
    name: fc.constant('any'),
    burst: fc.integer({ min: 1, max: 5 }),
    refillMs: fc.integer({ min: 1, max: 60 }),
  });
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 90 }),
    call: fc.constantFrom('take' as const, 'peek' as const),
  });
  fc.assert(
    fc.property(policies, fc.array(step, { maxLength: 120 }), (policy, steps) => {
      const { time, buckets } = newBuckets();
      const model = new ModelBucket(policy);
      for (const { waitMs, call } of steps) {
        time.ms += waitMs;
        for (let tick = 0; tick < waitMs; tick += 1) model.tick();
        const allowed = call === 'take' ? model.take() : model.left.remaining > 0;
        expect(buckets[call]('key', policy)).toEqual({ allowed, ...model.left });
      }
    }),
  );
});

test('refused takes never make the wait longer, at whatever rate they come', () => {
  for (const everyMs of [1, 3, 7, 100, 333]) {
    const { time, buckets } = newBuckets();
    while (buckets.take('key', PER_GATEWAY).allowed);
    const freeAtMs = time.ms + PER_GATEWAY.refillMs;
    while (time.ms + everyMs < freeAtMs) {
      time.ms += everyMs;
      expect(buckets.take('key', PER_GATEWAY).allowed).toBe(false);
    }
    time.ms = freeAtMs;
    expect(buckets.take('key', PER_GATEWAY).allowed).toBe(true);
  }
});

test('who waits as long as it is told gets a token', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_000)), (waits) => {
      const { time, buckets } = newBuckets();
      for (const waitMs of waits) {
        time.ms += waitMs;
        const { allowed, nextMs } = buckets.take('key', PER_GATEWAY);
        if (allowed) continue;
        time.ms += nextMs;
        expect(buckets.peek('key', PER_GATEWAY).allowed).toBe(true);
      }
    }),
  );
});

test('keys have buckets of their own', () => {
  const { buckets } = newBuckets();
  while (buckets.take('one', PER_GATEWAY).allowed);
  expect(buckets.take('other', PER_GATEWAY)).toEqual({ allowed: true, remaining: 2, nextMs: 2_000 });
});

test('a bucket never holds more than its burst', () => {
  const { time, buckets } = newBuckets();
  buckets.take('key', PER_GATEWAY);
  time.ms += 1e9;
  expect(buckets.peek('key', PER_GATEWAY)).toEqual({ allowed: true, remaining: 3, nextMs: 0 });
});

test('a wait is told in whole milliseconds that are enough', () => {
  const { time, buckets } = newBuckets();
  buckets.take('key', PER_GATEWAY);
  time.ms = 0.4;
  expect(buckets.peek('key', PER_GATEWAY).nextMs).toBe(2_000);
});

test('invented keys do not grow memory: the longest unused bucket goes, a used one stays', () => {
  const { buckets } = newBuckets();
  buckets.take('used', PER_GATEWAY);
  buckets.take('unused', PER_GATEWAY);
  for (let key = 0; key < 99_998; key += 1) buckets.peek(`invented ${key}`, PER_GATEWAY);
  buckets.peek('used', PER_GATEWAY);
  buckets.peek('one too many', PER_GATEWAY);
  expect(buckets.peek('used', PER_GATEWAY).remaining).toBe(2);
  expect(buckets.peek('unused', PER_GATEWAY).remaining).toBe(3);
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
