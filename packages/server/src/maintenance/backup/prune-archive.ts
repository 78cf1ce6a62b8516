import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { walFolder } from '../../platform/postgres/wal-archive.ts';
import { listBases } from './base-manifest.ts';

/** Timeline, then the number of the segment; what follows is a partial or a backup's label. */
const SEGMENT = /^[0-9A-F]{8}(?<number>[0-9A-F]{16})/;

/** Removes all base backups but the newest, and the log before the oldest that is left. */
export async function pruneArchive(
  archive: string,
  keep: number,
): Promise<{ bases: number; segments: number }> {
  const bases = await listBases(archive);
  const old = bases.slice(0, Math.max(0, bases.length - keep));
  for (const { folder } of old) await rm(folder, { recursive: true });
  const first = bases[old.length]?.manifest.startWal.slice(8);
  if (first === undefined) return { bases: old.length, segments: 0 };
  const folder = walFolder(archive);
  const needless = (await readdir(folder)).filter((name) => {
    const number = SEGMENT.exec(name)?.groups?.['number'];
    return number !== undefined && number < first;
  });
  for (const name of needless) await rm(join(folder, name));
  return { bases: old.length, segments: needless.length };
}
