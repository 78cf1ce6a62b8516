import { DatabaseError, type ClientBase, type Pool, type PoolClient } from 'pg';
import { StartupError } from '../startup-error.ts';
import { readMigrations, type Migration } from './migration-files.ts';

/** Any number, the same in every release: "Hmig". */
const LOCK = 0x486d6967;
const LOCK_TIMEOUT = '60s';

/**
 * Brings the schema up to date: each file in its own transaction, one migrating process at a time. `isWanted` stops at an
 * older schema, for the data of a backup.
 */
export async function migrate(
  pool: Pool,
  directory: string,
  isWanted: (name: string) => boolean = () => true,
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(directory);
  const client = await pool.connect();
  try {
    await lock(client);
    const done = await readDone(client);
    assertUnchanged(migrations, done, directory);
    const pending = migrations.filter(({ name }) => !done.has(name) && isWanted(name));
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map((migration) => migration.name) };
  } finally {
    // Closing the session gives the lock back, whatever state a failed file left it in.
    client.release(true);
  }
}

/** What a start would apply. Nothing is written; a schema that is not of this program is told as `migrate` does. */
export async function pendingMigrations(client: ClientBase, directory: string): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const { rows } = await client.query<{ isThere: boolean }>(
    `SELECT to_regclass('schema_migrations') IS NOT NULL AS "isThere"`,
  );
  const done = rows[0]?.isThere === true ? await listDone(client) : new Map<string, string>();
  assertUnchanged(migrations, done, directory);
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

async function lock(client: PoolClient): Promise<void> {
  try {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('RESET lock_timeout');
  } catch (error) {
    if (!(error instanceof DatabaseError && error.code === '55P03')) throw error;
    throw new StartupError(
      `Another process has been migrating this database for more than ${LOCK_TIMEOUT}. Wait for it, or end it.`,
      { cause: error },
    );
  }
}

async function readDone(client: PoolClient): Promise<Map<string, string>> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  return listDone(client);
}

async function listDone(client: ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations ORDER BY name',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function assertUnchanged(migrations: Migration[], done: Map<string, string>, directory: string): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of done) {
    if (!known.has(name)) {
      throw new StartupError(
        `The database is newer than this program: migration ${name} is applied but not in ${directory}. ` +
          'Start the newer program, or restore a backup made with this one.',
      );
    }
    if (known.get(name) !== checksum) {
      throw new StartupError(
        `Migration ${name} was changed after it had been applied. Restore the file as released and put the change into a new one.`,
      );
    }
  }
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    throw new StartupError(
      `Migration ${migration.name} failed${explain(migration.sql, error)}. Nothing of it was kept.`,
      {
        cause: error,
      },
    );
  }
}

function explain(sql: string, error: unknown): string {
  if (!(error instanceof DatabaseError)) return `: ${String(error)}`;
  const line = error.position ? ` at line ${sql.slice(0, Number(error.position)).split('\n').length}` : '';
  return `${line}: ${error.message}${error.detail ? ` (${error.detail})` : ''}`;
}
