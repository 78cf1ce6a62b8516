import { readConfig, type Config } from '../config/index.ts';
import { openDatabase, openPool, type Db } from '../platform/database/database.ts';
import { createLog } from '../platform/log.ts';
import { readMasterKey, type FileMasterKey } from '../platform/master-key.ts';
import { StartupError } from '../platform/startup-error.ts';
import { visitDatabase } from './visit-database.ts';

export interface Place {
  readonly config: Config;
  readonly db: Db;
  readonly masterKey: FileMasterKey;
}

/** Runs `work` with the settings of the server; what the operator can cure is told without a stack, with exit code 1. */
export async function maintain(env: NodeJS.ProcessEnv, work: (place: Place) => Promise<void>): Promise<void> {
  try {
    const config = readConfig(env);
    const log = createLog('silent');
    await visitDatabase(config, log, async (connection) => {
      const masterKey = await readMasterKey(config.masterKeyFile, false);
      const pool = openPool(connection, log);
      try {
        await work({ config, db: openDatabase(pool), masterKey });
      } finally {
        await pool.end();
      }
    });
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
