import { sql } from 'kysely';
import type { Db } from './database.ts';

const DAY_MS = 86_400_000;

/** A table partitioned by day, and how far around the clock's day its partitions are kept. */
export interface PartitionedTable {
  readonly name: string;
  readonly daysBack: number;
  readonly daysAhead: number;
  /** Older partitions are dropped. */
  readonly retentionDays: number;
}

/** Makes the partitions around `nowMs` and drops those past retention. Call at start and whenever a day has passed. */
export async function keepPartitions(
  db: Db,
  tables: readonly PartitionedTable[],
  nowMs: number,
): Promise<void> {
  const today = Math.floor(nowMs / DAY_MS);
  for (const table of tables) {
    const present = await partitionDays(db, table.name);
    for (let day = today - table.daysBack; day <= today + table.daysAhead; day += 1) {
      if (!present.has(day)) await create(db, table.name, day);
    }
    for (const day of present) {
      if (day < today - table.retentionDays)
        await sql`DROP TABLE ${sql.table(nameOf(table.name, day))}`.execute(db);
    }
  }
}

async function create(db: Db, table: string, day: number): Promise<void> {
  await sql`
    CREATE TABLE IF NOT EXISTS ${sql.table(nameOf(table, day))} PARTITION OF ${sql.table(table)}
    FOR VALUES FROM (${sql.lit(isoDay(day))}) TO (${sql.lit(isoDay(day + 1))})`.execute(db);
}

async function partitionDays(db: Db, table: string): Promise<Set<number>> {
  const rows = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = ${table}::regclass`.execute(db);
  const days = rows.rows.map(({ name }) => {
    const digits = name.slice(-8);
    return Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}T00:00:00Z`) / DAY_MS;
  });
  return new Set(days);
}

function isoDay(day: number): string {
  return `${new Date(day * DAY_MS).toISOString().slice(0, 10)} 00:00:00+00`;
}

function nameOf(table: string, day: number): string {
  return `${table}_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
}
