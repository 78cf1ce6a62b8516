import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openAtOnce } from '../../src/platform/database/at-once.ts';
import { isConflict, mustChange, openPool, type Db } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, createLog('silent'));
  db = openAtOnce(pool);
  await pool.query('CREATE TABLE things (id integer PRIMARY KEY, name text)');
});
beforeEach(() => pool.query('TRUNCATE things'));
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const add = (tx: Db, id: number, name: string) => sql`INSERT INTO things VALUES (${id}, ${name})`.execute(tx);
const things = async () => (await pool.query('SELECT id, name FROM things ORDER BY id')).rows as unknown[];

test('a transaction is sent as a whole at its commit, each statement sees the ones before', async () => {
  await db.transaction().execute(async (tx) => {
    await add(tx, 1, 'a');
    expect(await things()).toEqual([]);
    await mustChange(sql`UPDATE things SET name = ${'b'} WHERE id = ${1}`).execute(tx);
  });
  expect(await things()).toEqual([{ id: 1, name: 'b' }]);
});

test('a statement that fails takes all with it, and the connection is fit for the next', async () => {
  for (let round = 0; round < 3; round += 1) {
    const failing = db.transaction().execute(async (tx) => {
      await add(tx, 1, 'a');
      await add(tx, 1, 'again');
      await add(tx, 2, 'after');
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await things()).toEqual([]);
  }
  await db.transaction().execute((tx) => add(tx, 3, 'c'));
  expect(await things()).toEqual([{ id: 3, name: 'c' }]);
});

test('a change that finds nothing is a conflict, and nothing of its transaction stays', async () => {
  const failing = db.transaction().execute(async (tx) => {
    await add(tx, 1, 'a');
    await mustChange(sql`UPDATE things SET name = ${'b'} WHERE id = ${2}`).execute(tx);
  });
  await expect(failing).rejects.toSatisfy(isConflict);
  expect(await things()).toEqual([]);
});

test('work that fails by itself sends nothing', async () => {
  const failing = db.transaction().execute(async (tx) => {
    await add(tx, 1, 'a');
    throw new Error('not after all');
  });
  await expect(failing).rejects.toThrow('not after all');
  expect(await things()).toEqual([]);
});

test('nothing can be read', async () => {
  const timers = db.transaction().execute((tx) => tx.selectFrom('timers').selectAll().execute());
  await expect(timers).rejects.toThrow('nothing is read');
  const removed = db
    .transaction()
    .execute((tx) => tx.deleteFrom('timers').where('id', '=', 'x').returningAll().execute());
  await expect(removed).rejects.toThrow('nothing is read');
});
