import type { ClientConfig } from 'pg';
import { readConfig, type Config } from '../../config/index.ts';
import { backupAge, listBackups, noteBackup, type BackupMark } from '../../platform/database/backups.ts';
import { openDatabase, openPool, type Db } from '../../platform/database/database.ts';
import { createLog } from '../../platform/log.ts';
import { progressLine, told } from '../told.ts';
import { visitDatabase } from '../visit-database.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { createBackup } from './create-backup.ts';
import { createBase } from './create-base.ts';
import { pruneArchive } from './prune-archive.ts';

/** The newest ones that `status` names. */
const SHOWN = 10;
const HOUR_MS = 3_600_000;

/** `hearthgate backup` */
export function backUp(env: NodeJS.ProcessEnv, { to, json }: { to: string; json: boolean }): Promise<void> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const progress = progressLine();
  return told(() =>
    onDatabase(env, async (db, connection) => {
      try {
        const { folder, manifest } = await createBackup(connection, to, {
          signal: stopped.signal,
          onProgress: progress.show,
        });
        const { madeAt, version, tables } = manifest;
        await noteBackup(db, { madeAt: new Date(madeAt), kind: 'COPY', place: folder });
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
        progress.clear();
        const text = `${folder}\n${tables.length} tables, ${rows} rows, ${megabytes(bytes)} MB, as of ${madeAt}; written, and read again.\n`;
        const answer = { folder, madeAt, version, tables: tables.length, rows, bytes };
        process.stdout.write(json ? `${JSON.stringify(answer)}\n` : text);
      } finally {
        progress.clear();
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    }),
  );
}

/** `hearthgate backup --base`; `keep`: so many, older ones and the log before them are removed. */
export function backUpBase(
  env: NodeJS.ProcessEnv,
  { keep, json }: { keep: number | undefined; json: boolean },
): Promise<void> {
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return told(() =>
    onDatabase(env, async (db, connection, { walArchive, databaseUrl }) => {
      try {
        if (walArchive === undefined || databaseUrl !== undefined)
          throw new StartupError(
            'A base backup is one of the embedded database, and needs its log: set WAL_ARCHIVE_DIR, and no DATABASE_URL.',
          );
        const { folder, manifest } = await createBase(connection, walArchive, stopped.signal);
        await noteBackup(db, { madeAt: new Date(manifest.madeAt), kind: 'BASE', place: folder });
        const removed = keep === undefined ? { bases: 0, segments: 0 } : await pruneArchive(walArchive, keep);
        const text = `${folder}\nEvery moment from ${manifest.madeAt} on can be reached; written, and read again.\n`;
        const cleared =
          removed.bases + removed.segments > 0
            ? `Removed: ${removed.bases} older base backups, ${removed.segments} segments of the log.\n`
            : '';
        process.stdout.write(json ? `${JSON.stringify({ folder, ...manifest, removed })}\n` : text + cleared);
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    }),
  );
}

/** `hearthgate backup note` */
export function writeBackupNote(env: NodeJS.ProcessEnv, place: string): Promise<void> {
  return told(() =>
    onDatabase(env, async (db) => {
      const madeAt = new Date();
      await noteBackup(db, { madeAt, kind: 'NOTED', place });
      process.stdout.write(`Noted: a backup at ${madeAt.toISOString()}, ${place}.\n`);
    }),
  );
}

/** `hearthgate backup status`; the process exits with 1 when a backup is due. */
export function printBackups(env: NodeJS.ProcessEnv, { json }: { json: boolean }): Promise<void> {
  return told(() =>
    onDatabase(env, async (db) => {
      const backups = await listBackups(db, SHOWN);
      const [newest] = backups;
      const age = backupAge(newest, Date.now());
      const text = json ? JSON.stringify({ ...age, backups }) : lines(backups, age);
      process.stdout.write(`${text}\n`);
      if (age.isDue) process.exitCode = 1;
    }),
  );
}

function lines(backups: readonly BackupMark[], { newestAgeMs, isDue }: ReturnType<typeof backupAge>): string {
  if (newestAgeMs === null)
    return 'There is no backup yet. Make one: hearthgate backup --to FOLDER; or note one of your own tool: hearthgate backup note.';
  const list = backups.map(({ madeAt, kind, place }) =>
    [madeAt.toISOString(), { COPY: 'copy ', BASE: 'base ', NOTED: 'noted' }[kind], place].join('  '),
  );
  return [
    ...list,
    `The newest is ${(newestAgeMs / HOUR_MS).toFixed(1)} hours old${isDue ? ': another one is due' : ''}.`,
  ].join('\n');
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

async function onDatabase(
  env: NodeJS.ProcessEnv,
  work: (db: Db, connection: ClientConfig, config: Config) => Promise<void>,
): Promise<void> {
  const config = readConfig(env);
  const log = createLog('silent');
  await visitDatabase(config, log, async (connection) => {
    const pool = openPool(connection, log);
    try {
      await work(openDatabase(pool), connection, config);
    } finally {
      await pool.end();
    }
  });
}
