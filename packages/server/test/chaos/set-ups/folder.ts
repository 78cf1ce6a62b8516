import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Only root may mount, and mounting needs Linux. */
export const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;

export interface Folder {
  readonly path: string;
  remove(): Promise<void>;
}

/** At once, whoever still has a file open. */
const [UNMOUNT, ...AT_ONCE] = ['umount', '-l'] as const;

/** Those that there are, and which of them are mounted. */
const open = new Map<string, boolean>();

export function foldersNow(): string[] {
  return [...open.keys()];
}

export function removeFoldersNow(): void {
  for (const [path, isMounted] of open) {
    if (isMounted) spawnSync(UNMOUNT, [...AT_ONCE, path]);
    rmSync(path, { recursive: true, force: true });
  }
}

/** A folder of its own; with a size, a file system of its own. */
export async function makeFolder(sizeMb: number | undefined): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'hg-chaos-'));
  if (sizeMb !== undefined) await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', path]);
  open.set(path, sizeMb !== undefined);
  return {
    path,
    remove: async () => {
      if (sizeMb !== undefined) await run(UNMOUNT, [...AT_ONCE, path]);
      await rm(path, { recursive: true, force: true });
      open.delete(path);
    },
  };
}
