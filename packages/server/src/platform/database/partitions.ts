import { sql, type RawBuilder } from 'kysely';
import { alone } from './alone.ts';
import type { Db } from './database.ts';

const DAY_MS = 86_400_000;
/** Whoever reads the whole table (a backup) keeps us out; behind us all writers would wait. It is tried again in an hour. */
const LOCK_TIMEOUT = '2s';

/** A table partitioned by time, and how far around the clock its partitions are kept, counted in their unit. */
export interface PartitionedTable {
  readonly name: string;
  readonly by: 'day' | 'month';
  readonly back: number;
  readonly ahead: number;
  /** Older partitions are dropped. */
  readonly retention: number;
}

/** How partitions of one unit are counted and named. */
interface Unit {
  readonly numberOf: (ms: number) => number;
  readonly startOf: (number: number) => Date;
  readonly digits: number;
}

const UNITS: Readonly<Record<PartitionedTable['by'], Unit>> = {
  day: {
    numberOf: (ms) => Math.floor(ms / DAY_MS),
    startOf: (number) => new Date(number * DAY_MS),
    digits: 8,
  },
  month: {
    numberOf: (ms) => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth(),
    startOf: (number) => new Date(Date.UTC(Math.floor(number / 12), number % 12)),
    digits: 6,
  },
};

/** Makes the partitions around `nowMs` and drops those past retention. Call at start and whenever a day has passed. */
export async function keepPartitions(
  db: Db,
  tables: readonly PartitionedTable[],
  nowMs: number,
): Promise<void> {
  // Two nodes would make, or drop, the same partition at once.
  await alone(db, 'partitions', async (one) => {
    for (const table of tables) await keep(one, table, nowMs);
  });
}

async function keep(db: Db, table: PartitionedTable, nowMs: number): Promise<void> {
  const unit = UNITS[table.by];
  const present = unit.numberOf(nowMs);
  const known = await partitionsOf(db, table.name, unit);
  for (let number = present - table.back; number <= present + table.ahead; number += 1) {
    if (!known.has(number)) await create(db, table.name, unit, number);
  }
  for (const number of known) {
    if (number < present - table.retention)
      await impatiently(db, sql`DROP TABLE ${sql.table(nameOf(table.name, unit, number))}`);
  }
}

/** How far ahead of `nowMs` there is room in a table, milliseconds; negative when what comes now is refused. */
export async function partitionsAheadMs(db: Db, table: PartitionedTable, nowMs: number): Promise<number> {
  const unit = UNITS[table.by];
  const known = await partitionsOf(db, table.name, unit);
  let number = unit.numberOf(nowMs);
  while (known.has(number)) number += 1;
  return unit.startOf(number).getTime() - nowMs;
}

async function create(db: Db, table: string, unit: Unit, number: number): Promise<void> {
  const bounds = [number, number + 1].map((each) => sql.lit(unit.startOf(each).toISOString()));
  await impatiently(
    db,
    sql`
    CREATE TABLE IF NOT EXISTS ${sql.table(nameOf(table, unit, number))} PARTITION OF ${sql.table(table)}
    FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`,
  );
}

async function impatiently(db: Db, statement: RawBuilder<unknown>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(tx);
    await statement.execute(tx);
  });
}

async function partitionsOf(db: Db, table: string, unit: Unit): Promise<Set<number>> {
  const rows = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = ${table}::regclass`.execute(db);
  const numbers = rows.rows.map(({ name }) => {
    const digits = name.slice(-unit.digits);
    const day = digits.slice(6) || '01';
    return unit.numberOf(Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${day}T00:00:00Z`));
  });
  return new Set(numbers);
}

function nameOf(table: string, unit: Unit, number: number): string {
  return `${table}_${unit.startOf(number).toISOString().slice(0, 10).replaceAll('-', '').slice(0, unit.digits)}`;
}
