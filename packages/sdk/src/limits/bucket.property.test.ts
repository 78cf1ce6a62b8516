import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBuckets, type BucketPolicy } from '../../../server/src/platform/limits/token-buckets.ts';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { Bucket } from './bucket.ts';

const policies = fc.record({
  name: fc.constant('model'),
  burst: fc.integer({ min: 1, max: 6 }),
  refillMs: fc.integer({ min: 1, max: 5_000 }),
});
/** When a caller comes, how long its request goes there, and the answer back. */
const calls = (latency: number) =>
  fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 20_000 }),
      thereMs: fc.integer({ min: 0, max: latency }),
      backMs: fc.integer({ min: 0, max: latency }),
    }),
    { minLength: 1, maxLength: 25 },
  );

/** The bucket of the server itself is the model. */
test('no request is ever refused, however long each of them is under way', async () => {
  await fc.assert(
    fc.asyncProperty(policies, calls(8_000), async (policy, all) => {
      const clock = new VirtualClock();
      const server = new TokenBuckets(() => clock.now());
      const bucket = new Bucket(policy, clock);
      const allowed: boolean[] = [];
      const done = Promise.all(
        all.map(async ({ atMs, thereMs, backMs }) => {
          await clock.sleep(atMs);
          await bucket.take();
          await clock.sleep(thereMs);
          allowed.push(server.take('one', policy).allowed);
          await clock.sleep(backMs);
          bucket.answered();
        }),
      );
      await clock.run();
      await done;
      expect(allowed).toEqual(all.map(() => true));
      if (bucket.isIdle) expect(server.peek('one', policy).nextMs).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('where the way takes no time, nobody waits longer than the server would let them', async () => {
  await fc.assert(
    fc.asyncProperty(policies, calls(0), async (policy, all) => {
      const clock = new VirtualClock();
      const bucket = new Bucket(policy, clock);
      const at: number[] = [];
      const done = Promise.all(
        all.map(async ({ atMs }) => {
          await clock.sleep(atMs);
          await bucket.take();
          at.push(clock.now());
          bucket.answered();
        }),
      );
      await clock.run();
      await done;
      expect(at).toEqual(
        earliest(
          policy,
          all.map(({ atMs }) => atMs),
        ),
      );
    }),
    { numRuns: 150 },
  );
});

test('a stranger who draws on the same bucket is seen, and what the plan says is learnt from the first answer', async () => {
  await fc.assert(
    fc.asyncProperty(policies, policies, fc.integer({ min: 2, max: 15 }), async (documented, plan, count) => {
      const clock = new VirtualClock();
      const server = new TokenBuckets(() => clock.now());
      const bucket = new Bucket(documented, clock);
      // Half of it is gone before we come.
      for (let taken = 0; taken < plan.burst - 1; taken += 2) server.take('one', plan);
      const refusals: number[] = [];
      const done = (async () => {
        for (let call = 0; call < count; call += 1) {
          await bucket.take();
          const { allowed, remaining, nextMs } = server.take('one', plan);
          bucket.learn(plan, { tokens: remaining, nextMs: Math.ceil(nextMs / 1000) * 1000 });
          if (allowed) bucket.answered();
          else {
            refusals.push(call);
            bucket.isEmptyFor(nextMs);
            bucket.refused();
          }
        }
      })();
      await clock.run();
      await done;
      expect(refusals).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('who gives up in the line leaves it, and those behind keep their turn', async () => {
  const clock = new VirtualClock();
  const bucket = new Bucket({ burst: 1, refillMs: 1_000 }, clock);
  const order: string[] = [];
  await bucket.take();
  const gone = new AbortController();
  const second = bucket.take(gone.signal).catch((error: unknown) => order.push(String(error)));
  const third = bucket.take().then(() => order.push(`third at ${clock.now()}`));
  gone.abort(new Error('gone'));
  await second;
  bucket.answered();
  await clock.run();
  await third;
  expect(order).toEqual(['Error: gone', 'third at 1000']);
});

/** When the server's bucket lets each of these callers in, if they come again and again. */
function earliest(policy: BucketPolicy, arrivals: readonly number[]): number[] {
  let now = 0;
  const server = new TokenBuckets(() => now);
  return arrivals
    .toSorted((a, b) => a - b)
    .map((at) => {
      now = Math.max(now, at);
      const { allowed, nextMs } = server.take('one', policy);
      if (!allowed) {
        now += nextMs;
        server.take('one', policy);
      }
      return now;
    });
}
