import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createGateways, Presence } from '../../src/gateways/index.ts';
import type { Transact } from '../../src/platform/database/unit-of-work.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';

const FIRST = 200_000_000;
const CROWD = 1_200;
const FLAP_WINDOW_MS = 60_000;
const ids = Array.from({ length: CROWD }, (_, n) => FIRST + n);

let world: TestAccess;
let presence: Presence;
let transactions = 0;
/** Thrown in place of each transaction while it is set. */
let trouble: Error | undefined;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  await sql`INSERT INTO gateways (gateway_id, gateway_type, brand, password_salt, password_hash, password_iterations,
      connectivity_since, created_at)
    SELECT ${FIRST} + n, 'EMS_ESP', 'BUDERUS', '', '', 1, now(), now()
    FROM generate_series(0, ${CROWD - 1}::integer) AS n`.execute(world.access.db);
});
afterAll(() => world.stop());
beforeEach(async () => {
  const { access } = world;
  const transact: Transact = (work) => {
    transactions += 1;
    return trouble ? Promise.reject(trouble) : access.transact(work);
  };
  presence = new Presence({ ...createGateways(access, access, FLAP_WINDOW_MS), transact });
  await sql`UPDATE gateways SET connectivity = 'OFFLINE', announced = 'OFFLINE'`.execute(access.db);
  await sql`DELETE FROM timers`.execute(access.db);
  transactions = 0;
});

async function count(what: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM ${sql.raw(what)}`.execute(
    world.access.db,
  );
  return rows[0]?.count ?? 0;
}
const online = () => count(`gateways WHERE connectivity = 'ONLINE'`);
const toBeTold = () => count(`timers WHERE kind = 'connectivity'`);

test('a crowd that comes at once is written by a few transactions, each to be told when it lasts', async () => {
  for (const id of ids) presence.connected(id, false);
  await presence.settled();
  expect([await online(), await toBeTold()]).toEqual([CROWD, CROWD]);
  expect(transactions).toBeLessThanOrEqual(4);
});

test('who is back before the flap window is over was never away', async () => {
  for (const id of ids) presence.connected(id, false);
  await presence.settled();
  await sql`UPDATE gateways SET announced = 'ONLINE'`.execute(world.access.db);
  await sql`DELETE FROM timers`.execute(world.access.db);
  for (const id of ids) presence.disconnected(id);
  await presence.settled();
  expect([await online(), await toBeTold()]).toEqual([0, CROWD]);
  for (const id of ids.slice(1)) presence.connected(id, false);
  await presence.settled();
  expect([await online(), await toBeTold()]).toEqual([CROWD - 1, 1]);
});

test('what the database does not take is written when it is back, as it is then', async () => {
  trouble = Object.assign(new Error('the database is away'), { code: '57P01' });
  for (const id of ids) presence.connected(id, false);
  await presence.settled();
  presence.disconnected(FIRST);
  trouble = undefined;
  await vi.waitFor(async () => expect(await online()).toBe(CROWD - 1), 10_000);
  expect(await count(`gateways WHERE connectivity = 'OFFLINE' AND gateway_id = ${FIRST}`)).toBe(1);
});

test('one that cannot be written keeps none of the others from it', async () => {
  await sql`ALTER TABLE gateways ADD CONSTRAINT never CHECK (gateway_id <> 200000007 OR connectivity = 'OFFLINE')`.execute(
    world.access.db,
  );
  for (const id of ids) presence.connected(id, false);
  await presence.settled();
  expect(await online()).toBe(CROWD - 1);
});
