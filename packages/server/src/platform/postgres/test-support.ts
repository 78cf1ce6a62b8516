import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { Connection } from './bring-up.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { isPostmasterOf, readPidFile, stopPostmaster } from './postmaster.ts';

const ignore = (): void => undefined;

export async function start(dataDir: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: { info: ignore, warn: ignore, error: ignore } });
}

/** Open for passing through, so that root's tests can use the user postgres. */
export async function makeTempDir(): Promise<string> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'hearthgate-test-')));
  await chmod(path, 0o711);
  return path;
}

/** Removes a data directory, and first a postmaster that a failed test left there. */
export async function removeDataDir(dataDir: string): Promise<void> {
  const pid = await livePostmaster(dataDir);
  if (pid !== undefined) await stopPostmaster(pid);
  await rm(dataDir, { recursive: true, force: true });
}

export async function livePostmaster(dataDir: string): Promise<number | undefined> {
  const directory = join(dataDir, 'postgres');
  const found = await readPidFile(directory);
  return found && (await isPostmasterOf(directory, found.pid)) ? found.pid : undefined;
}

export async function query(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5000, query_timeout: 5000 });
  client.on('error', ignore);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Repeats until it neither throws nor exceeds the deadline. */
export async function eventually<T>(attempt: () => Promise<T>, timeoutMs: number): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

export interface HeldServer {
  readonly child: ChildProcess;
  readonly pid: number;
  /** "holding", or why the server did not start. */
  readonly firstLine: string;
}

/** Another Hearthgate process on the same data directory. */
export async function holdServer(dataDir: string): Promise<HeldServer> {
  const script = fileURLToPath(new URL('./hold-server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(createInterface(child.stdout), 'line', {
    signal: AbortSignal.timeout(20_000),
  });
  return { child, pid: child.pid ?? 0, firstLine: String(line) };
}

export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
  child.kill(signal);
  await exit;
  return child.exitCode;
}
