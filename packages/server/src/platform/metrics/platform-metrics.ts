import { sql } from 'kysely';
import type { Pool } from 'pg';
import { partitionsAheadMs, type PartitionedTable } from '../database/partitions.ts';
import { SLICES } from '../database/unit-of-work.ts';
import type { OpenLimits } from '../limits/open-limits.ts';
import { countWaitingMails } from '../mail/store.ts';
import { listNodes } from '../nodes/node-store.ts';
import type { Platform } from '../platform.ts';
import type { Metrics, Sample } from './metrics.ts';

/** Rows that are counted at most: a queue of more is as bad, and counting must not make it worse. */
export const COUNTED_MAX = 100_000;
/** Partitions are made by the hour. */
const PARTITIONS_EVERY_MS = 300_000;

interface PlatformParts {
  readonly platform: Platform;
  readonly pool: Pool;
  readonly limits: Pick<OpenLimits, 'redisState'>;
  readonly partitions: readonly PartitionedTable[];
  readonly version: string;
}

/** Database, queues and caches: what every domain stands on. */
export function addPlatformMetrics(
  metrics: Metrics,
  { platform, pool, limits, partitions, version }: PlatformParts,
): void {
  const { db, clock, monotonic, caches, shards } = platform;
  metrics.gauge('info', 'The version that runs; always 1', () => [[{ version }, 1]]);

  metrics.gauge('database_pool_connections', 'Connections of this node to the database, by state', () => [
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
  ]);
  metrics.gauge('database_pool_max', 'Connections that this node opens at most', () => pool.options.max);
  metrics.gauge('database_pool_waiting', 'Work that waits for a connection', () => pool.waitingCount);

  metrics.gauge(
    'slices_held',
    `Slices of gateways that this node looks after; ${SLICES} of all nodes together`,
    () => shards.count,
  );

  const nodes = metrics.polled(() => listNodes(db));
  metrics.gauge(
    'nodes',
    'Nodes by what they said last, of all nodes; silent ones are named for 24 hours, stopped ones for one',
    async () => {
      const rows = await nodes();
      return (['ALIVE', 'SILENT', 'STOPPED'] as const).flatMap((state): Sample[] =>
        rows ? [[{ state: state.toLowerCase() }, rows.filter((row) => row.state === state).length]] : [],
      );
    },
  );
  metrics.gauge('redis_up', 'Are the rate limits shared? 1 or 0; without REDIS_URL it is left out', () => {
    const state = limits.redisState();
    return state === 'NONE' ? undefined : Number(state === 'OK');
  });

  const latency = metrics.polled(async () => {
    const before = monotonic();
    await sql`SELECT 1`.execute(db);
    return (monotonic() - before) / 1_000;
  });
  metrics.gauge('database_up', 'Did the database answer? 1 or 0', async () =>
    (await latency()) === undefined ? 0 : 1,
  );
  metrics.gauge('database_latency_seconds', 'Time of the shortest question there is', latency);

  const outbox = metrics.polled(async () => countUpTo(db, sql`outbox`));
  metrics.gauge(
    'outbox_waiting_facts',
    `Facts that are in no log yet, of all nodes; counted up to ${COUNTED_MAX}`,
    outbox,
  );
  const timers = metrics.polled(async () => {
    const now = new Date(clock.now());
    const { rows } = await sql<{ overdue: number; oldest: Date | null }>`
      SELECT count(*) AS overdue, min(due_at) AS oldest
      FROM (SELECT due_at FROM timers WHERE due_at <= ${now} ORDER BY due_at LIMIT ${COUNTED_MAX}::int) AS due`.execute(
      db,
    );
    const [due] = rows;
    const lagMs = due?.oldest ? now.getTime() - due.oldest.getTime() : 0;
    return { overdue: due?.overdue ?? 0, lagSeconds: lagMs / 1_000 };
  });
  metrics.gauge(
    'timers_overdue',
    'Timers whose time has come and that have not run',
    async () => (await timers())?.overdue,
  );
  metrics.gauge(
    'timers_lag_seconds',
    'How long the oldest of them has been due',
    async () => (await timers())?.lagSeconds,
  );
  const mails = metrics.polled(() => countWaitingMails(db));
  metrics.gauge('mails_waiting', 'Mails that have not left', async () => (await mails())?.waiting);

  const ahead = metrics.polled(
    () =>
      Promise.all(
        partitions.map(async (table): Promise<Sample> => {
          return [{ table: table.name }, (await partitionsAheadMs(db, table, clock.now())) / 1_000];
        }),
      ),
    PARTITIONS_EVERY_MS,
  );
  metrics.gauge(
    'partitions_ahead_seconds',
    'How far ahead partitions are made; at 0 nothing can be stored',
    ahead,
  );

  metrics.counter('cache_hits_total', 'Look-ups that memory answered, by cache', () =>
    caches.uses().map(([cache, { hits }]) => [{ cache }, hits]),
  );
  metrics.counter('cache_misses_total', 'Look-ups that the database answered, by cache', () =>
    caches.uses().map(([cache, { misses }]) => [{ cache }, misses]),
  );
}

async function countUpTo(db: Platform['db'], table: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (SELECT 1 FROM ${table} LIMIT ${COUNTED_MAX}::int) AS counted`.execute(db);
  return rows[0]?.count ?? 0;
}
