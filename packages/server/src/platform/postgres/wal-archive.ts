import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunAs } from './run-as.ts';

/** A quiet server fills no segment of 16 MB for hours; this bounds what a lost disk takes along. */
const ARCHIVE_TIMEOUT = '60s';
/** Below the archive folder, beside the base backups. */
const WAL = 'wal';

/** How a copied cluster is brought to a moment. */
export interface Recovery {
  /** Where segments lie, in the order in which they are looked for. */
  readonly folders: readonly string[];
  /** Undefined: everything that there is. */
  readonly to: Date | undefined;
}

export function walFolder(archive: string): string {
  return join(archive, WAL);
}

/** PostgreSQL's own user writes there. */
export async function ensureWalFolder(archive: string, { ids }: RunAs): Promise<void> {
  const folder = walFolder(archive);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (ids) await chown(folder, ids.uid, ids.gid);
}

/**
 * A segment has its name when it is on the disk. One that is there already is taken as archived only when it is the same:
 * after a crash PostgreSQL asks again.
 */
export function archiveSettings(archive: string): Record<string, string> {
  const target = `${quoted(walFolder(archive))}/%f`;
  const copy = `cp %p ${target}.part && sync ${target}.part && mv ${target}.part ${target} && sync ${quoted(walFolder(archive))}`;
  return {
    archive_mode: 'on',
    archive_timeout: ARCHIVE_TIMEOUT,
    archive_command: `if test -e ${target}; then cmp -s %p ${target}; else ${copy}; fi`,
  };
}

/** `hot_standby=off`: nobody gets in before the moment is reached. So early PostgreSQL does not know `Z` yet. */
export function recoverySettings({ folders, to }: Recovery): Record<string, string> {
  return {
    hot_standby: 'off',
    restore_command: folders.map((folder) => `cp ${quoted(folder)}/%f %p 2>/dev/null`).join(' || '),
    recovery_target_action: 'promote',
    ...(to && { recovery_target_time: to.toISOString().replace('Z', '+00') }),
  };
}

/** For the shell, and for PostgreSQL, which replaces what follows a percent sign. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
