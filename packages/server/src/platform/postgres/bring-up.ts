import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { StartupError } from '../startup-error.ts';
import { DATABASE_USER, type Cluster } from './cluster.ts';
import {
  isPostmasterOf,
  launch,
  readPidFile,
  removeMisleadingLocks,
  stopPostmaster,
  type Launch,
  type PidFile,
} from './postmaster.ts';
import { SOCKET_PORT } from './socket-directory.ts';

/** Long enough to replay `max_wal_size` from a slow disk after a crash. */
const START_TIMEOUT_MS = 120_000;
/** A week of segments from a slow disk. */
const RECOVERY_TIMEOUT_MS = 6 * 3_600_000;
const POLL_MS = 50;
/** Another start came first, or backends of a killed postmaster are still ending. */
const PASSING_FAULT = /lock file .* already exists|still in use|already in use/;

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export function connectionTo(cluster: Cluster, socketDirectory: string, database: string): Connection {
  const { password } = cluster;
  return { host: socketDirectory, port: SOCKET_PORT, user: DATABASE_USER, password, database };
}

/** Adopts the live postmaster of this cluster or starts one; returns when it accepts our password. */
export async function bringUp(cluster: Cluster): Promise<PidFile> {
  const timeoutMs = cluster.recovery ? RECOVERY_TIMEOUT_MS : START_TIMEOUT_MS;
  const deadline = performance.now() + timeoutMs;
  let launched: Launch | undefined;
  while (performance.now() < deadline) {
    const found = await readPidFile(cluster.directory);
    if (found && (await isPostmasterOf(cluster.directory, found.pid))) {
      const answer = await probe(cluster, found.socketDirectory);
      if (answer === 'accepts') return found;
      if (answer === 'refuses') await dismiss(cluster, found.pid, launched);
    } else if (!launched || launched.hasEnded()) {
      if (launched) await assertFaultPasses(cluster, launched);
      await assertNotElsewhere(cluster, found?.pid);
      await removeMisleadingLocks(cluster);
      launched = await launch(cluster);
    }
    await sleep(POLL_MS);
  }
  const seconds = timeoutMs / 1000;
  throw new StartupError(
    `PostgreSQL has not become ready within ${seconds} s; see ${cluster.logFile}. ` +
      'If no other Hearthgate uses this data directory, end the postgres process that does and start again.',
  );
}

/** A postmaster that we started ourselves and that refuses shows that the password is wrong for good. */
async function dismiss(cluster: Cluster, pid: number, launched: Launch | undefined): Promise<void> {
  await stopPostmaster(pid);
  if (!launched) return;
  throw new StartupError(
    `The database in ${cluster.directory} does not accept the password in ${cluster.directory}.json. ` +
      'Restore that file from a backup, or choose another DATA_DIR.',
  );
}

async function assertFaultPasses(cluster: Cluster, launched: Launch): Promise<void> {
  const output = await launched.output();
  if (PASSING_FAULT.test(output)) return;
  const lastLines = output.split('\n').slice(-5).join('\n');
  throw new StartupError(`PostgreSQL did not start; the end of ${cluster.logFile}:\n${lastLines}`);
}

/** Another container on the same volume has other pids and other shared memory; only its socket betrays it. */
async function assertNotElsewhere(cluster: Cluster, pid: number | undefined): Promise<void> {
  if ((await probe(cluster, cluster.socketDirectory)) === 'silent') return;
  if ((await readPidFile(cluster.directory))?.pid !== pid) return;
  throw new StartupError(
    `The database in ${cluster.directory} is in use where this process cannot see it, probably in another container. ` +
      'Stop that one, or choose another DATA_DIR.',
  );
}

type Answer = 'accepts' | 'refuses' | 'busy' | 'silent';

async function probe(cluster: Cluster, socketDirectory: string): Promise<Answer> {
  if (socketDirectory === '') return 'silent';
  const client = new Client({
    ...connectionTo(cluster, socketDirectory, 'postgres'),
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'accepts';
  } catch (error) {
    if (!(error instanceof DatabaseError)) return 'silent';
    return error.code === '28P01' || error.code === '28000' ? 'refuses' : 'busy';
  } finally {
    await client.end();
  }
}
