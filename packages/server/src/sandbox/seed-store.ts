import { sql } from 'kysely';
import type { Db } from '../platform/database/database.ts';

/** What a kept world was made with: rows of another schema, or sealed with a key that may be gone, are of no use. */
export interface SeedMark {
  readonly migrations: number;
  readonly masterKeyId: number;
}

/** Tables that no world owns: the signing key is in use, and the kept world is not part of itself. */
const OUTSIDE = ['schema_migrations', 'installation', 'signing_keys', 'sandbox_seed'];
/** What holds a lock longer is not going to let go. */
const LOCK_TIMEOUT = '5s';

/** Keeps the world as it is now. What is kept by day is empty then, and left out. */
export async function keepSeed(db: Db, mark: SeedMark): Promise<void> {
  await sql`DELETE FROM sandbox_seed`.execute(db);
  for (const { name } of await plainTables(db)) {
    await sql`
      INSERT INTO sandbox_seed SELECT ${name}, row_to_json(t) FROM ${sql.table(name)} t`.execute(db);
  }
  await sql`INSERT INTO sandbox_seed VALUES ('', ${JSON.stringify(mark)})`.execute(db);
}

/** Undefined when no world is kept. */
export async function keptMark(db: Db): Promise<SeedMark | undefined> {
  const { rows } = await sql<{ row: SeedMark }>`SELECT row FROM sandbox_seed WHERE table_name = ''`.execute(
    db,
  );
  return rows[0]?.row;
}

export async function countMigrations(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM schema_migrations`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** Puts the kept world in the place of the present one, in the caller's transaction: wholly or not at all. */
export async function restoreSeed(tx: Db, seed: number): Promise<void> {
  await sql`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`.execute(tx);
  const { rows: fences } = await sql<{
    fence: number;
  }>`SELECT coalesce(max(fence), 0)::float AS fence FROM webhook_progress`.execute(tx);
  const tables = await plainTables(tx);
  const names = [...tables.map(({ name }) => name), ...(await filledPartitions(tx))];
  await sql`TRUNCATE ${sql.join(names.map((name) => sql.table(name)))} RESTART IDENTITY`.execute(tx);
  for (const { name, columns, identity } of tables) {
    const list = sql.join(columns.map((column) => sql.ref(column)));
    await sql`
      INSERT INTO ${sql.table(name)} (${list}) OVERRIDING SYSTEM VALUE
      SELECT ${list} FROM sandbox_seed s, json_populate_record(NULL::${sql.table(name)}, s.row) r
      WHERE s.table_name = ${name}`.execute(tx);
    if (identity === null) continue;
    await sql`
      SELECT setval(pg_get_serial_sequence(${name}, ${identity}), max(${sql.ref(identity)}))
      FROM ${sql.table(name)} HAVING max(${sql.ref(identity)}) IS NOT NULL`.execute(tx);
  }
  await sql`UPDATE sandbox_world SET seed = ${seed}`.execute(tx);
  // A delivery that is still under way must not write where the endpoint stands now.
  await sql`UPDATE webhook_progress SET fence = ${(fences[0]?.fence ?? 0) + 1}`.execute(tx);
  await newLogEpoch(tx);
}

/** The clock as it was before the first start: set to some time, or that of the wall. */
export async function restoreClock(db: Db): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM clock`.execute(tx);
    await sql`
      INSERT INTO clock SELECT r.* FROM sandbox_seed s, json_populate_record(NULL::clock, s.row) r
      WHERE s.table_name = 'clock'`.execute(tx);
  });
}

/** Cursors of before lead nowhere: the numbers of the logs begin anew. */
export async function newLogEpoch(db: Db): Promise<void> {
  await sql`UPDATE installation SET log_epoch = log_epoch + 1`.execute(db);
}

interface PlainTable {
  readonly name: string;
  /** Those that are given, and not worked out. */
  readonly columns: readonly string[];
  /** The one that counts by itself. */
  readonly identity: string | null;
}

/** Every table of a world that is not kept by day, those that others refer to first. */
async function plainTables(db: Db): Promise<PlainTable[]> {
  const { rows } = await sql<PlainTable>`
    SELECT c.relname AS name,
      ARRAY(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attidentity <> '') AS identity
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relispartition AND c.relname <> ALL(${OUTSIDE})
    ORDER BY (SELECT count(*) FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), c.relname`.execute(
    db,
  );
  return rows;
}

/** After a year there are hundreds, most of them never written to. */
async function filledPartitions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relispartition AND pg_relation_size(c.oid) > 0`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}
