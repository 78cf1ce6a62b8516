import { createHash } from 'node:crypto';
import { appendFile, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config/index.ts';
import { openDatabase, openPool } from '../platform/database/database.ts';
import { saveClock } from '../platform/database/installation.ts';
import { createLog } from '../platform/log.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../platform/postgres/embedded-postgres.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { MIGRATIONS, readMigrations } from '../platform/postgres/migration-files.ts';
import { isPostmasterOf, readPidFile, stopPostmaster } from '../platform/postgres/postmaster.ts';

/** Its data are thrown away, so nothing need survive a power cut. */
const THROWAWAY = 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n';

export interface EmbeddedSandbox {
  readonly url: string;
  /** Settles when the server cannot go on. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

/** A sandbox inside another program, on free ports: prints nothing, hears no signal, reads no environment. */
export async function embedSandbox(options: {
  readonly dataDir: string;
  readonly seed: number;
  /** Where its clock stands still from the beginning; undefined: it runs from now on. */
  readonly at: Date | undefined;
}): Promise<EmbeddedSandbox> {
  const { dataDir, seed, at } = options;
  const config = readConfig({
    DATA_DIR: dataDir,
    SANDBOX_SEED: String(seed),
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const [{ startApp }, postgres] = await Promise.all([import('../app.ts'), openMigrated(dataDir, at)]);
  // The application adopts the running database.
  await postgres.release();
  const app = await startApp(config);
  return { url: app.url, lost: app.lost, stop: () => app.stop() };
}

/** Makes the empty, migrated database of a throw-away sandbox, to be copied. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  const postgres = await openMigrated(dataDir, undefined);
  await postgres.stop();
  await appendFile(join(dataDir, 'postgres', 'postgresql.auto.conf'), THROWAWAY);
}

/** What a prepared data directory depends on: it serves as long as this text is the same. */
export async function preparedVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { optionalDependencies: binaries } = JSON.parse(manifest) as { optionalDependencies: object };
  const migrations = await readMigrations(MIGRATIONS);
  const parts = [
    process.platform,
    process.arch,
    JSON.stringify(binaries),
    THROWAWAY,
    ...migrations.map(({ checksum }) => checksum),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** Ends a database that a killed program has left there, and removes the directory. */
export async function discardDataDir(dataDir: string): Promise<void> {
  const directory = join(await realpath(dataDir), 'postgres');
  const found = await readPidFile(directory);
  if (found && (await isPostmasterOf(directory, found.pid))) await stopPostmaster(found.pid);
  await rm(dataDir, { recursive: true, force: true });
}

async function openMigrated(dataDir: string, at: Date | undefined): Promise<EmbeddedPostgres> {
  const log = createLog('silent');
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  try {
    const pool = openPool(postgres.connection, log);
    try {
      await migrate(pool, MIGRATIONS);
      const state = at && { anchorRealMs: 0, anchorMs: at.getTime(), speed: 1, frozen: true };
      if (state) await saveClock(openDatabase(pool), state);
    } finally {
      await pool.end();
    }
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
