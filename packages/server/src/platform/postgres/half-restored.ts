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
