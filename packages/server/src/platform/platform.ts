import type { Clock, Monotonic } from './clock.ts';
import type { Db } from './database/database.ts';
import type { ReadPrepared } from './database/prepared.ts';
import type { SharedCaches } from './database/shared-caches.ts';
import type { Transact } from './database/unit-of-work.ts';
import type { LimitsByKind } from './limits/limits.ts';
import type { Log } from './log.ts';
import type { MasterKey } from './master-key.ts';
import type { Shards } from './shards/shards.ts';
import type { Tracing } from './tracing/tracing.ts';
import type { Timers } from './timers.ts';

/** What every domain stands on. */
export interface Platform {
  readonly db: Db;
  readonly transact: Transact;
  /** The same for work that reads nothing in its transaction: in one round trip, so that errors appear at the commit. */
  readonly transactAtOnce: Transact;
  /** For the reads that are asked most. */
  readonly readPrepared: ReadPrepared;
  /** Caches of rows that every node may change. */
  readonly caches: SharedCaches;
  readonly clock: Clock;
  readonly monotonic: Monotonic;
  /** Rate limits that all nodes share. */
  readonly limitsOf: LimitsByKind;
  readonly timers: Timers;
  /** Which slices this node has. */
  readonly shards: Shards;
  readonly masterKey: MasterKey;
  readonly log: Log;
  /** Undefined: nothing is traced. */
  readonly tracing?: Tracing | undefined;
}
