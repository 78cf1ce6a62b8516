import { Client, type ClientConfig } from 'pg';
import { StartupError } from '../../platform/startup-error.ts';
import { UNFINISHED } from '../../platform/postgres/half-restored.ts';
import { newManifest, type Manifest } from './manifest.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** One page of one table; what takes longer hangs. */
const STATEMENT_TIMEOUT = '60s';
/** Behind a migration or a new partition. */
const LOCK_TIMEOUT = '30s';

export interface Snapshot {
  readonly client: Client;
  /** Everything but the tables' counts. */
  readonly head: Omit<Manifest, 'tables' | 'format'>;
  readonly tables: readonly string[];
}

/** Runs `work` in one read-only transaction in which all tables stand still. */
export async function inSnapshot<T>(
  connection: ClientConfig,
  version: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = new Client({
    ...connection,
    application_name: 'hearthgate backup',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A lost connection fails the statement that runs; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(
      `SET statement_timeout = '${STATEMENT_TIMEOUT}'; SET lock_timeout = '${LOCK_TIMEOUT}';
       SET timezone = 'UTC'; SET datestyle = 'ISO'; SET extra_float_digits = 1;
       BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`,
    );
    return await work(await open(client, version));
  } finally {
    await client.end();
  }
}

async function open(client: Client, version: string): Promise<Snapshot> {
  const tables = await tablesOf(client);
  if (!tables.includes('installation'))
    throw new StartupError('This database is empty: no server has been started on it yet.');
  // No partition comes or goes, and no column changes, until the copy is done.
  await client.query(
    `LOCK TABLE ${tables.map((name) => client.escapeIdentifier(name)).join()} IN ACCESS SHARE MODE`,
  );
  const { rows } = await client.query<{ mode: Manifest['mode']; epoch: number; postgres: string; now: Date }>(
    `SELECT mode, log_epoch AS epoch, current_setting('server_version') AS postgres, now() FROM installation`,
  );
  const [found] = rows;
  if (!found) throw new StartupError('This database has no installation: start the server once.');
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations ORDER BY name',
  );
  const { rows: partitions } = await client.query<{ name: string; parent: string; bound: string }>(
    `SELECT c.relname AS name, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
     WHERE c.relispartition AND c.relkind = 'r' ORDER BY c.relname`,
  );
  const { format: _, ...head } = newManifest({
    version,
    postgres: found.postgres,
    madeAt: found.now.toISOString(),
    mode: found.mode,
    logEpoch: found.epoch,
    migrations,
    partitions,
    tables: [],
  });
  return { client, head, tables };
}

/** All tables with rows of their own; of a partitioned one the whole. */
async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND relname NOT IN ('schema_migrations', '${UNFINISHED}') ORDER BY relname`,
  );
  return rows.map(({ name }) => name);
}
