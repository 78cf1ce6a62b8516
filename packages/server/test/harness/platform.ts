import type pg from 'pg';
import type { MovableClock } from '../../src/platform/clock.ts';
import { openAtOnce } from '../../src/platform/database/at-once.ts';
import { preparedOn } from '../../src/platform/database/prepared.ts';
import type { Db } from '../../src/platform/database/database.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { transactor, type Signals } from '../../src/platform/database/unit-of-work.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import type { Log } from '../../src/platform/log.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { ALL_SHARDS } from '../../src/platform/shards/shards.ts';
import { Timers } from '../../src/platform/timers.ts';

interface Ground extends Pick<Platform, 'masterKey'>, Pick<Signals, 'mails' | 'removals'> {
  readonly pool: pg.Pool;
  readonly db: Db;
  readonly clock: MovableClock;
  readonly log: Log;
  /** Milliseconds; stands still without it. */
  readonly monotonic?: () => number;
}

/** What domains stand on, of one node without a server around it: facts are told to nobody, timers run when asked. */
export function platformOf({ pool, mails, removals, monotonic = () => 0, ...ground }: Ground): Platform {
  const { db, clock, log } = ground;
  const caches = new SharedCaches();
  const signals: Signals = { removals, facts: () => undefined, timers: () => undefined, mails, caches };
  const transact = transactor(db, signals);
  return {
    ...ground,
    transact,
    transactAtOnce: transactor(openAtOnce(pool), signals),
    readPrepared: preparedOn(pool),
    caches,
    shards: ALL_SHARDS,
    timers: new Timers(clock, db, transact, log),
    monotonic,
    limitsOf: () => localLimits(monotonic),
  };
}
