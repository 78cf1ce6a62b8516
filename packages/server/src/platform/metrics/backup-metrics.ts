import { backupAge, listBackups } from '../database/backups.ts';
import type { Db } from '../database/database.ts';
import { archiveState } from '../postgres/archive-state.ts';
import type { Metrics, Sample } from './metrics.ts';

/** Backups are hours apart; what fails is told by the minute. */
const EVERY_MS = 60_000;

/** Whether a backup is due, and how the log gets into the archive; `archive`: WAL_ARCHIVE_DIR of the embedded database. */
export function addBackupMetrics(metrics: Metrics, db: Db, archive: string | undefined): void {
  const newest = metrics.polled(async () => backupAge((await listBackups(db, 1))[0], Date.now()), EVERY_MS);
  const archived = metrics.polled(
    async () => (archive === undefined ? undefined : archiveState(db, archive)),
    EVERY_MS,
  );
  metrics.gauge('backup_age_seconds', 'Age of the newest backup, and of the newest base backup', async () => [
    ...sampleOf('any', (await newest())?.newestAgeMs),
    ...sampleOf('base', (await archived())?.newestBaseMs),
  ]);
  metrics.gauge('backup_due', 'Should another one have come? 1 or 0', async () => [
    ...flagOf('any', (await newest())?.isDue),
    ...flagOf('base', (await archived())?.isBaseDue),
  ]);
  metrics.gauge('wal_archive_up', 'Does the log get into WAL_ARCHIVE_DIR? 1 or 0', async () => {
    const state = (await archived())?.state;
    return state && Number(state === 'OK');
  });
  metrics.gauge(
    'wal_archive_waiting_segments',
    'Segments of the log, of 16 MB, that lie in DATA_DIR until they are in the archive',
    async () => (await archived())?.waitingSegments,
  );
  metrics.gauge(
    'wal_archive_free_bytes',
    'Room on the disk of the archive',
    async () => (await archived())?.disk?.freeBytes,
  );
}

function sampleOf(kind: string, ageMs: number | null | undefined): Sample[] {
  return ageMs === null || ageMs === undefined ? [] : [[{ kind }, ageMs / 1_000]];
}

function flagOf(kind: string, isDue: boolean | undefined): Sample[] {
  return isDue === undefined ? [] : [[{ kind }, Number(isDue)]];
}
