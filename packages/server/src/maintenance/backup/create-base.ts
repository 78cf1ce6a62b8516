import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { archiveSettings } from '../../platform/postgres/wal-archive.ts';
import { StartupError } from '../../platform/startup-error.ts';
import { VERSION } from '../../version.ts';
import { BASE_MANIFEST, CLUSTER, type BaseBackup, type BaseManifest } from './base-manifest.ts';
import { copyFolder, keepOwner } from './copy-files.ts';
import { checkSums, writeSums } from './sums.ts';

/** What the archive may take for the last segment; a command that fails is tried again for ever. */
const ARCHIVE_TIMEOUT_MS = 300_000;
/** What a running server writes there is of no use to a copy, as PostgreSQL's documentation of base backups says. */
const EMPTY_FOLDERS =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./;
const LEFT_OUT =
  /(^|\/)(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|pg_internal\.init.*|pgsql_tmp.*)$/;
const DRAFT = '.base-';

/** Copies the files of the running cluster into the archive; with the log since then it reaches any later moment. */
export async function createBase(
  connection: ClientConfig,
  archive: string,
  signal: AbortSignal,
): Promise<BaseBackup> {
  const client = new Client({ ...connection, statement_timeout: ARCHIVE_TIMEOUT_MS });
  client.on('error', () => undefined);
  await client.connect();
  const draft = join(archive, `${DRAFT}${process.pid}`);
  try {
    const { directory, postgres, mode } = await requireArchiving(client, archive);
    for (const name of await readdir(archive))
      if (name.startsWith(DRAFT)) await rm(join(archive, name), { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await client.query("SELECT pg_backup_start('hearthgate', fast => true)");
    const leaveOut = (path: string) => EMPTY_FOLDERS.test(path) || LEFT_OUT.test(path);
    const copied = await copyFolder(directory, join(draft, CLUSTER), { signal, leaveOut, mayVanish: true });
    const { label, madeAt } = await stopBackup(client);
    const sums = new Map([...copied].map(([path, sum]) => [`${CLUSTER}/${path}`, sum]));
    const startWal = /\(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? '';
    const manifest: BaseManifest = { format: 1, version: VERSION, postgres, madeAt, mode, startWal };
    await write(draft, `${CLUSTER}/backup_label`, label, sums);
    await write(draft, BASE_MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`, sums);
    await copyFile(`${directory}.json`, join(draft, `${CLUSTER}.json`));
    await writeSums(draft, sums);
    await checkSums(draft);
    const folder = join(archive, `base-${madeAt.replaceAll(/[-:]|\.\d+/g, '')}`);
    await rename(draft, folder);
    return { folder, manifest };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof StartupError) throw error;
    const why = error instanceof Error && error.name === 'AbortError' ? 'it was stopped' : String(error);
    throw new StartupError(`No base backup was made in ${archive}: ${why}. Nothing of it was kept.`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

async function write(folder: string, path: string, text: string, sums: Map<string, string>): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text, { mode: 0o600, flush: true });
  await keepOwner(dirname(join(folder, path)), join(folder, path));
  sums.set(path, createHash('sha256').update(text).digest('hex'));
}

/** A server that was started without the archive would leave a hole in the log. */
async function requireArchiving(
  client: Client,
  archive: string,
): Promise<{ directory: string; postgres: number; mode: BaseManifest['mode'] }> {
  const { rows } = await client.query<{
    command: string;
    directory: string;
    version: string;
    mode: BaseManifest['mode'];
  }>(`SELECT current_setting('archive_command') AS command, current_setting('data_directory') AS directory,
    current_setting('server_version_num') AS version, (SELECT mode FROM installation) AS mode`);
  const [found] = rows;
  if (!found || found.command !== archiveSettings(archive)['archive_command'])
    throw new StartupError(
      'The database was started without this WAL_ARCHIVE_DIR. Restart the server with it, then make the base backup.',
    );
  return {
    directory: found.directory,
    postgres: Math.floor(Number(found.version) / 10_000),
    mode: found.mode,
  };
}

/** Ends when the last segment that the copy needs is in the archive. */
async function stopBackup(client: Client): Promise<{ label: string; madeAt: string }> {
  const { rows } = await client
    .query<{ label: string; madeAt: Date }>(
      'SELECT labelfile AS label, clock_timestamp() AS "madeAt" FROM pg_backup_stop(wait_for_archive => true)',
    )
    .catch((error: unknown) => {
      throw new StartupError(
        'The log did not get into WAL_ARCHIVE_DIR within 5 minutes: postgres.log in DATA_DIR says why.',
        { cause: error },
      );
    });
  return { label: rows[0]?.label ?? '', madeAt: (rows[0]?.madeAt ?? new Date()).toISOString() };
}
