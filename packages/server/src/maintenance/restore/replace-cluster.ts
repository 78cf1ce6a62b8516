import { copyFile, mkdir, readdir, realpath, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Config } from '../../config/index.ts';
import { createLog } from '../../platform/log.ts';
import type { ClusterOptions } from '../../platform/postgres/cluster.ts';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded-postgres.ts';
import { exists } from '../../platform/postgres/half-restored.ts';
import { isPostmasterOf, readPidFile } from '../../platform/postgres/postmaster.ts';
import { takeServerLock } from '../../platform/postgres/server-lock.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { abandonAttempt, beginAttempt, putInPlace } from './attempt.ts';
import type { EndedAgain } from './end-again.ts';

/** Of the cluster, beside it. */
const PASSWORD = 'postgres.json';
/** As the supervisor makes a data directory: root may hand the database to user postgres, who passes through. */
const DIR_MODE = process.getuid?.() === 0 ? 0o711 : 0o700;

interface Replacement {
  readonly stamp: string;
  /** A database that is there is moved aside; else it is refused. */
  readonly replace: boolean;
  /** Puts the files of a cluster into `staging`, `aside` being the one of before; without it a new one is made. */
  readonly prepare?: ((staging: string, before: string | undefined) => Promise<ClusterOptions>) | undefined;
}

/**
 * Fills a new embedded database beside the one of DATA_DIR and puts it in its place when it is whole. What was there is moved
 * aside, never removed.
 */
export async function replaceCluster(
  config: Config,
  { stamp, replace, prepare }: Replacement,
  fill: (connection: ClientConfig, anchorDir: string) => Promise<EndedAgain>,
): Promise<EndedAgain & { aside: string[] }> {
  await mkdir(config.dataDir, { recursive: true, mode: DIR_MODE });
  const dataDir = await realpath(config.dataDir);
  const place = join(dataDir, 'postgres');
  await abandonAttempt(dataDir, config.walArchive);
  const isTaken = await exists(place);
  if (isTaken && !replace) {
    throw new StartupError(
      `There is a database in ${dataDir} already. Say --replace to move it aside, or give another DATA_DIR.`,
    );
  }
  if (isTaken) await stopAbandoned(dataDir, config.walArchive);
  const staging = await beginAttempt(dataDir, { stamp, archive: config.walArchive, mode: DIR_MODE });
  try {
    if (await exists(join(dataDir, PASSWORD)))
      await copyFile(join(dataDir, PASSWORD), join(staging, PASSWORD));
    const options = await prepare?.(staging, isTaken ? place : undefined);
    const postgres = await startEmbeddedPostgres({ dataDir: staging, log: createLog('silent'), ...options });
    let result: EndedAgain;
    try {
      result = await fill(postgres.connection, staging);
    } finally {
      await postgres.stop();
    }
    const aside = await putInPlace(dataDir, stamp);
    // A database that was made anew counts its log from the beginning, under names that the archive has already.
    if (!prepare && config.walArchive !== undefined)
      aside.push(...(await setArchiveAside(config.walArchive, stamp)));
    return { ...result, aside };
  } finally {
    await abandonAttempt(dataDir, config.walArchive);
  }
}

/** A server that was killed leaves its database running; one that runs is refused. */
async function stopAbandoned(dataDir: string, archive: string | undefined): Promise<void> {
  const directory = join(dataDir, 'postgres');
  const found = await readPidFile(directory);
  if (!found || !(await isPostmasterOf(directory, found.pid))) return;
  const postgres = await startEmbeddedPostgres({ dataDir, log: createLog('silent'), archive });
  const lock = await takeServerLock(postgres.connection, `the data directory ${dataDir} (DATA_DIR)`).catch(
    async (error: unknown) => {
      await postgres.release();
      throw error;
    },
  );
  await lock.release();
  await postgres.stop();
}

/** Base backups and log of the database of before, for which WAL_ARCHIVE_DIR can be set to that folder. */
async function setArchiveAside(archive: string, stamp: string): Promise<string[]> {
  const names = (await readdir(archive).catch(() => [])).filter((name) => /^(wal$|base-)/.test(name));
  if (names.length === 0) return [];
  const aside = join(archive, `before-${stamp}`);
  await mkdir(aside, { mode: DIR_MODE });
  for (const name of names) await rename(join(archive, name), join(aside, name));
  return [aside];
}
