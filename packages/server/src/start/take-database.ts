import type { ClientConfig, Pool } from 'pg';
import type { Config } from '../config/index.ts';
import type { Cleanups } from '../platform/cleanups.ts';
import { openDatabase, openPool, type Db } from '../platform/database/database.ts';
import { requireMode } from '../platform/database/installation.ts';
import type { Log } from '../platform/log.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded-postgres.ts';
import { refuseHalfRestored } from '../platform/postgres/half-restored.ts';
import { holdLock } from '../platform/postgres/held-lock.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { MIGRATIONS } from '../platform/postgres/migration-files.ts';
import { takeServerLock, type ServerLock } from '../platform/postgres/server-lock.ts';

export interface TakenDatabase {
  readonly connection: ClientConfig;
  /** It came with the server, so that no other node uses it. */
  readonly isEmbedded: boolean;
  readonly pool: Pool;
  readonly db: Db;
  /** Undefined: tests run several applications on one database. */
  readonly lock: ServerLock | undefined;
}

/** The database of this server, started if it is the embedded one, locked against other servers, and migrated. */
export async function takeDatabase(
  config: Config,
  { sharesDatabase, log, cleanups }: { sharesDatabase: boolean; log: Log; cleanups: Cleanups },
): Promise<TakenDatabase> {
  const { databaseUrl, dataDir, walArchive: archive, mode } = config;
  const postgres =
    databaseUrl === undefined ? await startEmbeddedPostgres({ dataDir, log, archive }) : undefined;
  const connection = postgres?.connection ?? { connectionString: databaseUrl };
  // With the embedded broker one server serves one database, whatever the mode.
  const isShared = config.mqttServer !== undefined;
  const place = postgres ? `the data directory ${dataDir} (DATA_DIR)` : 'the database of DATABASE_URL';
  const takeLock = () => takeServerLock(connection, place, isShared);
  const firstLock = sharesDatabase
    ? undefined
    : await takeLock().catch(async (error: unknown) => {
        await postgres?.release();
        throw error;
      });
  // Of several nodes none has anything to lose: each waits for the database.
  const lock = firstLock && holdLock(firstLock, takeLock, isShared ? Number.POSITIVE_INFINITY : undefined);
  if (lock) cleanups.add(() => lock.release());
  if (postgres) cleanups.add(() => postgres.stop());
  const pool = openPool(connection, log);
  cleanups.add(() => pool.end());
  await refuseHalfRestored(pool);
  await migrate(pool, MIGRATIONS);
  const db = openDatabase(pool);
  await requireMode(db, mode);
  return { connection, isEmbedded: postgres !== undefined, pool, db, lock };
}
