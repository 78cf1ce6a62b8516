import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import { isAlive } from '../../platform/postgres/processes.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { VERSION } from '../../version.ts';
import { fileOf, MANIFEST, newManifest, type Manifest } from './manifest.ts';
import { inSnapshot, type Snapshot } from './snapshot.ts';
import { checkSums, writeSums } from './sums.ts';
import { writeTable } from './write-table.ts';

export interface Backup {
  readonly folder: string;
  readonly manifest: Manifest;
}

/**
 * Copies the database, as it is at one moment, into a new folder below `to`. It appears under its name when everything is on
 * the disk and was read again; a backup that fails or is aborted leaves nothing.
 */
export async function createBackup(
  connection: ClientConfig,
  to: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (text: string) => void },
): Promise<Backup> {
  const parent = resolve(to);
  const draft = join(parent, `${draftPrefix()}${process.pid}`);
  try {
    await mkdir(parent, { recursive: true });
    await removeAbandoned(parent);
    await mkdir(draft, { mode: 0o700 });
    const manifest = await inSnapshot(connection, VERSION, (snapshot) =>
      copyAll(snapshot, draft, { signal, onProgress }),
    );
    onProgress('reading it again');
    await checkSums(draft);
    const folder = join(parent, `hearthgate-${manifest.madeAt.replaceAll(/[-:]|\.\d+/g, '')}`);
    await rename(draft, folder);
    await syncFolder(parent);
    return { folder, manifest };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw explained(error, parent);
  }
}

async function copyAll(
  { client, head, tables: names }: Snapshot,
  folder: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (text: string) => void },
): Promise<Manifest> {
  const sums = new Map<string, string>();
  const tables: Manifest['tables'] = [];
  for (const [at, name] of names.entries()) {
    const onRows = (rows: number) => onProgress(`table ${at + 1} of ${names.length}: ${name}, ${rows} rows`);
    onRows(0);
    const { rows, bytes, sum } = await writeTable(client, name, folder, { signal, onRows });
    tables.push({ name, rows, bytes });
    sums.set(fileOf(name), sum);
  }
  const manifest = newManifest({ ...head, tables });
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await writeFile(join(folder, MANIFEST), text, { mode: 0o600, flush: true });
  sums.set(MANIFEST, createHash('sha256').update(text).digest('hex'));
  await writeSums(folder, sums);
  await syncFolder(folder);
  return manifest;
}

/** Names are durable only when their folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function draftPrefix(): string {
  return `.hearthgate-backup-${hostname()}-`;
}

/** What a killed backup of this machine has left. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(draftPrefix())) continue;
    const pid = Number(name.slice(draftPrefix().length));
    if (pid === process.pid || !(await isAlive(pid)))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Codes of the file system that the operator can cure. */
const CURES: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left: make room, or give another folder',
  EDQUOT: 'the quota is used up: make room, or give another folder',
  EACCES: 'it cannot be written: give a folder of your own',
  EROFS: 'it is read-only: give another folder',
  EEXIST: 'a backup of this very second is there already: try again',
  ENOTEMPTY: 'a backup of this very second is there already: try again',
  ENOTDIR: 'it is no folder: give another one',
};

function explained(error: unknown, parent: string): unknown {
  if (error instanceof StartupError || !(error instanceof Error)) return error;
  if (error.name === 'AbortError') return new StartupError('The backup was stopped; nothing of it was kept.');
  const code = 'code' in error ? String(error.code) : '';
  const cure = CURES[code];
  if (cure !== undefined)
    return new StartupError(`No backup was made in ${parent}: ${cure}. Nothing of it was kept.`, {
      cause: error,
    });
  return new StartupError(`No backup was made: ${error.message}. Nothing of it was kept.`, { cause: error });
}
