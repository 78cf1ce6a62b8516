import { execFile } from 'node:child_process';
import { access, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { refuseCutOff } from './half-restored.ts';
import { loadPassword } from './password.ts';
import { isAlive } from './processes.ts';
import { chooseRunAs, commandFor, spawnOptions, type RunAs } from './run-as.ts';
import { socketDirectoryFor } from './socket-directory.ts';
import type { Recovery } from './wal-archive.ts';

const run = promisify(execFile);
const INITDB_TIMEOUT_MS = 120_000;
export const DATABASE_USER = 'hearthgate';

/** A data directory and what is needed to run PostgreSQL on it. */
export interface Cluster {
  readonly directory: string;
  readonly logFile: string;
  readonly socketDirectory: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly password: string;
  /** Folder for segments of its log; undefined: they are not kept. */
  readonly archive: string | undefined;
  /** Only for the first start of a copy. */
  readonly recovery: Recovery | undefined;
}

export type ClusterOptions = Partial<Pick<Cluster, 'archive' | 'recovery'>>;

/** Finds the cluster in `dataDir` (an absolute real path), or makes it. */
export async function prepareCluster(dataDir: string, options: ClusterOptions = {}): Promise<Cluster> {
  await refuseCutOff(dataDir);
  const directory = join(dataDir, 'postgres');
  const binaries = await findBinaries();
  const runAs = await chooseRunAs(binaries.postgres, dataDir, directory);
  const password = await loadPassword(dataDir, await exists(directory));
  const cluster: Cluster = {
    directory,
    logFile: join(dataDir, 'postgres.log'),
    socketDirectory: socketDirectoryFor(dataDir),
    binaries,
    runAs,
    password,
    archive: options.archive,
    recovery: options.recovery,
  };
  await removeAbandonedDrafts(dataDir);
  if (!(await exists(directory))) await create(cluster, dataDir);
  return cluster;
}

async function exists(directory: string): Promise<boolean> {
  return access(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Under another name first, so that a start cut off halfway leaves no half cluster behind. */
async function create(cluster: Cluster, dataDir: string): Promise<void> {
  const { directory } = cluster;
  const { ids } = cluster.runAs;
  const draft = `${directory}.init-${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
    if (ids) await Promise.all([draft, passwordFile].map((path) => chown(path, ids.uid, ids.gid)));
    await initdb(cluster, draft, passwordFile);
    await rename(draft, directory);
  } catch (error) {
    // Another process's first start was quicker: its cluster has the same password.
    if (await exists(directory)) return;
    if (error instanceof StartupError) throw error;
    throw new StartupError(`The database could not be created in ${dataDir}: ${String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function initdb(cluster: Cluster, directory: string, passwordFile: string): Promise<void> {
  const { binaries, runAs } = cluster;
  const [file, args] = commandFor(runAs, binaries.initdb, [
    `--pgdata=${directory}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  await run(file, args, { ...spawnOptions(runAs), timeout: INITDB_TIMEOUT_MS });
}

async function removeAbandonedDrafts(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    const pid = Number(/^postgres\.init-(?<pid>\d+)/.exec(name)?.groups?.['pid']);
    if (!pid || (pid !== process.pid && (await isAlive(pid)))) continue;
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
}
