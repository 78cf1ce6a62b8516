import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig, type Config } from '../../src/config/index.ts';
import { createBackup } from '../../src/maintenance/backup/create-backup.ts';
import { checkSums } from '../../src/maintenance/backup/sums.ts';
import { readManifest } from '../../src/maintenance/backup/manifest.ts';
import { restoreInto } from '../../src/maintenance/restore/restore-into.ts';
import { openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { readMasterKey } from '../../src/platform/master-key.ts';
import { refuseHalfRestored } from '../../src/platform/postgres/half-restored.ts';
import { migrate } from '../../src/platform/postgres/migrate.ts';
import { MIGRATIONS, readMigrations } from '../../src/platform/postgres/migration-files.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

const run = promisify(execFile);
/** The newest of an older version: what came later is applied to the restored rows. */
const OLDER = '0038';
/** What is hard to write down: JSON null beside nothing, bytes, not numbers, arrays, lines and quotes in texts. */
const ROWS = `
  INSERT INTO outbox VALUES (1, 9007199254740993, E'a\\nb"\\\\\\t', 5, NULL, '2026-01-01T00:00:00.123456Z', 'null');
  INSERT INTO outbox VALUES (1, 2, 'ü😀', NULL, 'c', 'infinity', '{"a": [1e400, "\\u0041"], "a": 1}');
  INSERT INTO clock VALUES (true, 1, 2, 0.1, false);
  INSERT INTO operator_users (id, name, email) VALUES ('u', '', 'u@example.org');
  INSERT INTO operator_sessions (id, user_id, token, expires_at, created_at, updated_at) VALUES ('s', 'u', 't', now(), now(), now());
  INSERT INTO operator_audit (at, operator_id, email, action, target, address, request_id) SELECT now(), 'u', 'e', 'a', '{}', '', '' FROM generate_series(1, 7);
  INSERT INTO api_keys VALUES ('c', 'k', '\\x00ff', now(), now(), NULL);
  CREATE TABLE events_20260101 PARTITION OF events FOR VALUES FROM ('2026-01-01T00:00:00Z') TO ('2026-01-02T00:00:00Z');
  INSERT INTO companies (company_id, name, languages, ip_allow_list, created_at) VALUES ('c', '', '{"a,b",NULL,""}', '{}', '-infinity');
  INSERT INTO installation (mode, log_epoch) VALUES ('production', 7)`;

let root: string;
let config: Config;
let pools: pg.Pool[];
let databases: TestDatabase[];
let backup: string;

/** Without a table. */
async function emptyDatabase(): Promise<pg.Pool & { url: string }> {
  const database = await createDatabase();
  databases.push(database);
  const pool = openPool({ connectionString: database.url }, createLog('silent'));
  pools.push(pool);
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  return Object.assign(pool, { url: database.url });
}

const copyOf = (connectionString: string, to: string, signal = new AbortController().signal) =>
  createBackup({ connectionString }, to, { signal, onProgress: () => undefined });
const orderFor = async () => ({
  folder: backup,
  manifest: await readManifest(backup),
  journals: { removals: [], logEpoch: 0, foreign: [] },
  anchorDir: root,
  onProgress: () => undefined,
});
const rowsOf = async (pool: pg.Pool, table: string) => {
  const { rows } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${table} t ORDER BY 1`);
  return rows.map(({ line }) => line);
};

let older: Awaited<ReturnType<typeof emptyDatabase>>;
beforeAll(async () => {
  [pools, databases] = [[], []];
  root = await mkdtemp(join(tmpdir(), 'hg-copy-'));
  config = readConfig({
    HEARTHGATE_MODE: 'production',
    DATA_DIR: root,
    MASTER_KEY_FILE: join(root, 'master-key.json'),
  });
  await readMasterKey(config.masterKeyFile, true);
  older = await emptyDatabase();
  await migrate(older, MIGRATIONS, (name) => name < OLDER);
  await older.query(ROWS);
  backup = (await copyOf(older.url, join(root, 'backups'))).folder;
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await Promise.all(databases.map((database) => database.drop()));
  await rm(root, { recursive: true, force: true });
});

test('a copy of an older schema is restored to the letter, then brought up to this version', async () => {
  await checkSums(backup);
  const target = await emptyDatabase();
  const { logEpoch, ended } = await restoreInto({ connectionString: target.url }, config, await orderFor());
  expect([logEpoch > 7, ended]).toEqual([true, {}]);
  for (const table of ['outbox', 'clock', 'operator_users', 'operator_audit', 'api_keys', 'companies'])
    expect(await rowsOf(target, table)).toEqual(await rowsOf(older, table));
  expect(await rowsOf(target, 'operator_sessions')).toEqual([]);
  const { rows } = await target.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
  expect(rows.map(({ name }) => name)).toEqual((await readMigrations(MIGRATIONS)).map(({ name }) => name));
  const { rows: next } = await target.query<{ id: number }>(
    `INSERT INTO operator_audit (at, operator_id, email, action, target, address, request_id)
     VALUES (now(), 'u', 'e', 'a', '{}', '', '') RETURNING id`,
  );
  expect(next).toEqual([{ id: 8 }]);
  const { rows: partitions } = await target.query(`SELECT to_regclass('events_20260101') AS name`);
  expect(partitions).toEqual([{ name: 'events_20260101' }]);
  await refuseHalfRestored(target);
  await expect(restoreInto({ connectionString: target.url }, config, await orderFor())).rejects.toThrow(
    /The database is not empty/,
  );
});

test('a database whose restore was cut off is opened by no server', async () => {
  const target = await emptyDatabase();
  const order = await orderFor();
  const onProgress = (text: string) => {
    if (text.startsWith('bringing')) throw new Error('cut off');
  };
  const connection = { connectionString: target.url };
  await expect(restoreInto(connection, config, { ...order, onProgress })).rejects.toThrow('cut off');
  await expect(refuseHalfRestored(target)).rejects.toThrow(/did not end/);
});

test('a backup of a newer version is refused by name', async () => {
  const order = await orderFor();
  const manifest = {
    ...order.manifest,
    migrations: [...order.manifest.migrations, { name: '9999_later.sql', checksum: '' }],
  };
  const target = { connectionString: older.url };
  await expect(restoreInto(target, config, { ...order, manifest })).rejects.toThrow(/9999_later\.sql/);
});

test('a backup that is stopped leaves nothing', async () => {
  const to = join(root, 'stopped');
  await expect(copyOf(older.url, to, AbortSignal.abort())).rejects.toThrow('The backup was stopped');
  expect(await readdir(to)).toEqual([]);
});

test('a backup onto a full disk says so and leaves nothing', async ({ skip }) => {
  const full = join(root, 'full');
  await mkdir(full);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', full]).catch(() => undefined);
  if (!mounted) return skip('mounting needs root');
  try {
    await expect(copyOf(older.url, full)).rejects.toThrow(/there is no space left/);
    expect(await readdir(full)).toEqual([]);
  } finally {
    await run('umount', [full]);
  }
});
