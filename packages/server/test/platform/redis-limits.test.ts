import { createClient } from '@redis/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLimits } from '../../src/platform/limits/open-limits.ts';
import { REDIS_TIMEOUT_MS, RedisBuckets } from '../../src/platform/limits/redis-buckets.ts';
import type { BucketPolicy } from '../../src/platform/limits/token-buckets.ts';
import { startSandbox } from '../harness/sandbox.ts';
import { REDIS_PROGRAM, startRedis, type TestRedis } from '../harness/redis.ts';

const SLOW: BucketPolicy = { name: 'slow', burst: 2, refillMs: 3_600_000 };
const bucket = [{ key: 'key', policy: SLOW }];
const allowed = [{ allowed: true }];
const refused = [{ allowed: false }];
const SOON = { timeout: 10_000, interval: 20 };

describe.skipIf(REDIS_PROGRAM === undefined)('rate limits that nodes share', () => {
  let redis: TestRedis;
  const toClose: (() => void)[] = [];

  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const close of toClose.splice(0)) close();
    await redis.kill('SIGKILL');
  });

  /** A node, and what it logs. */
  const node = async (url = redis.url) => {
    const told: string[] = [];
    const log = {
      info: (text: string) => void told.push(text),
      warn: (_about: object, text: string) => void told.push(text),
    } as Parameters<typeof openLimits>[0]['log'];
    const { limitsOf, close } = await openLimits({ redisUrl: url, monotonic: () => performance.now(), log });
    toClose.push(close);
    return { limits: limitsOf('company'), told };
  };
  const buckets = async (time?: () => number) => {
    const opened = new RedisBuckets(redis.url, time);
    toClose.push(() => opened.close());
    await opened.ready();
    return opened;
  };
  const away = expect.stringContaining('Redis is away') as string;
  const back = expect.stringContaining('Redis is back') as string;

  test('two nodes have one budget', async () => {
    const [one, other] = [await node(), await node()];
    expect(await one.limits.take(bucket)).toMatchObject(allowed);
    expect(await other.limits.take(bucket)).toMatchObject(allowed);
    expect(await one.limits.take(bucket)).toMatchObject(refused);
    expect(await other.limits.take(bucket)).toMatchObject(refused);
    expect([...one.told, ...other.told]).toEqual([]);
  });

  test('many calls at once to a node that does not know their key yet are not taken for a flood of strangers', async () => {
    const sandbox = await startSandbox({ REDIS_URL: redis.url });
    toClose.push(() => void sandbox.stop());
    // So that all of them wait for the first count, however fast Redis is.
    redis.signal('SIGSTOP');
    const calls = Array.from({ length: 40 }, () => sandbox.call('GET', '/api-keys/me'));
    await new Promise((resolve) => setTimeout(resolve, REDIS_TIMEOUT_MS / 5));
    redis.signal('SIGCONT');
    const policies = (await Promise.all(calls)).map(({ headers }) => headers.get('ratelimit-policy') ?? '');
    expect(policies.filter((policy) => policy.includes('unauthenticated'))).toEqual([]);
    const invented = Array.from({ length: 40 }, () =>
      sandbox.call('GET', '/api-keys/me', { key: `${sandbox.world.keys.ok.slice(0, -1)}A` }),
    );
    expect((await Promise.all(invented)).map(({ status }) => status)).toContain(429);
  });

  test('a killed server: each node counts for itself, says so once, and returns when it is back', async () => {
    const { limits, told } = await node();
    for (const expected of [allowed, allowed, refused])
      expect(await limits.take(bucket)).toMatchObject(expected);
    await redis.kill('SIGKILL');
    const started = performance.now();
    for (const expected of [allowed, allowed, refused, refused])
      expect(await limits.take(bucket)).toMatchObject(expected);
    expect(performance.now() - started).toBeLessThan(3 * REDIS_TIMEOUT_MS);
    expect(told).toEqual([away]);
    await redis.start();
    await vi.waitFor(async () => {
      await limits.take(bucket);
      expect(told).toEqual([away, back]);
    }, SOON);
    await redis.kill('SIGKILL');
    await limits.take(bucket);
    expect(told).toEqual([away, back, away]);
  });

  test('a server that hangs delays requests once by the time-out, and counts again when it goes on', async () => {
    const { limits, told } = await node();
    await limits.take(bucket);
    redis.signal('SIGSTOP');
    const started = performance.now();
    const together = await Promise.all([limits.take(bucket), limits.take(bucket), limits.take(bucket)]);
    expect(together.flat().map((left) => left.allowed)).toEqual([true, true, false]);
    for (let call = 0; call < 10; call += 1) expect(await limits.take(bucket)).toMatchObject(refused);
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(REDIS_TIMEOUT_MS - 5);
    expect(tookMs).toBeLessThan(5 * REDIS_TIMEOUT_MS);
    expect(told).toEqual([away]);
    redis.signal('SIGCONT');
    await vi.waitFor(async () => {
      await limits.take(bucket);
      expect(told).toEqual([away, back]);
    }, SOON);
  });

  test('a node starts without the server and uses it as soon as it is there', async () => {
    await redis.kill('SIGKILL');
    const { limits, told } = await node();
    expect(told).toEqual([away]);
    expect(await limits.take(bucket)).toMatchObject(allowed);
    await redis.start();
    await vi.waitFor(async () => {
      await limits.take(bucket);
      expect(told).toEqual([away, back]);
    }, SOON);
  });

  test('a server that refuses to write is an outage too', async () => {
    const { limits, told } = await node();
    const admin = await adminOf(redis);
    await admin.sendCommand(['CONFIG', 'SET', 'maxmemory', '1']);
    expect(await limits.take(bucket)).toMatchObject(allowed);
    expect(told).toEqual([away]);
    await admin.sendCommand(['CONFIG', 'SET', 'maxmemory', '0']);
    expect(await limits.take(bucket)).toMatchObject(allowed);
    expect(told).toEqual([away, back]);
  });

  test('what is logged holds no password', async () => {
    const lines: string[] = [];
    const log = { info: () => undefined, warn: (about: object) => void lines.push(JSON.stringify(about)) };
    const url = redis.url.replace('redis://', 'redis://node:s3cret@');
    const { limitsOf, close } = await openLimits({ redisUrl: url, monotonic: () => performance.now(), log });
    toClose.push(close);
    expect(await limitsOf('company').take(bucket)).toMatchObject(allowed);
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('s3cret');
  });

  test('a clock of the server that was set back costs at most one refill time', async () => {
    const time = { ms: 1e12 };
    const shared = await buckets(() => time.ms);
    for (let call = 0; call < 2; call += 1) await shared.take(bucket);
    time.ms -= 86_400_000;
    expect(await shared.take(bucket)).toEqual([{ allowed: false, remaining: 0, nextMs: SLOW.refillMs }]);
  });

  test('100,000 invented keys leave nothing behind', async () => {
    const admin = await adminOf(redis);
    const { limits } = await node();
    const brief: BucketPolicy = { name: 'brief', burst: 20, refillMs: 50 };
    for (let batch = 0; batch < 1_000; batch += 1) {
      const keys = Array.from({ length: 100 }, (_unused, at) => `address ${batch} ${at}`);
      await limits.take(keys.map((key) => ({ key, policy: brief })));
    }
    await vi.waitFor(async () => expect(await admin.sendCommand(['DBSIZE'])).toBe(0), SOON);
    const stats = await admin.sendCommand<string>(['INFO', 'stats']);
    expect(Number(/expired_keys:(\d+)/.exec(stats)?.[1])).toBeGreaterThan(50_000);
  });

  test('a key lives exactly until its bucket is full again', async () => {
    const admin = await adminOf(redis);
    const shared = await buckets();
    await shared.take(bucket);
    const leftMs = Number(await admin.sendCommand(['PTTL', 'key']));
    expect(leftMs).toBeGreaterThan(SLOW.refillMs - 5_000);
    expect(leftMs).toBeLessThanOrEqual(SLOW.refillMs);
    await shared.take(bucket);
    expect(Number(await admin.sendCommand(['PTTL', 'key']))).toBeGreaterThan(2 * SLOW.refillMs - 5_000);
  });

  async function adminOf({ url }: TestRedis) {
    const client = createClient({ url });
    client.on('error', () => undefined);
    await client.connect();
    toClose.push(() => client.destroy());
    return client;
  }
});
