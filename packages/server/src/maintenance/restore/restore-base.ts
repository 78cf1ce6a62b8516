import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { openPool } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { MIGRATIONS } from '../../platform/postgres/migration-files.ts';
import { walFolder } from '../../platform/postgres/wal-archive.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { CLUSTER } from '../backup/base-manifest.ts';
import { copyFolder, keepOwner } from '../backup/copy-files.ts';
import { checkSums } from '../backup/sums.ts';
import { endAgain, type EndedAgain } from './end-again.ts';
import type { Target } from './find-base.ts';
import type { Journals } from './read-journals.ts';
import { replaceCluster } from './replace-cluster.ts';
import { requireSameMode } from './require-same-mode.ts';

interface Order {
  readonly base: Target;
  readonly journals: Journals;
  readonly stamp: string;
  readonly replace: boolean;
  readonly onProgress: (text: string) => void;
}

/** What PostgreSQL says when the log ends before the moment. */
const ENDS_EARLIER = /recovery ended before configured recovery target was reached/;

/** Brings the files of a base backup to a moment beside the database, and puts them in its place. */
export async function restoreBase(config: Config, order: Order): Promise<EndedAgain & { aside: string[] }> {
  const { base, journals, stamp, replace, onProgress } = order;
  const { folder, manifest, to } = base;
  requireSameMode(manifest, config);
  onProgress('checking the base backup');
  await checkSums(folder);
  const prepare = async (staging: string, before: string | undefined) => {
    onProgress('copying the base backup');
    const cluster = join(staging, CLUSTER);
    await copyFolder(join(folder, CLUSTER), cluster, { leaveOut: () => false, mayVanish: false });
    await copyFile(join(folder, `${CLUSTER}.json`), join(staging, `${CLUSTER}.json`));
    await writeFile(join(cluster, 'recovery.signal'), '', { mode: 0o600, flush: true });
    await keepOwner(cluster, join(cluster, 'recovery.signal'));
    onProgress(`replaying the log up to ${to?.toISOString() ?? 'its end'}`);
    // What the database of before has not handed over yet is in its own folder still.
    const own = before === undefined ? [] : [join(before, 'pg_wal')];
    // With the archive, so that the new timeline is known there and no later restore takes its number.
    return {
      archive: config.walArchive,
      recovery: { folders: [walFolder(config.walArchive ?? ''), ...own], to },
    };
  };
  try {
    return await replaceCluster(config, { stamp, replace, prepare }, async (connection, anchorDir) => {
      onProgress('bringing the schema up to date');
      const pool = openPool(connection, createLog('silent'));
      try {
        await migrate(pool, MIGRATIONS);
      } finally {
        await pool.end();
      }
      onProgress('ending again what had ended');
      return endAgain(connection, config, { anchorDir, journals });
    });
  } catch (error) {
    if (!(error instanceof StartupError) || !ENDS_EARLIER.test(error.message)) throw error;
    throw new StartupError(
      `The log ends before ${to?.toISOString() ?? 'that moment'}. Nothing was changed; --to latest goes as far as it reaches.`,
      { cause: error },
    );
  }
}
