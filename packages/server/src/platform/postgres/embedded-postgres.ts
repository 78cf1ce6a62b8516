import { mkdir, realpath, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { StartupError } from '../startup-error.ts';
import { bringUp, connectionTo, type Connection } from './bring-up.ts';
import { prepareCluster, type Cluster, type ClusterOptions } from './cluster.ts';
import { isPostmasterOf, readPidFile, stopPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';

const DATABASE = 'hearthgate';
const WATCH_MS = 250;
const RETRY_MS = 2000;

export interface PostgresLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface EmbeddedPostgres {
  /** For `pg`; the host is a socket directory and stays the same over restarts. */
  readonly connection: Connection;
  /** Shuts the database down. Only for the holder of the server lock. */
  stop(): Promise<void>;
  /** Stops watching and leaves the database running, for a server that did not get the lock. */
  release(): Promise<void>;
}

/** Starts or adopts the PostgreSQL of `dataDir` and restarts it whenever it dies. */
export async function startEmbeddedPostgres(
  options: { dataDir: string; log: PostgresLog } & ClusterOptions,
): Promise<EmbeddedPostgres> {
  const { log } = options;
  const prepared = await prepareCluster(await ensureDataDir(options.dataDir), options);
  const { pid, socketDirectory } = await bringUp(prepared);
  const cluster = { ...prepared, socketDirectory, recovery: undefined };
  log.info({ pid, directory: cluster.directory, runs: cluster.runAs.name }, 'PostgreSQL is ready');
  await ensureDatabase(connectionTo(cluster, socketDirectory, 'postgres'));

  const ended = new AbortController();
  const watching = watch(cluster, pid, log, ended.signal);
  const release = async (): Promise<void> => {
    ended.abort();
    await watching;
  };
  return {
    connection: connectionTo(cluster, socketDirectory, DATABASE),
    release,
    stop: async () => {
      await release();
      await shutDown(cluster);
    },
  };
}

async function ensureDataDir(path: string): Promise<string> {
  try {
    // Root may hand the database to user postgres, who then has to pass through this directory.
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return await realpath(path);
  } catch (error) {
    throw new StartupError(
      `The data directory ${path} cannot be made (${String(error)}). Set DATA_DIR to another.`,
      {
        cause: error,
      },
    );
  }
}

/** Watches by pid, since an adopted postmaster is not our child. */
async function watch(cluster: Cluster, first: number, log: PostgresLog, ended: AbortSignal): Promise<void> {
  let pid = first;
  let pauseMs = WATCH_MS;
  while (!ended.aborted) {
    await sleep(pauseMs, undefined, { ref: false, signal: ended }).catch(() => undefined);
    if (ended.aborted || (await isAlive(pid))) continue;
    log.warn({ pid }, 'PostgreSQL has died and is started again');
    try {
      ({ pid } = await bringUp(cluster));
      pauseMs = WATCH_MS;
      log.info({ pid }, 'PostgreSQL is ready again');
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL could not be started again and is tried once more');
      pauseMs = RETRY_MS;
    }
  }
}

async function shutDown(cluster: Cluster): Promise<void> {
  const found = await readPidFile(cluster.directory);
  if (found && (await isPostmasterOf(cluster.directory, found.pid))) await stopPostmaster(found.pid);
  // Keeps the temporary folder clean; the next start makes it again.
  await rmdir(cluster.socketDirectory).catch(() => undefined);
}

async function ensureDatabase(connection: Connection): Promise<void> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    // 42P04 and 23505: another process has just created it.
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await client.end();
  }
}
