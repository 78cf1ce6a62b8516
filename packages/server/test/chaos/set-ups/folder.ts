import { execFile } from 'node:child_process';
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

/** A folder of its own; with a size, a file system of its own. */
export async function makeFolder(sizeMb: number | undefined): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'hg-chaos-'));
  if (sizeMb !== undefined) await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', path]);
  return {
    path,
    remove: async () => {
      if (sizeMb !== undefined) await run('umount', ['-l', path]);
      await rm(path, { recursive: true, force: true });
    },
  };
}
