import type { Db } from '../../platform/database/database.ts';
import { GIB } from '../../platform/disk-space.ts';
import { archiveState, type ArchiveState } from '../../platform/postgres/archive-state.ts';
import { ok, warning, wrong, type Finding } from './finding.ts';

const CHECK = 'log archive';
const DAY_MS = 86_400_000;

/** Whether the log of the embedded database gets into WAL_ARCHIVE_DIR, and from where on it is of use. */
export async function checkArchive(db: Db, archive: string): Promise<Finding[]> {
  const state = await archiveState(db, archive);
  return [archivingOf(state, archive), diskOf(state, archive), baseOf(state)];
}

function archivingOf(found: ArchiveState, archive: string): Finding {
  const { state, failedSegment, waitingSegments, lastArchivedMs } = found;
  if (state === 'OFF')
    return wrong(
      CHECK,
      'the database was started without WAL_ARCHIVE_DIR: its log has a hole',
      'restart the server with the setting, then run "hearthgate backup --base"',
    );
  if (state === 'OK')
    return ok(
      CHECK,
      lastArchivedMs === null ? `${archive} waits for its first segment` : `${archive} gets every segment`,
    );
  const which = failedSegment === null ? '' : `, ${failedSegment} was refused`;
  return wrong(
    CHECK,
    `the log does not get into ${archive}${which}; ${waitingSegments} segments of 16 MB wait in DATA_DIR`,
    'postgres.log in DATA_DIR says why: make room, give the folder back to the user that runs PostgreSQL, or, where it holds ' +
      'the log of another database, name an empty one. Then it goes on by itself',
  );
}

function diskOf({ disk }: ArchiveState, archive: string): Finding {
  const cure = 'make room: "hearthgate backup --base --keep 2" removes older base backups and their log';
  if (!disk) return wrong('archive disk', `${archive} cannot be read`, 'is the disk mounted?');
  const text = `${archive} has ${(disk.freeBytes / GIB).toFixed(1)} GiB free`;
  if (disk.state === 'full') return wrong('archive disk', text, cure);
  return disk.state === 'ok' ? ok('archive disk', text) : warning('archive disk', text, cure);
}

function baseOf({ newestBaseMs, isBaseDue }: ArchiveState): Finding {
  const text =
    newestBaseMs === null
      ? 'there is none: the log alone brings nothing back'
      : `the newest is ${(newestBaseMs / DAY_MS).toFixed(1)} days old`;
  return isBaseDue ? warning('base backup', text, 'hearthgate backup --base') : ok('base backup', text);
}
