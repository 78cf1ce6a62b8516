import { statfs } from 'node:fs/promises';

export const GIB = 2 ** 30;
/** PostgreSQL stops when it cannot write: its log alone may grow by 1 GiB between two checkpoints. */
const FULL_BELOW = GIB;
const NEARLY_FULL_BELOW = 5 * GIB;

export interface DiskSpace {
  readonly freeBytes: number;
  readonly state: 'ok' | 'nearly full' | 'full';
}

/** Of the disk under this folder; `scale`: a part of what a database needs is enough for what lies there. */
export async function diskSpace(folder: string, scale = 1): Promise<DiskSpace> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const state =
    freeBytes < FULL_BELOW * scale ? 'full' : freeBytes < NEARLY_FULL_BELOW * scale ? 'nearly full' : 'ok';
  return { freeBytes, state };
}
