import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkKeys } from '../../src/maintenance/citus/check-keys.ts';
import { readPlacements } from '../../src/maintenance/citus/placement.ts';
import { STAYING } from '../../src/maintenance/citus/reasons.ts';
import { writeScript } from '../../src/maintenance/citus/write-script.ts';
import { createDatabase, type TestDatabase } from '../harness/database.ts';
import { judgeAll } from '../harness/statements/read-statements.ts';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('every key and constraint of the schema fits the distribution', async () => {
  expect(await checkKeys(pool, await readPlacements(pool))).toEqual([]);
});

test('every table that stays on the coordinator is there', async () => {
  const tables = (await readPlacements(pool)).map(({ table }) => table);
  expect(STAYING.filter((table) => !tables.includes(table))).toEqual([]);
});

test('the script distributes each table once, after the one that it goes with', async () => {
  const placements = await readPlacements(pool);
  const script = writeScript(placements, '0001_platform.sql');
  const made = [...script.matchAll(/create_distributed_table\('(\w+)', '(\w+)'/g)].map(([, table]) => table);
  const distributed = placements.flatMap(({ table, column }) => (column ? [table] : []));
  expect(made).toHaveLength(distributed.length);
  expect(new Set(made)).toEqual(new Set(distributed));
  expect(made[0]).toBe('gateways');
  expect(made).toContain('recordings');
  expect(made).not.toContain('outbox');
});

test('what Citus would refuse is named', async () => {
  await pool.query(`
    CREATE TABLE meters (gateway_id integer, meter_id integer GENERATED ALWAYS AS IDENTITY UNIQUE, PRIMARY KEY (gateway_id, meter_id));
    CREATE TABLE meter_owners (gateway_id integer PRIMARY KEY, owner_id text NOT NULL REFERENCES owners);
    CREATE TABLE tariffs (tariff text PRIMARY KEY);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE TRIGGER meters_kept BEFORE DELETE ON meters EXECUTE FUNCTION keep();`);
  expect(await checkKeys(pool, await readPlacements(pool))).toEqual([
    'tariffs is neither distributed nor has a reason to stay local',
    'meters_meter_id_key of meters is unique without gateway_id',
    'meter_owners_owner_id_fkey leads from meter_owners to owners, which live elsewhere',
    'meters has the trigger meters_kept',
    'meter_id of meters is numbered in less than 64 bits',
  ]);
  await pool.query('DROP TABLE meters, meter_owners, tariffs; DROP FUNCTION keep');
});

const SEVERAL = 'SEVERAL_SHARDS';
const LOCKS = 'locks rows of several shards (FOR UPDATE)';
const LOCAL = 'joins distributed tables with local ones';
test.each([
  ['SELECT * FROM owners WHERE owner_id = $1', 'LOCAL'],
  ['SELECT * FROM gateways WHERE gateway_id = $1 FOR UPDATE', 'ONE_SHARD'],
  ['SELECT * FROM twin t JOIN gateways g USING (gateway_id) WHERE g.gateway_id = $1', 'ONE_SHARD'],
  ['INSERT INTO report_gaps VALUES ($1, $2, $3, $4, now()) ON CONFLICT DO NOTHING', 'ONE_SHARD'],
  [
    'WITH c AS (SELECT * FROM contracts WHERE company_id = $1) SELECT * FROM c JOIN events e ON e.company_id = c.company_id',
    'ONE_SHARD',
  ],
  [
    'UPDATE contracts SET brand = $2 WHERE company_id = $1 AND gateway_id IN (SELECT gateway_id FROM contracts WHERE company_id = $1)',
    'ONE_SHARD',
  ],
  ['UPDATE webhook_progress SET fence = 1 WHERE company_id = $1 AND webhook_id = $2 OR fence = 0', SEVERAL],
  ['SELECT * FROM gateways WHERE gateway_id = ANY ($1::integer[])', SEVERAL],
  ['SELECT * FROM contracts WHERE gateway_id = $1', SEVERAL],
  ['INSERT INTO twin SELECT * FROM unnest($1::integer[], $2::text[], $3::jsonb[])', SEVERAL],
  [
    'UPDATE gateways g SET last_seen_at = s.at FROM unnest($1::integer[], $2::timestamptz[]) s (id, at) WHERE g.gateway_id = s.id',
    SEVERAL,
  ],
  ['SELECT * FROM gateways WHERE gateway_id = ANY ($1::integer[]) FOR SHARE', LOCKS],
  [
    'WITH l AS (SELECT gateway_id FROM gateways WHERE brand = $1 FOR UPDATE) UPDATE gateways g SET brand = $2 FROM l WHERE l.gateway_id = g.gateway_id',
    LOCKS,
  ],
  [
    'SELECT * FROM gateways g JOIN contracts c USING (gateway_id) WHERE c.company_id = $1',
    'joins tables of gateways with tables of companies',
  ],
  ['SELECT * FROM access_changes JOIN owners ON owner_id = actor_id', LOCAL],
  ['SELECT * FROM access_changes JOIN owners ON owner_id = actor_id WHERE gateway_id = $1', LOCAL],
  ['SELECT * FROM gateways g JOIN twin t ON t.component = g.brand', 'joins not by the distribution column'],
  [
    'SELECT * FROM unnest($1::integer[]) m (id), LATERAL (SELECT * FROM twin t WHERE t.gateway_id = m.id LIMIT 1) x',
    'a subquery for each row that is not tied to the distribution column',
  ],
  ['INSERT INTO commands (command_id) VALUES ($1)', 'inserts without the distribution column'],
  ['UPDATE gateways SET gateway_id = $1 WHERE gateway_id = $2', 'changes the distribution column'],
  [
    'UPDATE gateways SET brand = $2 || random() WHERE gateway_id = $1',
    'a volatile function in UPDATE or DELETE',
  ],
  [
    `DELETE FROM report_gaps WHERE gateway_id = $1 AND noticed_at + interval '1 day' < now()`,
    'a stable function of a column in UPDATE or DELETE',
  ],
  [
    'INSERT INTO twin VALUES ($1, $2, $3) ON CONFLICT (gateway_id, component) DO UPDATE SET readings = to_jsonb(now())',
    'a function that is not immutable in ON CONFLICT DO UPDATE',
  ],
])('%s: %s', async (sql, expected) => {
  const [judged] = await judgeAll(pool, [{ sql, file: 'a.ts', same: [] }]);
  const judgement = judged?.judgement;
  expect(judgement?.kind === 'REFUSED' ? judgement.why : judgement?.kind).toBe(expected);
});
