import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { anchorFileIn } from '../../access/index.ts';
import { exists, STAGING } from '../../platform/postgres/half-restored.ts';
import { isPostmasterOf, readPidFile, stopPostmaster } from '../../platform/postgres/postmaster.ts';
import { walFolder } from '../../platform/postgres/wal-archive.ts';

const CLUSTER = 'postgres';
/** Put in place together with the cluster, by which it is known whether that has happened. */
const BESIDE = ['postgres.json', anchorFileIn('')];
/** In the staging folder: what has to be known to take back what an attempt did outside of it. */
const ATTEMPT = 'attempt.json';
/** Of a segment, or of what PostgreSQL says of a timeline. */
const TIMELINE = /^(?<timeline>[0-9A-F]{8})(?:[0-9A-F]{16}|\.history)/;

interface Attempt {
  readonly stamp: string;
  /** The newest timeline before: those after it are the attempt's own. */
  readonly timeline: number;
}

/** Makes the folder in which a database is restored, beside the one that is there. */
export async function beginAttempt(
  dataDir: string,
  { stamp, archive, mode }: { stamp: string; archive: string | undefined; mode: number },
): Promise<string> {
  const staging = join(dataDir, STAGING);
  await mkdir(staging, { mode });
  const folders = [join(dataDir, CLUSTER, 'pg_wal'), ...(archive === undefined ? [] : [walFolder(archive)])];
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const attempt: Attempt = { stamp, timeline: Math.max(0, ...names.flat().map(timelineOf)) };
  await writeFile(join(staging, ATTEMPT), JSON.stringify(attempt), { flush: true });
  return staging;
}

/** Puts what was restored in its place; what stood there is moved aside. Cut off in between, there is no database at all. */
export async function putInPlace(dataDir: string, stamp: string): Promise<string[]> {
  const staging = join(dataDir, STAGING);
  const aside: string[] = [];
  for (const name of [CLUSTER, ...BESIDE]) {
    if (!(await exists(join(dataDir, name)))) continue;
    await rename(join(dataDir, name), asideOf(dataDir, name, stamp));
    aside.push(asideOf(dataDir, name, stamp));
  }
  for (const name of [...BESIDE, CLUSTER])
    if (await exists(join(staging, name))) await rename(join(staging, name), join(dataDir, name));
  return aside;
}

/**
 * Takes back what is left of an attempt that failed or was killed: its database is stopped, what it moved aside stands in its
 * place again, and its timeline is gone from the archive, where the next attempt would follow it. One that had reached its end
 * stays, and only its folder goes.
 */
export async function abandonAttempt(dataDir: string, archive: string | undefined): Promise<void> {
  const staging = join(dataDir, STAGING);
  if (await exists(join(staging, CLUSTER))) {
    const found = await readPidFile(join(staging, CLUSTER));
    if (found && (await isPostmasterOf(join(staging, CLUSTER), found.pid))) await stopPostmaster(found.pid);
    const attempt = await readAttempt(staging);
    if (attempt) {
      if (!(await exists(join(dataDir, CLUSTER)))) await putBack(dataDir, attempt);
      if (archive !== undefined) await forgetTimelines(walFolder(archive), attempt);
    }
  }
  await rm(staging, { recursive: true, force: true });
}

async function putBack(dataDir: string, { stamp }: Attempt): Promise<void> {
  for (const name of [...BESIDE, CLUSTER]) {
    const aside = asideOf(dataDir, name, stamp);
    if (await exists(aside)) await rename(aside, join(dataDir, name));
  }
}

async function forgetTimelines(folder: string, { timeline }: Attempt): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (timelineOf(name) > timeline) await rm(join(folder, name));
}

/** Undefined: it was cut off before it began. */
async function readAttempt(staging: string): Promise<Attempt | undefined> {
  const text = await readFile(join(staging, ATTEMPT), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Attempt);
}

function asideOf(dataDir: string, file: string, stamp: string): string {
  const { name, ext } = parse(file);
  return join(dataDir, `${name}.before-${stamp}${ext}`);
}

/** 0: the name is of something else. */
function timelineOf(name: string): number {
  return Number.parseInt(TIMELINE.exec(name)?.groups?.['timeline'] ?? '0', 16);
}
