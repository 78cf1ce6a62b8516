import { CATALOGUE, type LinkValue, type Resource } from '@hearthgate/wire';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyValues } from '../../src/hvac/ingest/apply-report.ts';
import { writeTwin } from '../../src/hvac/store.ts';
import { emptyState } from '../../src/hvac/system-state.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';

/** Above it PostgreSQL moves a value out of its row, and every report costs two writes. */
const ROW_LIMIT_BYTES = 2_000;
const GATEWAY = 101_000_001;

/** More than any gateway has: every leaf of every family at once, but for switch programs, which have rows of their own. */
const LEAVES = CATALOGUE.filter(({ type }) => type !== 'switchProgram');

function longest({ type, words = [], kind, isName }: Resource): LinkValue {
  if (type === 'words') return words.slice(0, 4);
  const usual = 'x'.repeat(kind === 'identity' || isName ? 24 : 12);
  return [...words, usual].reduce((long, word) => (word.length > long.length ? word : long));
}

/** Measurements of two decimals, or of sensors that are not connected wherever there may be one. */
function valueOf(resource: Resource, isBroken: boolean): LinkValue {
  const { type, range, sentinels } = resource;
  if (type !== 'number') return longest(resource);
  const open = sentinels?.['open'];
  return isBroken && open !== undefined ? open : Math.min(range?.[1] ?? 0, 12_345.67);
}

describe('a gateway that describes the whole catalogue', () => {
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

  test.each([
    ['measures everything', false],
    ['has no sensor connected', true],
  ])('%s: every row of its twin stays under 2 kB', async (_name, isBroken) => {
    const values = LEAVES.map((resource) => [
      resource.path.replace('{n}', '16').replace('{program}', 'pg1'),
      valueOf(resource, isBroken),
    ]);
    const { state, changedComponents } = applyValues(
      emptyState(GATEWAY),
      Object.fromEntries(values),
      Date.parse('2026-01-15T06:30:00Z'),
      true,
    );
    await writeTwin(
      db,
      [...changedComponents].map((component) => ({ state, component })),
    );
    // `|| '{}'` makes the value anew, so that its size is not the compressed one.
    const { rows } = await pool.query<{ component: string; bytes: number }>(
      "SELECT component, pg_column_size(readings || '{}') AS bytes FROM twin",
    );
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ bytes }) => bytes >= ROW_LIMIT_BYTES)).toEqual([]);
    expect(state.twin.size).toBe(rows.length);
  });
});
