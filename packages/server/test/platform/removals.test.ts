import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { SharedCaches } from '../../src/platform/database/shared-caches.ts';
import { transactor } from '../../src/platform/database/unit-of-work.ts';
import { createLog } from '../../src/platform/log.ts';
import { readJournalLines, RemovalsJournal, type Removals } from '../../src/platform/removals.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { NO_MAILS } from '../harness/no-mails.ts';

const REMOVAL = { kind: 'test', atMs: 1 };

let database: TestDatabase;
let pool: pg.Pool;
let folder: string;
beforeAll(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, createLog('silent'));
  folder = await mkdtemp(join(tmpdir(), 'hg-journal-'));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A transaction that raises the epoch and ends a right. */
const end = (removals: Removals, fault?: Error) =>
  transactor(openDatabase(pool), {
    removals,
    facts: () => undefined,
    timers: () => undefined,
    mails: NO_MAILS,
    caches: new SharedCaches(),
  })(async (unit) => {
    await unit.tx
      .insertInto('clock')
      .values({ anchor_real_ms: 0, anchor_ms: 0, speed: 1, frozen: false })
      .execute();
    unit.ended(REMOVAL);
    if (fault) throw fault;
  });
const committed = async () => (await pool.query('SELECT FROM clock')).rowCount;

test('an ended right is on the disk before its transaction is committed', async () => {
  const path = join(folder, 'journal.jsonl');
  const journal = await RemovalsJournal.open(path, createLog('silent'));
  const seen: unknown[] = [];
  await end({
    write: async (removals) => {
      await journal.write(removals);
      seen.push(await readFile(path, 'utf8'), await committed());
    },
  });
  expect(seen).toEqual([`${JSON.stringify(REMOVAL)}\n`, 0]);
  expect(await committed()).toBe(1);
  await pool.query('DELETE FROM clock');
  await expect(end(journal, new Error('refused'))).rejects.toThrow('refused');
  await journal.close();
  expect(await readJournalLines(path)).toHaveLength(1);
});

test('a disk that refuses the line keeps no right alive', async () => {
  const path = join(folder, 'gone', 'journal.jsonl');
  await expect(RemovalsJournal.open(path, createLog('silent'))).rejects.toThrow(/ENOENT/);
  const elsewhere = await mkdtemp(join(tmpdir(), 'hg-gone-'));
  const journal = await RemovalsJournal.open(join(elsewhere, 'journal.jsonl'), createLog('silent'));
  await rm(elsewhere, { recursive: true });
  await end(journal);
  expect(await committed()).toBe(1);
  await journal.close();
});

test('there is a journal from the first start on, so a missing one was lost', async () => {
  const path = join(folder, 'fresh.jsonl');
  expect(await readJournalLines(path)).toBeUndefined();
  await (await RemovalsJournal.open(path, createLog('silent'))).close();
  expect(await readJournalLines(path)).toEqual([]);
});
