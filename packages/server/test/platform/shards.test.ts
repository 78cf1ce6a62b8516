import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { createLog } from '../../src/platform/log.ts';
import { LeasedShards, shareOf } from '../../src/platform/shards/leased-shards.ts';
import { ShardsLost, type ShardListener } from '../../src/platform/shards/shards.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const log = createLog('silent');
const SLICES = 64;
const ALL = Array.from({ length: SLICES }, (_, slice) => slice);
let database: TestDatabase;
let pool: ReturnType<typeof openPool>;
let db: Db;
let nodes: LeasedShards[] = [];

beforeEach(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, log);
  db = openDatabase(pool);
});
afterEach(async () => {
  for (const node of nodes) await node.stop();
  nodes = [];
  await pool.end();
  await database.drop();
});

function newNode(listener: ShardListener = {}, monotonic: () => number = () => performance.now()) {
  const node = new LeasedShards({ db, caches: new SharedCaches(), monotonic, log });
  node.listen(listener);
  nodes.push(node);
  return node;
}
const heldBy = (node: LeasedShards) => ALL.filter((slice) => node.holds(slice));
/** As if nobody had renewed the leases for a while. */
const runOut = (slices: readonly number[]) =>
  pool.query("UPDATE shard_leases SET lease_until = now() - interval '1 s' WHERE slice = ANY ($1)", [slices]);
const write = (node: LeasedShards, slice: number, then: (tx: Db) => Promise<void> = async () => undefined) =>
  db.transaction().execute(async (tx) => {
    await node.guard(tx, [slice]);
    await then(tx);
  });

test('shares are even, whole, and everybody finds the same', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 100 }), (ids) => {
      const live = ids.toSorted();
      const shares = live.map((id) => shareOf(live, id));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(SLICES);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }),
  );
  expect(shareOf(['a'], 'stranger')).toBe(0);
});

test('a node that comes gets half of what the first one has, and gives it back when it stops', async () => {
  const seen: string[] = [];
  const first = newNode({
    taken: (slices) => seen.push(`taken ${slices.length}`),
    leave: async (slices, isLost) => void seen.push(`left ${slices.length} ${isLost}`),
  });
  await first.start();
  expect(heldBy(first)).toEqual(ALL);
  const second = newNode();
  await second.start();
  await vi.waitUntil(() => second.count === SLICES / 2, { timeout: 10_000, interval: 20 });
  expect([...heldBy(first), ...heldBy(second)].toSorted((a, b) => a - b)).toEqual(ALL);
  await second.stop();
  nodes = [first];
  await vi.waitUntil(() => first.count === SLICES, { timeout: 10_000, interval: 20 });
  expect(seen).toEqual(['taken 64', 'left 32 false', 'taken 32']);
});

test('who has lost a slice cannot write what it remembers of it', async () => {
  let time = 0;
  const left: boolean[] = [];
  const sleeper = newNode({ leave: async (_, isLost) => void left.push(isLost) }, () => time);
  await sleeper.start();
  await write(sleeper, 5);
  await runOut(ALL);
  const follower = newNode();
  await follower.start();
  const [taken = -1] = heldBy(follower);
  // It has slept, and believes in its lease still.
  expect(sleeper.holds(taken)).toBe(true);
  await expect(write(sleeper, taken)).rejects.toBeInstanceOf(ShardsLost);
  await write(follower, taken);
  // It looks at once, and knows then.
  await vi.waitUntil(() => left.includes(true), { timeout: 10_000, interval: 20 });
  expect(sleeper.holds(taken)).toBe(false);
  time += 60_000;
  expect(heldBy(sleeper)).toEqual([]);
});

test('a slice does not change hands before a write under way has ended', async () => {
  const first = newNode();
  await first.start();
  const follower = newNode();
  const reached = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const writing = write(first, 0, async (tx) => {
    reached.resolve();
    await end.promise;
    await sql`SELECT 1`.execute(tx);
  });
  await reached.promise;
  await runOut([0]);
  await follower.start();
  expect(follower.holds(0)).toBe(false);
  end.resolve();
  await writing;
});

test('slices that cannot be prepared are given back', async () => {
  let fails = true;
  const node = newNode({ prepare: () => (fails ? Promise.reject(new Error('no')) : Promise.resolve()) });
  await node.start();
  expect(heldBy(node)).toEqual([]);
  const { rows } = await pool.query('SELECT 1 FROM shard_leases WHERE holder IS NOT NULL');
  expect(rows).toEqual([]);
  fails = false;
  await vi.waitUntil(() => node.count === SLICES, { timeout: 10_000, interval: 20 });
});
