import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import {
  backUpBase,
  diagnose,
  printBackups,
  restore,
  type RestoreOrder,
} from '../../src/maintenance/index.ts';
import { readPidFile } from '../../src/platform/postgres/postmaster.ts';
import { said } from '../harness/said.ts';
import { caller, type TestSandbox } from '../harness/sandbox.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));
const PATIENCE = { timeout: 30_000, interval: 100 };
let root: string;
let dataDir: string;
let env: Record<string, string>;
let app: App;
let key: string | null = null;
let passedMs = 0;

async function open(): Promise<void> {
  app = await startApp(readConfig(env), { monotonic: () => performance.now() + passedMs });
  key = (await caller(app.url)<TestSandbox['world']>('GET', '/sandbox', { key: null })).body.keys?.ok ?? null;
}
const call = (method: string, path: string, options: object = {}) => {
  passedMs += 600_000;
  return caller(app.url)<Record<string, string>>(method, path, { key, ...options });
};

async function query(text: string): Promise<Record<string, unknown>[]> {
  const { password } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as {
    password: string;
  };
  const { socketDirectory } = (await readPidFile(join(dataDir, 'postgres'))) ?? { socketDirectory: '' };
  const user = 'hearthgate';
  const client = new pg.Client({ host: socketDirectory, port: 5432, user, password, database: user });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
const write = async (word: string) =>
  (await query(`INSERT INTO probe VALUES ('${word}') RETURNING clock_timestamp() AS at`))[0]?.['at'] as Date;
const words = async () => (await query('SELECT word FROM probe ORDER BY word')).map(({ word }) => word);
const basing = (keep?: number) => said(() => backUpBase(env, { keep, json: false }));
const restoring = (order: Partial<RestoreOrder>) =>
  said(() =>
    restore(env, {
      from: undefined,
      journals: [],
      withoutJournal: false,
      replace: true,
      json: false,
      ...order,
    }),
  );

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hg-base-'));
  dataDir = join(root, 'data');
  env = {
    HEARTHGATE_MODE: 'sandbox',
    DATA_DIR: dataDir,
    WAL_ARCHIVE_DIR: join(root, "it's 100 % safe"),
    PORT: '0',
    ADMIN_PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'silent',
  };
  await open();
  await query('CREATE TABLE probe (word text)');
});
afterAll(async () => {
  await app.stop();
  await rm(root, { recursive: true, force: true });
});

test('any moment after a base backup can be reached, over a crash, and no right that has ended comes back', async () => {
  const archive = String(env['WAL_ARCHIVE_DIR']);
  await write('1 before');
  const [code, text] = await basing();
  expect([code, text]).toEqual([0, expect.stringContaining('can be reached')]);
  expect((await said(() => printBackups(env, { json: false })))[1]).toMatch(/ base {3}.*base-\d+T\d+Z/);

  const spare = (await call('POST', '/api-keys', { body: {} })).body;
  await write('2 after');
  const { pid = 0 } = (await readPidFile(join(dataDir, 'postgres'))) ?? {};
  process.kill(pid, 'SIGKILL');
  await vi.waitUntil(() => query('SELECT 1').catch(() => undefined), { timeout: 30_000 });
  const moment = await write('3 after the crash');
  await call('DELETE', `/api-keys/${spare['keyId']}`);
  await write('4 an accident');
  await app.stop();

  // The log of the last minute was not handed over yet; it is taken from the folder of the database.
  const [restored, said1] = await restoring({ to: new Date(moment.getTime() + 1).toISOString() });
  expect([restored, said1]).toEqual([0, expect.stringContaining('Ended again: 1 api-key')]);
  await open();
  expect(await words()).toEqual(['1 before', '2 after', '3 after the crash']);
  expect((await call('GET', '/api-keys/me', { key: spare['apiKey'] })).body).toMatchObject({
    code: 'api-key-removed',
  });

  // The disk is lost; a stop has handed over the last of the log, which is on a new timeline.
  await write('5 on the new timeline');
  await app.stop();
  await rm(join(dataDir, 'postgres'), { recursive: true });
  await rm(join(dataDir, 'postgres.json'));
  expect(await restoring({ to: new Date().toISOString() })).toEqual([
    1,
    expect.stringContaining('--to latest'),
  ]);
  expect((await restoring({ to: 'latest', replace: false }))[0]).toBe(0);
  await open();
  expect(await words()).toEqual(['1 before', '2 after', '3 after the crash', '5 on the new timeline']);

  // The next base backup makes the first one and its log needless.
  const [again, removed] = await basing(1);
  expect([again, removed]).toEqual([
    0,
    expect.stringMatching(/Removed: 1 older base backups, [1-9]\d* segments/),
  ]);
  expect((await readdir(archive)).filter((name) => name.startsWith('base-'))).toHaveLength(1);
  await app.stop();
  await refusals(archive);
  await open();
}, 180_000);

test('a log that does not get into the archive is told by doctor and metrics, until it does', async () => {
  const wal = join(String(env['WAL_ARCHIVE_DIR']), 'wal');
  const found = async () => {
    const findings = [];
    for await (const finding of diagnose(env))
      if (/^(log archive|archive disk|base backup)$/.test(finding.check))
        findings.push([finding.check, finding.state]);
    return findings;
  };
  const metric = async () => {
    passedMs += 60_000;
    const text = await (await fetch(`${app.adminUrl}/metrics`)).text();
    return /^hearthgate_wal_archive_up (\d)/m.exec(text)?.[1];
  };
  const well = [
    ['log archive', 'ok'],
    ['archive disk', expect.any(String)],
    ['base backup', 'ok'],
  ];
  expect([await found(), await metric()]).toEqual([well, '1']);
  await rename(wal, `${wal}.away`);
  await write('6 not archived');
  await query('SELECT pg_switch_wal()');
  await vi.waitFor(async () => expect((await found())[0]).toEqual(['log archive', 'wrong']), PATIENCE);
  expect(await metric()).toBe('0');
  await rename(`${wal}.away`, wal);
  await write('7 archived');
  await query('SELECT pg_switch_wal()');
  await vi.waitFor(async () => expect(await found()).toEqual(well), PATIENCE);
  expect(await metric()).toBe('1');
}, 60_000);

test('a restore that is killed is begun anew, and no server starts without a database meanwhile', async () => {
  const moment = await write('8 wanted first');
  const archive = String(env['WAL_ARCHIVE_DIR']);
  await write('9 wanted after all');
  const before = await words();
  await app.stop();
  const timelines = await timelinesOf(archive);
  const to = new Date(moment.getTime() + 1).toISOString();

  // While the base backup is copied: the database of before is there still.
  await killedRestore(to, () => readdir(join(dataDir, 'restoring', 'postgres')));
  expect(await readdir(dataDir)).toEqual(expect.arrayContaining(['postgres', 'restoring']));

  // When it has its own timeline in the archive, and, as a kill a moment later leaves it, the database of before moved aside.
  await killedRestore(to, async () => expect(await timelinesOf(archive)).not.toEqual(timelines));
  const { stamp } = JSON.parse(await readFile(join(dataDir, 'restoring', 'attempt.json'), 'utf8')) as {
    stamp: string;
  };
  await rename(join(dataDir, 'postgres'), join(dataDir, `postgres.before-${stamp}`));
  await expect(startApp(readConfig(env))).rejects.toThrow('was cut off');
  const findings = [];
  for await (const finding of diagnose(env)) if (finding.check === 'database') findings.push(finding);
  expect(findings).toMatchObject([{ state: 'wrong', cure: expect.stringContaining('restore" again') }]);

  // Everything, not what the cut off attempt went back to.
  expect(await restoring({ to: 'latest' })).toEqual([0, expect.stringContaining('Restored from')]);
  expect(await timelinesOf(archive)).toHaveLength(timelines.length + 1);
  expect((await readdir(dataDir)).filter((name) => name === 'restoring')).toEqual([]);
  await open();
  expect(await words()).toEqual(before);
}, 120_000);

/** The command, killed when the condition holds. */
async function killedRestore(to: string, isReached: () => Promise<unknown>): Promise<void> {
  const child = spawn(process.execPath, [CLI, 'restore', '--to', to, '--replace'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'close');
  await vi
    .waitFor(isReached, { timeout: 60_000, interval: 1 })
    .catch((cause: unknown) => Promise.reject(new Error(`not reached: ${output}`, { cause })));
  child.kill('SIGKILL');
  await ended;
}
const timelinesOf = async (archive: string) =>
  (await readdir(join(archive, 'wal'))).filter((name) => name.endsWith('.history')).toSorted();

/** Each before anything is touched. */
async function refusals(archive: string): Promise<void> {
  const base = join(archive, (await readdir(archive)).find((name) => name.startsWith('base-')) ?? '');
  const refused = async (order: Partial<RestoreOrder>) => (await restoring(order)).join(' ');
  expect(await refused({ to: '2020-01-01T00:00:00Z' })).toMatch(/^1 .*an earlier moment cannot be reached/);
  expect(await refused({ to: 'yesterday' })).toMatch(/^1 .*is no time/);
  expect(await refused({ to: '2026-01-01T00:00:00' })).toMatch(/^1 .*is no time/);
  expect(await refused({ to: '2999-01-01T00:00:00Z' })).toMatch(/^1 .*in the future/);
  expect(await refused({ to: 'latest', from: root })).toMatch(/^1 .*copy of one moment/);
  expect(await refused({ to: 'latest', replace: false })).toMatch(/^1 .*--replace/);
  const control = join(base, 'postgres', 'global', 'pg_control');
  const sound = await readFile(control);
  await appendFile(control, 'x');
  expect(await refused({ from: base })).toMatch(/^1 .*pg_control is damaged/);
  await writeFile(control, sound);
  const without = { ...env, WAL_ARCHIVE_DIR: '' };
  expect(await said(() => backUpBase(without, { keep: undefined, json: false }))).toEqual([
    1,
    expect.stringContaining('WAL_ARCHIVE_DIR'),
  ]);
}
