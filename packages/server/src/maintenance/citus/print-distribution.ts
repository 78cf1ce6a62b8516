import { readConfig } from '../../config/index.ts';
import { openPool } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { MIGRATIONS, readMigrations } from '../../platform/postgres/migration-files.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { visitDatabase } from '../visit-database.ts';
import { checkKeys } from './check-keys.ts';
import { readPlacements } from './placement.ts';
import { writeScript } from './write-script.ts';

/** Prints the SQL that distributes the tables of this database with Citus. Changes nothing. */
export async function printDistribution(env: NodeJS.ProcessEnv, { json }: { json: boolean }): Promise<void> {
  const log = createLog('silent');
  await visitDatabase(readConfig(env), log, async (connection) => {
    const pool = openPool(connection, log);
    try {
      const newest = (await readMigrations(MIGRATIONS)).at(-1)?.name ?? '';
      const { rows } = await pool
        .query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name DESC LIMIT 1')
        .catch(() => ({ rows: [] }));
      if (rows[0]?.name !== newest)
        throw new StartupError('The schema is not the one of this version. Run "hearthgate migrate" first.');
      const placements = await readPlacements(pool);
      const broken = await checkKeys(pool, placements);
      if (broken.length > 0)
        throw new StartupError(`This schema cannot be distributed:\n${broken.join('\n')}`);
      process.stdout.write(json ? `${JSON.stringify(placements)}\n` : writeScript(placements, newest));
    } finally {
      await pool.end();
    }
  });
}
