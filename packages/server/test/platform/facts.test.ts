import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MovableClock } from '../../src/platform/clock.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { readFacts } from '../../src/platform/database/outbox.ts';
import { requireMode } from '../../src/platform/database/installation.ts';
import { keepPartitions } from '../../src/platform/database/partitions.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import {
  sliceOfGateway,
  transactor,
  type Fact,
  type Transact,
} from '../../src/platform/database/unit-of-work.ts';
import { createLog } from '../../src/platform/log.ts';
import { Timers } from '../../src/platform/timers.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { NO_MAILS } from '../harness/no-mails.ts';
import { NO_REMOVALS } from '../harness/no-removals.ts';

const GATEWAY = 101000001;
const SLICE = sliceOfGateway(GATEWAY);
const log = createLog('silent');

function fact(note: number): Fact {
  return { kind: 'test', gatewayId: GATEWAY, companyId: null, occurredAtMs: 0, payload: { note } };
}

describe('what the platform keeps in the database', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  let db: Db;
  let transact: Transact;
  const told: number[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    pool = openPool({ connectionString: database.url }, log);
    db = openDatabase(pool);
    const caches = new SharedCaches();
    transact = transactor(db, {
      removals: NO_REMOVALS,
      facts: (slices) => told.push(...slices),
      timers: () => undefined,
      mails: NO_MAILS,
      caches,
    });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  test('facts of concurrent transactions get dense numbers, and a rollback leaves no hole', async () => {
    const works = Array.from({ length: 40 }, (_unused, index) =>
      transact(async (unit) => {
        unit.tell(fact(index));
        if (index % 4 === 0) throw new Error('rolled back');
        unit.tell(fact(index));
        await unit.tx.selectFrom('installation').selectAll().execute();
      }).catch(() => undefined),
    );
    await Promise.all(works);
    const facts = await readFacts(db, new Map([[SLICE, 0]]), 1_000);
    expect(facts.map(({ no }) => no)).toEqual(Array.from({ length: 60 }, (_unused, index) => index + 1));
    const notes = facts.map(({ payload }) => (payload as { note: number }).note);
    expect(notes.every((note) => note % 4 !== 0)).toBe(true);
    expect(told).toEqual(Array.from({ length: 30 }, () => SLICE));
  });

  test('a reader never sees a number before all smaller ones: a slow writer holds back the fast one', async () => {
    const before = (await readFacts(db, new Map([[SLICE, 0]]), 1_000)).at(-1)?.no ?? 0;
    const slow = new pg.Client({ connectionString: database.url });
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query('UPDATE outbox_heads SET no = no + 1 WHERE slice = $1', [SLICE]);
    let fastDone = false;
    const fast = transact((unit) => Promise.resolve(unit.tell(fact(-1)))).then(() => (fastDone = true));
    await waitingForLock(slow);
    expect(fastDone).toBe(false);
    expect(await readFacts(db, new Map([[SLICE, before]]), 10)).toEqual([]);
    await slow.query(
      "INSERT INTO outbox (slice, no, kind, gateway_id, occurred_at, payload) SELECT $1, no, 'test', $2, now(), '{}' FROM outbox_heads WHERE slice = $1",
      [SLICE, GATEWAY],
    );
    await slow.query('COMMIT');
    await slow.end();
    await fast;
    expect((await readFacts(db, new Map([[SLICE, before]]), 10)).map(({ no }) => no)).toEqual([
      before + 1,
      before + 2,
    ]);
  });

  test('of two transactions that wait for each other both succeed, and each fact is told once', async () => {
    const before = (await readFacts(db, new Map([[SLICE, 0]]), 10_000)).length;
    let arrived = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const crossing = (first: number, second: number) =>
      transact(async (unit) => {
        const lock = (slice: number) =>
          unit.tx.selectFrom('outbox_heads').selectAll().where('slice', '=', slice).forUpdate().execute();
        unit.tell(fact(first));
        await lock(first);
        arrived += 1;
        if (arrived === 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await lock(second);
      });
    await Promise.all([crossing(60, 61), crossing(61, 60)]);
    // Once more, or twice: whoever was ended may be the first again at the row that the other one waits for.
    expect(arrived).toBeGreaterThan(2);
    expect((await readFacts(db, new Map([[SLICE, 0]]), 10_000)).length).toBe(before + 2);
  });

  test('timers run once, in order of their due times, on the movable clock', async () => {
    const clock = new MovableClock({ anchorRealMs: 0, anchorMs: 1_000_000, speed: 1, frozen: true });
    const timers = new Timers(clock, db, transact, log);
    const ran: string[] = [];
    timers.on<{ name: string }>('test', (unit, { name }) => {
      ran.push(name);
      // A timer may set another one that is due at once.
      if (name !== 'b') return Promise.resolve();
      return unit.schedule({ slice: 0, id: 'c', kind: 'test', dueAtMs: clock.now(), payload: { name: 'c' } });
    });
    await transact(async (unit) => {
      await unit.schedule({ slice: 0, id: 'b', kind: 'test', dueAtMs: 1_002_000, payload: { name: 'b' } });
      await unit.schedule({ slice: 0, id: 'a', kind: 'test', dueAtMs: 1_001_000, payload: { name: 'a' } });
      await unit.schedule({
        slice: 0,
        id: 'gone',
        kind: 'test',
        dueAtMs: 1_001_500,
        payload: { name: 'gone' },
      });
      await unit.cancel(0, 'gone');
    });
    await timers.settle();
    expect(ran).toEqual([]);
    clock.move({ toMs: 1_005_000 });
    await Promise.all([timers.settle(), timers.settle()]);
    expect(ran).toEqual(['a', 'b', 'c']);
    expect(await timers.nextDueMs()).toBeUndefined();
  });

  test('a timer whose work fails is put off, its other writes are undone, and others go on', async () => {
    const clock = new MovableClock({ anchorRealMs: 0, anchorMs: 0, speed: 1, frozen: true });
    const timers = new Timers(clock, db, transact, log);
    let fails = true;
    timers.on('fragile', (unit) => {
      unit.tell(fact(99));
      return fails
        ? Promise.reject(Object.assign(new Error('not yet'), { code: '22000' }))
        : Promise.resolve();
    });
    let others = 0;
    timers.on('sturdy', () => {
      others += 1;
      return Promise.resolve();
    });
    await transact(async (unit) => {
      await unit.schedule({ slice: 1, id: 'x', kind: 'fragile', dueAtMs: 0, payload: {} });
      await unit.schedule({ slice: 1, id: 'y', kind: 'sturdy', dueAtMs: 0, payload: {} });
    });
    const count = async () => (await readFacts(db, new Map([[SLICE, 0]]), 10_000)).length;
    const before = await count();
    await timers.settle();
    expect([await count(), others]).toEqual([before, 1]);
    fails = false;
    await timers.settle();
    expect(await count()).toBe(before);
    clock.move({ toMs: 60_000 });
    await timers.settle();
    expect(await count()).toBe(before + 1);
  });

  test('a timer that is set while the table is read runs at once, and not after the longest wait', async () => {
    const clock = new MovableClock({ anchorRealMs: 0, anchorMs: 0, speed: 1, frozen: true });
    const held = Promise.withResolvers<void>();
    const isRead = Promise.withResolvers<void>();
    let reads = 0;
    const slowly = db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        reads += 1;
        // The first one looks for what is due, the second one for what is next.
        if (reads === 2) {
          isRead.resolve();
          await held.promise;
        }
        return result;
      },
    });
    const timers = new Timers(clock, slowly, transact, log);
    const ran = Promise.withResolvers<string>();
    timers.on('set-meanwhile', () => {
      ran.resolve('ran');
      return Promise.resolve();
    });
    timers.start();
    await isRead.promise;
    await transact((unit) =>
      unit.schedule({ slice: 2, id: 'z', kind: 'set-meanwhile', dueAtMs: 0, payload: {} }),
    );
    timers.scheduled(0);
    held.resolve();
    const tooLate = new Promise<string>((resolve) => setTimeout(resolve, 5_000, 'still waits'));
    expect(await Promise.race([ran.promise, tooLate])).toBe('ran');
    await timers.stop();
  });

  test('partitions are kept ahead and dropped after retention, also when the clock jumps', async () => {
    const tables = [{ name: 'recordings', by: 'day' as const, back: 1, ahead: 2, retention: 5 }];
    const names = async () => {
      const { rows } = await pool.query<{ relname: string }>(
        "SELECT relname FROM pg_class WHERE relname ~ '^recordings_[0-9]+$' ORDER BY relname",
      );
      return rows.map(({ relname }) => relname.slice('recordings_'.length));
    };
    await keepPartitions(db, tables, Date.parse('2026-02-27T12:00:00Z'));
    expect(await names()).toEqual(['20260226', '20260227', '20260228', '20260301']);
    await keepPartitions(db, tables, Date.parse('2026-03-05T00:00:00Z'));
    expect(await names()).toEqual(['20260228', '20260301', '20260304', '20260305', '20260306', '20260307']);
  });

  test('a database of one mode is refused to the other', async () => {
    await requireMode(db, 'sandbox');
    await requireMode(db, 'sandbox');
    await expect(requireMode(db, 'production')).rejects.toThrow(
      /belongs to a sandbox installation.*HEARTHGATE_MODE=sandbox/,
    );
  });
});

/** Waits until another connection waits for a lock. */
async function waitingForLock(client: pg.Client): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    if (rowCount) return;
    if (performance.now() > deadline) throw new Error('nobody waits for the lock');
  }
}
