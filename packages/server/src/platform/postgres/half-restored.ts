import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { StartupError } from '../startup-error.ts';

/** There while a restore runs. */
export const UNFINISHED = 'unfinished_restore';

/** No server opens a database in which a restore was cut off. */
export async function refuseHalfRestored(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    UNFINISHED,
  ]);
  if (rows[0]?.found !== true) return;
  throw new StartupError(
    'A restore into this database did not end, so it holds a part of the backup only. Drop the database, create it anew, and ' +
      'run "hearthgate restore" again.',
  );
}

/** Below DATA_DIR: where a database is restored beside the one that is there. */
export const STAGING = 'restoring';

/** No server makes an empty database where one was being restored. */
export async function refuseCutOff(dataDir: string): Promise<void> {
  if (await exists(join(dataDir, 'postgres', 'PG_VERSION'))) return;
  if (!(await exists(join(dataDir, STAGING)))) return;
  throw new StartupError(
    `A restore into ${dataDir} was cut off, so that there is no database. Run the same "hearthgate restore" again: it begins anew, ` +
      `and nothing is lost. To begin with an empty database instead, remove ${join(dataDir, STAGING)}.`,
  );
}

export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
