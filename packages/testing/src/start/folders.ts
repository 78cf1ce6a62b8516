import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { access, constants, statfs } from 'node:fs/promises';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The host is part of it, since containers may share the folder and not the process numbers. */
export const PREFIX = `hearthgate-testing-${hostname().replaceAll(/\W/g, '')}-`;

/** A sandbox needs 80 MB; a year of seven houses some hundred more. */
const MEMORY_MIN_BYTES = 1_000_000_000;
const MEMORY = '/dev/shm';

/** Where data of running sandboxes may be. */
export const runningFolders = (): string[] => [MEMORY, tmpdir()];

/** For the data of one sandbox of this process, in memory where there is room; nothing is there yet. */
export async function newRunningDir(): Promise<string> {
  const folder = (await hasMemory()) ? MEMORY : tmpdir();
  return join(folder, `${PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
}

async function hasMemory(): Promise<boolean> {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize > MEMORY_MIN_BYTES;
  } catch {
    return false;
  }
}

/** Where prepared databases and compiled code are kept: `HEARTHGATE_CACHE`, else where this system keeps caches of a user. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const own = env['HEARTHGATE_CACHE'];
  if (own) return own;
  const ofMac = process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : undefined;
  return join(ofMac ?? env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hearthgate', 'testing');
}

/** For a process that ends now and waits for nothing. */
export function removeAtOnce(dataDir: string): void {
  try {
    const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    if (Number(pid) > 0) process.kill(Number(pid), 'SIGQUIT');
  } catch {
    // It does not run any more.
  }
  // A database that is ending may still write a file.
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
}
