import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import type { Config } from '../config/index.ts';
import { startEmbeddedPostgres, type PostgresLog } from '../platform/postgres/embedded-postgres.ts';
import { takeServerLock } from '../platform/postgres/server-lock.ts';
import { StartupError } from '../platform/startup-error.ts';

/**
 * Runs `work` on the server's database, whether the server runs or not. The embedded database is left running where a
 * server uses it, else stopped again.
 */
export async function visitDatabase<T>(
  { databaseUrl, dataDir, walArchive: archive }: Config,
  log: PostgresLog,
  work: (connection: PoolConfig) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== undefined) return work({ connectionString: databaseUrl });
  await access(join(dataDir, 'postgres', 'PG_VERSION')).catch((error: unknown) => {
    throw new StartupError(
      `There is no database in ${dataDir}. Set DATA_DIR or DATABASE_URL as for "hearthgate start".`,
      { cause: error },
    );
  });
  const postgres = await startEmbeddedPostgres({ dataDir, log, archive });
  try {
    return await work(postgres.connection);
  } finally {
    // Who holds the lock of a server may stop its database: nobody else is there.
    const lock = await takeServerLock(postgres.connection, dataDir).catch(() => undefined);
    await lock?.release();
    await (lock ? postgres.stop() : postgres.release());
  }
}
