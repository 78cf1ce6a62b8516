import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { makeTempDir, removeDataDir, start } from './test-support.ts';

let tempDir: string;
let directory: string;
let postgres: EmbeddedPostgres;
let pool: Pool;

beforeAll(async () => {
  tempDir = await makeTempDir();
  directory = join(tempDir, 'migrations');
  postgres = await start(tempDir);
});
afterAll(async () => {
  await postgres.stop();
  await removeDataDir(tempDir);
});
beforeEach(async () => {
  await mkdir(directory);
  pool = new Pool(postgres.connection);
  // A connection says goodbye after `pool.end()` has resolved, and may still hear that the server stops.
  pool.on('connect', (client) => client.on('error', () => undefined));
  await pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});
afterEach(async () => {
  await pool.end();
  await rm(directory, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await writeFile(join(directory, name), sql);
}

async function columnsOf(table: string): Promise<unknown[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 ORDER BY 1',
    [table],
  );
  return rows.map((row) => row.name);
}

describe('migrate', () => {
  it('applies the files in order, each once', async () => {
    await write('0002_more.sql', 'ALTER TABLE homes ADD COLUMN city text;');
    await write('0001_homes.sql', 'CREATE TABLE homes (id int);\nINSERT INTO homes VALUES (1);');
    expect(await migrate(pool, directory)).toEqual({ applied: ['0001_homes.sql', '0002_more.sql'] });
    expect(await migrate(pool, directory)).toEqual({ applied: [] });
    await write('0003_last.sql', 'ALTER TABLE homes ADD COLUMN zip text;');
    expect(await migrate(pool, directory)).toEqual({ applied: ['0003_last.sql'] });
    expect(await columnsOf('homes')).toEqual(['city', 'id', 'zip']);
  });

  it('lets only one of several processes apply a file', async () => {
    await write('0001_homes.sql', 'CREATE TABLE homes (id int);');
    const results = await Promise.all([1, 2, 3].map(async () => migrate(pool, directory)));
    expect(results.flatMap((result) => result.applied)).toEqual(['0001_homes.sql']);
  });

  it('keeps nothing of a file that fails, and names file, line and error', async () => {
    await write('0001_homes.sql', 'CREATE TABLE homes (id int);');
    await write('0002_bad.sql', 'CREATE TABLE half (id int);\nALTER TABLE nowhere ADD COLUMN x int;');
    await write('0003_never.sql', 'CREATE TABLE never (id int);');
    await expect(migrate(pool, directory)).rejects.toThrow(
      'Migration 0002_bad.sql failed: relation "nowhere" does not exist',
    );
    expect([await columnsOf('homes'), await columnsOf('half'), await columnsOf('never')]).toEqual([
      ['id'],
      [],
      [],
    ]);
    await write('0002_bad.sql', 'CREATE TABLE half (id int);\nSELEC 1;');
    await expect(migrate(pool, directory)).rejects.toThrow('0002_bad.sql failed at line 2: syntax error');
    await write('0002_bad.sql', 'CREATE TABLE half (id int);');
    expect((await migrate(pool, directory)).applied).toEqual(['0002_bad.sql', '0003_never.sql']);
  });

  it('refuses a file that was changed after it had been applied, but not other line ends', async () => {
    await write('0001_homes.sql', 'CREATE TABLE homes (\nid int);');
    await migrate(pool, directory);
    await write('0001_homes.sql', 'CREATE TABLE homes (\r\nid int);');
    expect(await migrate(pool, directory)).toEqual({ applied: [] });
    await write('0001_homes.sql', 'CREATE TABLE homes (\nid bigint);');
    await expect(migrate(pool, directory)).rejects.toThrow('0001_homes.sql was changed after');
  });

  it('refuses a database that is newer than the program', async () => {
    await write('0001_homes.sql', 'CREATE TABLE homes (id int);');
    await migrate(pool, directory);
    await rm(join(directory, '0001_homes.sql'));
    await expect(migrate(pool, directory)).rejects.toThrow('The database is newer than this program');
  });

  it('refuses doubled numbers and names it cannot order', async () => {
    await write('0001_a.sql', 'SELECT 1');
    await write('0001_b.sql', 'SELECT 1');
    await expect(migrate(pool, directory)).rejects.toThrow('number 0001: 0001_a.sql and 0001_b.sql');
    await rm(join(directory, '0001_b.sql'));
    await write('2_b.sql', 'SELECT 1');
    await expect(migrate(pool, directory)).rejects.toThrow('2_b.sql is not named NNNN_name.sql');
  });
});
