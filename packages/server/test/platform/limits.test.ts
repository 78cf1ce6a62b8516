import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../src/platform/app-error.ts';
import { localLimits, takeTokens, type BucketOf, type Limits } from '../../src/platform/limits/limits.ts';
import { openLimits } from '../../src/platform/limits/open-limits.ts';
import { ModelBucket } from '../../src/platform/limits/test-support.ts';
import type { BucketPolicy } from '../../src/platform/limits/token-buckets.ts';
import { REDIS_PROGRAM, startRedis, type TestRedis } from '../harness/redis.ts';

const PER_GATEWAY: BucketPolicy = { name: 'gateway', burst: 3, refillMs: 2_000 };
const silent = { info: () => undefined, warn: () => undefined };

/** Both stores run on this time; tests move it. */
const time = { ms: 0 };
const now = () => time.ms;

const stores = [
  { name: 'in this process', isHere: true, open: () => Promise.resolve(open(undefined)) },
  {
    name: 'in Redis',
    isHere: REDIS_PROGRAM !== undefined,
    open: async () => open((await sharedRedis()).url),
  },
];

let redis: TestRedis | undefined;

async function sharedRedis(): Promise<TestRedis> {
  return (redis ??= await startRedis());
}

function open(redisUrl: string | undefined) {
  return openLimits({ redisUrl, monotonic: now, redisTime: now, log: silent });
}

afterAll(() => redis?.kill('SIGKILL'));

describe.each(stores.filter(({ isHere }) => isHere))('token buckets $name', (store) => {
  let limits: Limits;
  let close: () => void;
  let count = 0;

  beforeAll(async () => {
    const opened = await store.open();
    limits = opened.limitsOf('test');
    close = opened.close;
  });
  afterAll(() => close());

  const newKey = () => `key ${(count += 1)}`;
  const take = async (key: string, policy = PER_GATEWAY) => {
    const [left] = await limits.take([{ key, policy }]);
    return left;
  };

  test('agree with buckets that move tick by tick, each alone and several at once', async () => {
    const policy = fc.record({
      name: fc.constant('any'),
      burst: fc.integer({ min: 1, max: 5 }),
      refillMs: fc.integer({ min: 1, max: 60 }),
    });
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 90 }),
      wanted: fc.constantFrom<number[][]>([0], [1], [0, 1], [1, 0]),
    });
    await fc.assert(
      fc.asyncProperty(policy, policy, fc.array(step, { maxLength: 60 }), async (one, other, steps) => {
        const both = [one, other].map((p) => ({ key: newKey(), policy: p, model: new ModelBucket(p) }));
        for (const { waitMs, wanted } of steps) {
          time.ms += waitMs;
          for (let tick = 0; tick < waitMs; tick += 1) both.forEach(({ model }) => model.tick());
          const asked = both.filter((_unused, at) => wanted.includes(at));
          const had = asked.map(({ model }) => model.left.remaining > 0);
          if (!had.includes(false)) asked.forEach(({ model }) => model.take());
          const expected = asked.map(({ model }, at) => ({ allowed: had[at], ...model.left }));
          expect(await limits.take(asked)).toEqual(expected);
        }
      }),
    );
  });

  test('refused takes never make the wait longer, at whatever rate they come', async () => {
    for (const everyMs of [3, 7, 100, 333]) {
      const key = newKey();
      for (let call = 0; call < 3; call += 1) await take(key);
      const freeAtMs = time.ms + PER_GATEWAY.refillMs;
      while (time.ms + everyMs < freeAtMs) {
        time.ms += everyMs;
        expect((await take(key))?.allowed).toBe(false);
      }
      time.ms = freeAtMs;
      expect((await take(key))?.allowed).toBe(true);
    }
  });

  test('who waits as long as it is told gets a token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3_000), { maxLength: 20 }), async (waits) => {
        const key = newKey();
        for (const waitMs of waits) {
          time.ms += waitMs;
          const left = await take(key);
          if (left?.allowed !== false) continue;
          time.ms += left.nextMs;
          expect((await take(key))?.allowed).toBe(true);
        }
      }),
    );
  });

  test('a take of several is refused as a whole and then costs none of them anything', async () => {
    const [full, empty] = [newKey(), newKey()];
    for (let call = 0; call < 3; call += 1) await take(empty);
    const both = [full, empty].map((key) => ({ key, policy: PER_GATEWAY }));
    for (let call = 0; call < 5; call += 1) {
      expect(await limits.take(both)).toEqual([
        { allowed: true, remaining: 3, nextMs: 0 },
        { allowed: false, remaining: 0, nextMs: 2_000 },
      ]);
    }
  });

  test('a hundred at once get exactly the burst', async () => {
    const key = newKey();
    const all = await Promise.all(Array.from({ length: 100 }, () => take(key)));
    expect(all.filter((left) => left?.allowed)).toHaveLength(3);
  });

  test('a bucket never holds more than its burst, nor more than a smaller plan allows', async () => {
    const key = newKey();
    await take(key);
    time.ms += 1e9;
    expect(await take(key)).toEqual({ allowed: true, remaining: 2, nextMs: 2_000 });
    expect(await take(key, { ...PER_GATEWAY, burst: 1 })).toEqual({
      allowed: true,
      remaining: 0,
      nextMs: 2_000,
    });
  });

  test('fractions of a millisecond count in the bucket, and waits are told in whole ones that are enough', async () => {
    const key = newKey();
    const third: BucketPolicy = { name: 'ceiling', burst: 60, refillMs: 1_000 / 60 };
    const start = time.ms;
    await take(key, third);
    time.ms = start + 0.4;
    expect(await take(key, third)).toEqual({ allowed: true, remaining: 58, nextMs: 17 });
    time.ms = start + 16.5;
    expect(await take(key, third)).toEqual({ allowed: true, remaining: 57, nextMs: 1 });
    time.ms = start + 16.7;
    expect(await take(key, third)).toEqual({ allowed: true, remaining: 57, nextMs: 17 });
    time.ms = Math.ceil(time.ms);
  });

  test('the headers tell of the first bucket; a refusal of the one that takes longest', async () => {
    const slow: BucketPolicy = { name: 'slow', burst: 1, refillMs: 60_000 };
    const buckets: [BucketOf, BucketOf] = [
      { key: newKey(), policy: PER_GATEWAY },
      { key: newKey(), policy: slow },
    ];
    const gateway = { 'ratelimit-policy': '"gateway";q=3;w=6', ratelimit: '"gateway";r=2;t=2' };
    expect(await takeTokens(limits, buckets)).toEqual(gateway);
    const again = async () => takeTokens(limits, buckets);
    const refusal = await again().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({
      code: 'rate-limit-exceeded',
      members: { policy: 'slow' },
      headers: { 'ratelimit-policy': '"slow";q=1;w=60', ratelimit: '"slow";r=0;t=60', 'retry-after': '60' },
    });
  });
});

test('without REDIS_URL kinds do not displace each other', async () => {
  const { limitsOf } = await openLimits({ redisUrl: undefined, monotonic: now, log: silent });
  const bucket = [{ key: 'same', policy: { ...PER_GATEWAY, burst: 1 } }];
  await limitsOf('one').take(bucket);
  expect(await limitsOf('other').take(bucket)).toMatchObject([{ allowed: true }]);
});

test('both stores answer alike to the millisecond when the same calls come at the same fractions of time', async () => {
  if (REDIS_PROGRAM === undefined) return;
  const shared = await open((await sharedRedis()).url);
  const policy = fc.record({
    name: fc.constant('any'),
    burst: fc.integer({ min: 1, max: 100 }),
    refillMs: fc.integer({ min: 100, max: 100_000 }).map((us) => us / 1_000),
  });
  const waits = fc.array(
    fc.nat(150_000).map((us) => us / 1_000),
    { maxLength: 60 },
  );
  let run = 0;
  // As large as the time of a real server, so that lost digits would show.
  time.ms += 1.8e12;
  await fc.assert(
    fc.asyncProperty(policy, waits, async (any, steps) => {
      const both = [shared.limitsOf('alike'), localLimits(now)];
      const bucket = [{ key: `run ${(run += 1)}`, policy: any }];
      for (const waitMs of steps) {
        time.ms += waitMs;
        const [inRedis, here] = await Promise.all(both.map(async (limits) => limits.take(bucket)));
        expect(inRedis).toEqual(here);
      }
    }),
  );
  shared.close();
});
