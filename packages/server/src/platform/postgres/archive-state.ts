import { sql } from 'kysely';
import { newestBase } from '../database/backups.ts';
import type { Db } from '../database/database.ts';
import { diskSpace, type DiskSpace } from '../disk-space.ts';
import { archiveSettings } from './wal-archive.ts';

/** PostgreSQL tries a segment three times within seconds and then again each minute: what waits longer does not get there. */
const WAITING_MAX_MS = 300_000;

/** How the log of the embedded database gets into WAL_ARCHIVE_DIR. */
export interface ArchiveState {
  /** `OFF`: the database was started without the archive, so that its log has a hole. */
  readonly state: 'OK' | 'FAILING' | 'OFF';
  /** The segment that was refused last, while it fails. */
  readonly failedSegment: string | null;
  /** Null: nothing was archived yet. */
  readonly lastArchivedMs: number | null;
  /** Segments that are full and not in the archive. They lie in DATA_DIR until they are. */
  readonly waitingSegments: number;
  /** Null: none waits. */
  readonly waitingMs: number | null;
  /** Null: the folder cannot be read. */
  readonly disk: DiskSpace | null;
  /** Null: there is none, so that the log alone is of no use. */
  readonly newestBaseMs: number | null;
  readonly isBaseDue: boolean;
}

interface Asked {
  readonly command: string;
  readonly isFailing: boolean;
  readonly failedSegment: string | null;
  readonly lastArchivedMs: number | null;
  readonly waitingSegments: number;
  readonly waitingMs: number | null;
}

export async function archiveState(db: Db, archive: string): Promise<ArchiveState> {
  const [{ rows }, disk, base] = await Promise.all([
    // A failure before the last success is over. The server's role is a superuser of the embedded database.
    sql<Asked>`
      SELECT current_setting('archive_command') AS command,
        coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS "isFailing",
        last_failed_wal AS "failedSegment",
        (extract(epoch FROM now() - last_archived_time) * 1000)::bigint AS "lastArchivedMs", waiting.*
      FROM pg_stat_archiver, (
        SELECT count(*) AS "waitingSegments",
          (extract(epoch FROM now() - min(modification)) * 1000)::bigint AS "waitingMs"
        FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready') AS waiting`.execute(db),
    diskSpace(archive).catch(() => null),
    newestBase(db, Date.now()),
  ]);
  const [asked] = rows;
  if (!asked) throw new Error('pg_stat_archiver has no row');
  const { command, failedSegment, lastArchivedMs, waitingSegments, waitingMs } = asked;
  const isFailing = asked.isFailing || (waitingMs ?? 0) > WAITING_MAX_MS;
  const state =
    command === archiveSettings(archive)['archive_command'] ? (isFailing ? 'FAILING' : 'OK') : 'OFF';
  return {
    state,
    failedSegment: state === 'FAILING' ? failedSegment : null,
    lastArchivedMs,
    waitingSegments,
    waitingMs,
    disk,
    newestBaseMs: base.newestAgeMs,
    isBaseDue: base.isDue,
  };
}
