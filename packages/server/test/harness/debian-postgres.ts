import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

const VERSIONS = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 25;

/** Programs of the newest PostgreSQL that Debian has installed; undefined when there is none that can run here. */
export const POSTGRES_PROGRAMS = findPrograms();

/** A PostgreSQL of the distribution, with its own defaults, as operators bring it along. */
export interface DebianPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startDebianPostgres(): Promise<DebianPostgres> {
  if (!POSTGRES_PROGRAMS) throw new Error('there is no PostgreSQL of the distribution here');
  const folder = await mkdtemp(join(tmpdir(), 'hg-postgres-'));
  const { bin, ids } = POSTGRES_PROGRAMS;
  if (ids) await chown(folder, ids.uid, ids.gid);
  const data = join(folder, 'data');
  const options = { ...ids, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  const made = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'hearthgate', '-A', 'trust'], options);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.toString()}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(join(bin, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit');
  const url = `postgres://hearthgate@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    // Fast shutdown: connections are ended.
    child.kill('SIGINT');
    if (child.exitCode === null && child.signalCode === null) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await accepts(url))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`PostgreSQL did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return { url, stop };
}

async function accepts(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  );
}

function findPrograms() {
  const [newest] = folders().toSorted((a, b) => Number(b) - Number(a));
  if (newest === undefined) return undefined;
  const bin = join(VERSIONS, newest, 'bin');
  if (process.getuid?.() !== 0) return { bin, ids: undefined };
  // It refuses to run as root.
  const [, uid, gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return uid === undefined ? undefined : { bin, ids: { uid: Number(uid), gid: Number(gid) } };
}

function folders(): string[] {
  try {
    return readdirSync(VERSIONS);
  } catch {
    return [];
  }
}
