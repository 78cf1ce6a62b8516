import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as arrays from '../../src/platform/database/arrays.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await createDatabase();
  pool = openPool({ connectionString: database.url }, createLog('silent'));
  db = openDatabase(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** What PostgreSQL understood, as it writes it itself. */
async function understood(array: RawBuilder<unknown>): Promise<(string | null)[]> {
  const { rows } = await sql<{ it: string | null }>`SELECT x::text AS it FROM unnest(${array}) AS x`.execute(
    db,
  );
  return rows.map(({ it }) => it);
}

const [SMALL, LARGE] = [-(2 ** 53 - 1), 2 ** 53 - 1];

test.each<[string, RawBuilder<unknown>, (string | null)[]]>([
  ['smallint', sql`${arrays.int2s([-32_768, 0, 32_767])}::smallint[]`, ['-32768', '0', '32767']],
  [
    'integer',
    sql`${arrays.int4s([-(2 ** 31), null, 2 ** 31 - 1])}::integer[]`,
    ['-2147483648', null, '2147483647'],
  ],
  [
    'bigint',
    sql`${arrays.int8s([SMALL, -1, 0, 2 ** 32, null, LARGE])}::bigint[]`,
    [String(SMALL), '-1', '0', '4294967296', null, String(LARGE)],
  ],
  ['double', sql`${arrays.float8s([-0.1, 1e300, 21.5])}::double precision[]`, ['-0.1', '1e+300', '21.5']],
  ['boolean', sql`${arrays.bools([true, false])}::boolean[]`, ['true', 'false']],
  [
    'text',
    sql`${arrays.texts(['', 'a"b\\{},', null, 'Wärme 🔥'])}::text[]`,
    ['', 'a"b\\{},', null, 'Wärme 🔥'],
  ],
  ['json', sql`${arrays.jsons(['{"b": 1,  "a":"\\"x"}', null])}::json[]`, ['{"b": 1,  "a":"\\"x"}', null]],
  ['jsonb', sql`${arrays.jsonbs(['{"b":1}', '[]', null])}::jsonb[]`, ['{"b": 1}', '[]', null]],
  ['no element', sql`${arrays.texts([])}::text[]`, []],
])('an array of %s arrives as it was', async (_type, array, expected) => {
  expect(await understood(array)).toEqual(expected);
});

test('times arrive to the millisecond, before 2000 and after', async () => {
  const times = [-1, 0, 946_684_799_999, 1_764_300_000_123, 4_102_444_800_001];
  const array = sql`${arrays.timestamps(times)}::timestamptz[]`;
  const { rows } = await sql<{ at: Date }>`SELECT x AS at FROM unnest(${array}) AS x`.execute(db);
  expect(rows.map(({ at }) => at.getTime())).toEqual(times);
});

test('a character that PostgreSQL does not store is refused, not cut', async () => {
  await expect(understood(sql`${arrays.texts(['a\0b'])}::text[]`)).rejects.toThrow('invalid byte sequence');
  await expect(understood(sql`${arrays.jsonbs(['"\\u0000"'])}::jsonb[]`)).rejects.toThrow('Unicode');
});

test('bytes that are kept, such as a hash, keep little of what was read beside them', async () => {
  const read = async (length: number) => {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      "SELECT decode(repeat('ab', $1), 'hex') AS bytes FROM generate_series(1, 300)",
      [length],
    );
    return rows[0]?.bytes ?? Buffer.alloc(0);
  };
  for (const [length, atMost] of [
    [32, 1_024],
    [300, 300],
  ] as const) {
    const bytes = await read(length);
    expect(bytes.toString('hex')).toBe('ab'.repeat(length));
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(atMost);
  }
});
