import type { ClientConfig, Pool, PoolClient } from 'pg';
import type { Config } from '../../config/index.ts';
import { noteBackup } from '../../platform/database/backups.ts';
import { openDatabase, openPool } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { UNFINISHED } from '../../platform/postgres/half-restored.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { MIGRATIONS, readMigrations } from '../../platform/postgres/migration-files.ts';
import { StartupError } from '../../platform/startup-error.ts';
import type { Manifest } from '../backup/manifest.ts';
import { endAgain, type EndedAgain } from './end-again.ts';
import { loadTables } from './load-tables.ts';
import type { Journals } from './read-journals.ts';

interface Order {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly journals: Journals;
  readonly anchorDir: string;
  readonly onProgress: (text: string) => void;
}

/** Fills an empty database: the schema of the backup, its rows, then the migrations since. A server refuses it until this has ended. */
export async function restoreInto(
  connection: ClientConfig,
  config: Config,
  order: Order,
): Promise<EndedAgain> {
  const { folder, manifest, onProgress } = order;
  await requireKnownSchema(manifest);
  const pool = openPool(connection, createLog('silent'));
  try {
    await requireEmpty(pool);
    await pool.query(`CREATE TABLE ${UNFINISHED} ()`);
    const names = new Set(manifest.migrations.map(({ name }) => name));
    await migrate(pool, MIGRATIONS, (name) => names.has(name));
    await withClient(pool, (client) => loadTables(client, folder, manifest, onProgress));
    onProgress('bringing the schema up to date');
    await migrate(pool, MIGRATIONS);
    await noteBackup(openDatabase(pool), { madeAt: new Date(manifest.madeAt), kind: 'COPY', place: folder });
    onProgress('ending again what had ended');
    const result = await endAgain(connection, config, order);
    await pool.query(`DROP TABLE ${UNFINISHED}`);
    return result;
  } finally {
    await pool.end();
  }
}

/** Every migration of the backup is known here and unchanged. */
async function requireKnownSchema({ migrations, version }: Manifest): Promise<void> {
  const known = new Map((await readMigrations(MIGRATIONS)).map(({ name, checksum }) => [name, checksum]));
  const strange = migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (strange) {
    throw new StartupError(
      `The backup was made by version ${version} with a schema that this program does not know (${strange.name}). ` +
        'Restore it with that version or a newer one.',
    );
  }
}

async function requireEmpty(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LIMIT 1`,
  );
  const [first] = rows;
  if (first)
    throw new StartupError(
      `The database is not empty: it has the table ${first.name}. Restore into a new database; nothing was changed.`,
    );
}

/** The session has settings of its own, so it is not given back. */
async function withClient(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
  } finally {
    client.release(true);
  }
}
