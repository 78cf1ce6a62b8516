import { Kysely, PostgresDialect, sql, type Generated, type RawBuilder, type Transaction } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { endSilentConnections } from './silent-connections.ts';

/** Tables of the platform itself; a domain adds its own with `db.withTables<...>()` and sees no other domain's. */
export interface PlatformTables {
  installation: { only_row: Generated<boolean>; mode: string; log_epoch: Generated<number> };
  clock: {
    only_row: Generated<boolean>;
    anchor_real_ms: number;
    anchor_ms: number;
    speed: number;
    frozen: boolean;
  };
  outbox_heads: { slice: number; no: number };
  outbox: {
    slice: number;
    no: number;
    kind: string;
    gateway_id: number | null;
    company_id: string | null;
    occurred_at: Date;
    payload: unknown;
  };
  timers: { slice: number; id: string; kind: string; due_at: Date; payload: unknown };
}

export type Db = Kysely<PlatformTables>;
export type Tx = Transaction<PlatformTables>;

/** Connections of one node: enough for a writer per busy shard beside requests, far below the server's 60. */
const POOL_MAX = 12;
/** A request that cannot get a connection within this answers `overloaded`. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No statement of ours needs longer; what hangs is cut so that a lock is never held for ever. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** What a node that was cut off has locked is free after this; nothing of ours is so long between two statements. */
const IDLE_IN_TRANSACTION_MS = 10_000;

const pgDate = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);

/** The runtime reads PostgreSQL's usual form in a third of the time, but takes years below 100 for later ones. */
function parseDate(text: string): unknown {
  const date = text.startsWith('20') ? new Date(text) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? pgDate(text) : date;
}

/** Some dozens of hashes share one, and the last of them that is kept keeps no more than this. */
const SLAB_BYTES = 1_024;
/** Longer ones have memory of their own. */
const SHARED_MAX_BYTES = SLAB_BYTES / 8;
let slab = Buffer.alloc(SLAB_BYTES);
let slabUsed = 0;

/**
 * Salts and hashes are kept as long as what they belong to is connected: together in memory of their own, since a few bytes
 * among those that pass by keep all of these.
 */
function parseBytes(text: string): Buffer {
  const length = text.length / 2 - 1;
  const bytes = length > SHARED_MAX_BYTES ? Buffer.alloc(length) : cut(length);
  bytes.write(text.slice(2), 'hex');
  return bytes;
}

function cut(length: number): Buffer {
  if (slabUsed + length > SLAB_BYTES) {
    slab = Buffer.alloc(SLAB_BYTES);
    slabUsed = 0;
  }
  return slab.subarray(slabUsed, (slabUsed += length));
}

/** By type number. 64-bit integers, `bigint[]` being 1016: counters stay far below 2^53, so they are given as numbers. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, parseDate],
  [pg.types.builtins.BYTEA, parseBytes],
  [1016, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number))],
]);

export function openPool(connection: pg.PoolConfig, log: Log): pg.Pool {
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) =>
      PARSERS.get(oid) ?? (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
  };
  const pool = new pg.Pool({
    ...connection,
    max: POOL_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    application_name: 'hearthgate',
    types,
    // What is sent without a wait for the answer before goes out at once.
    pipeline: true,
  });
  // A connection that breaks is replaced, and what ran on it has failed already; without listeners, for idle ones and
  // for those in use between two statements, it would end the process.
  const note = (error: Error) => log.warn({ reason: error.message }, 'a database connection was lost');
  pool.on('error', note);
  pool.on('connect', (client) => client.on('error', note));
  endSilentConnections(pool, connection);
  return pool;
}

export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool }) });
}

/** What `pg` says, without a code, when a connection breaks or cannot be had. */
const CONNECTION_MESSAGES =
  /^(Connection terminated|timeout exceeded|Query read timeout|Client has encountered)/;

/** True for failures of the connection or the server, not of the statement: the same work may succeed later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // Codes of the socket begin with E, which no SQLSTATE does: 08 connection, 40 rollback, 53 resources, 55 lock, 57 operator.
  return /^(E[A-Z]|08|40|53|55|57)/.test(code) || (code === '' && CONNECTION_MESSAGES.test(error.message));
}

/** A deadlock, no serial order, and what `mustChange` makes of a row that another transaction has changed before. */
const CONFLICTS: readonly unknown[] = ['40P01', '40001', '22012'];

/** True when the transaction was ended because of another one. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONFLICTS.includes(error.code);
}

/** An UPDATE that finds nothing to change ends its transaction, also where nobody looks at the answer: a division by zero. */
export function mustChange(update: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`WITH changed AS (${update} RETURNING 1) SELECT 1 / count(*) FROM changed`;
}
