import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../startup-error.ts';
import type { Cluster } from './cluster.ts';
import { commandLine, pidExists, signalAndWait } from './processes.ts';
import { commandFor, spawnOptions } from './run-as.ts';
import { ensureSocketDirectory, SOCKET_PORT } from './socket-directory.ts';
import { archiveSettings, ensureWalFolder, recoverySettings } from './wal-archive.ts';

const LOG_ROTATION_BYTES = 10_000_000;

/** Given at every start rather than kept in the cluster, so that a new release's settings apply to old data. */
const SETTINGS = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  // A server takes some twenty; commands beside it, and the test suite with its nodes, need room. A slot costs a few kilobytes.
  max_connections: '200',
  shared_buffers: '128MB',
  wal_level: 'replica',
  max_wal_size: '1GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** What `postmaster.pid` says; nothing tells yet whether it is true. */
export interface PidFile {
  readonly pid: number;
  /** Empty until the postmaster listens. */
  readonly socketDirectory: string;
}

export async function readPidFile(directory: string): Promise<PidFile | undefined> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , , socketDirectory = ''] = text.split('\n');
  return Number(pid) > 0 ? { pid: Number(pid), socketDirectory } : undefined;
}

/** Tells a postmaster of this directory from another program that was given the same pid later. */
export async function isPostmasterOf(directory: string, pid: number): Promise<boolean> {
  return `${await commandLine(pid)} `.includes(` -D ${directory} `);
}

/**
 * PostgreSQL takes any live process with the recorded pid for a postmaster, and pids are reused, above all in
 * containers. A file whose pid is dead stays: PostgreSQL reads from it which shared memory to wait for.
 */
export async function removeMisleadingLocks(cluster: Cluster): Promise<void> {
  const files = [
    join(cluster.directory, 'postmaster.pid'),
    join(cluster.socketDirectory, `.s.PGSQL.${SOCKET_PORT}.lock`),
  ];
  for (const file of files) {
    const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
    if (pid > 0 && pidExists(pid) && !(await isPostmasterOf(cluster.directory, pid)))
      await rm(file, { force: true });
  }
}

export interface Launch {
  hasEnded(): boolean;
  /** What PostgreSQL logged since this launch. */
  output(): Promise<string>;
}

/** Starts a postmaster in its own session: Ctrl-C in the terminal must reach us first. */
export async function launch(cluster: Cluster): Promise<Launch> {
  const { binaries, directory, logFile, runAs, socketDirectory } = cluster;
  await ensureSocketDirectory(socketDirectory, runAs);
  const { archive, recovery } = cluster;
  if (archive !== undefined) await ensureWalFolder(archive, runAs);
  const settings = {
    ...SETTINGS,
    unix_socket_directories: socketDirectory,
    ...(archive !== undefined && archiveSettings(archive)),
    ...(recovery && recoverySettings(recovery)),
  };
  const [file, args] = commandFor(runAs, binaries.postgres, [
    '-D',
    directory,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_ROTATION_BYTES) await rename(logFile, `${logFile}.1`);
  const log = await open(logFile, 'a', 0o600);
  try {
    const start = (await log.stat()).size;
    const options = { ...spawnOptions(runAs), detached: true };
    const child = spawn(file, args, { ...options, stdio: ['ignore', log.fd, log.fd] });
    child.unref();
    await once(child, 'spawn');
    return {
      hasEnded: () => child.exitCode !== null || child.signalCode !== null,
      output: async () => (await readFile(logFile)).subarray(start).toString('utf8').trim(),
    };
  } finally {
    await log.close();
  }
}

/** Fast shutdown, then immediate (loses nothing, the next start replays the log), then by force. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (await signalAndWait(pid, 'SIGINT', 15_000)) return;
  if (await signalAndWait(pid, 'SIGQUIT', 5000)) return;
  if (await signalAndWait(pid, 'SIGKILL', 5000)) return;
  throw new StartupError(
    `PostgreSQL (process ${pid}) does not end, not even by SIGKILL. End it and start again.`,
  );
}
