import { readConfig } from '../config/index.ts';
import { openPool } from '../platform/database/database.ts';
import { createLog } from '../platform/log.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { MIGRATIONS } from '../platform/postgres/migration-files.ts';
import { visitDatabase } from './visit-database.ts';

/** Brings the schema up to date and answers what was applied; servers of the release before go on meanwhile. */
export async function migrateDatabase(env: NodeJS.ProcessEnv): Promise<string[]> {
  const config = readConfig(env);
  const log = createLog('silent');
  let applied: string[] = [];
  await visitDatabase(config, log, async (connection) => {
    const pool = openPool(connection, log);
    try {
      ({ applied } = await migrate(pool, MIGRATIONS));
    } finally {
      await pool.end();
    }
  });
  return applied;
}
