import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A backup that was made; `NOTED` by an operator's own tool. */
export interface BackupMark {
  readonly madeAt: Date;
  readonly kind: 'COPY' | 'BASE' | 'NOTED';
  readonly place: string;
}

/** Marks of each kind that are kept: enough to see a habit. */
const KEPT = 100;
/** Older, and a daily backup did not come: a day, and what one may take. */
const DUE_MS = 26 * 3_600_000;
/** With the log since then kept, age costs time at a restore and no data. */
const BASE_DUE_MS = 8 * 24 * 3_600_000;

export async function noteBackup(db: Db, { madeAt, kind, place }: BackupMark): Promise<void> {
  await sql`INSERT INTO backups (made_at, kind, place) VALUES (${madeAt}, ${kind}, ${place})
    ON CONFLICT (made_at) DO UPDATE SET kind = excluded.kind, place = excluded.place`.execute(db);
  await sql`DELETE FROM backups WHERE kind = ${kind} AND made_at < (SELECT min(made_at) FROM (
    SELECT made_at FROM backups WHERE kind = ${kind} ORDER BY made_at DESC LIMIT ${KEPT}) AS newest)`.execute(
    db,
  );
}

/** Newest first. */
export async function listBackups(db: Db, limit: number): Promise<BackupMark[]> {
  const { rows } = await sql<BackupMark>`
    SELECT made_at AS "madeAt", kind, place FROM backups ORDER BY made_at DESC LIMIT ${limit}`.execute(db);
  return rows;
}

/** Age of the newest one, and whether another one should have come. */
export function backupAge(
  newest: BackupMark | undefined,
  nowMs: number,
): { newestAgeMs: number | null; isDue: boolean } {
  const dueMs = newest?.kind === 'BASE' ? BASE_DUE_MS : DUE_MS;
  const newestAgeMs = newest ? Math.max(0, nowMs - newest.madeAt.getTime()) : null;
  return { newestAgeMs, isDue: newestAgeMs === null || newestAgeMs > dueMs };
}

/** The same of the newest base backup; between two of them copies may have been made. */
export async function newestBase(db: Db, nowMs: number): Promise<ReturnType<typeof backupAge>> {
  const { rows } = await sql<BackupMark>`
    SELECT made_at AS "madeAt", kind, place FROM backups WHERE kind = 'BASE' ORDER BY made_at DESC LIMIT 1`.execute(
    db,
  );
  return backupAge(rows[0], nowMs);
}
