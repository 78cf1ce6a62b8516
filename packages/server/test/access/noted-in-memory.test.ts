import { afterAll, beforeAll, expect, test } from 'vitest';
import { RefusedAddresses } from '../../src/access/companies/refused-addresses.ts';
import { createApiKey } from '../../src/access/index.ts';
import { LastUsed } from '../../src/access/keys/last-used.ts';
import { listKeys } from '../../src/access/keys/store.ts';
import { openDatabase, openPool, type Db } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import type { Platform } from '../../src/platform/platform.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany } from '../harness/companies.ts';

/** What requests note in memory is written later, together, and survives that the database is away then. */
let world: TestAccess;
let companyId: string;
let gone: ReturnType<typeof openPool>;
let db: Db;

beforeAll(async () => {
  world = await startAccess(Date.parse('2026-01-15T06:30:10Z'));
  ({ companyId } = await activeCompany(world.access));
  gone = openPool({ connectionString: 'postgres://127.0.0.1:1/none' }, createLog('silent'));
});
afterAll(async () => {
  await gone.end();
  await world.stop();
});

/** A node whose database a test takes away. */
const node = (): Platform => ({
  ...world.access,
  get db() {
    return db;
  },
});
const takeAway = () => (db = openDatabase(gone));
const giveBack = () => (db = world.access.db);
const pass = (ms: number) => world.clock.move({ toMs: world.clock.now() + ms });
const lastUsedOf = async (keyId: string) =>
  (await listKeys(world.access.db, companyId, { after: '', limit: 100 }))
    .find((key) => key.key_id === keyId)
    ?.last_used_at?.getTime();

test('the last use of a key, with the newest one when it was used again meanwhile', async () => {
  const [one, other] = [
    await createApiKey(world.access, { companyId }),
    await createApiKey(world.access, { companyId }),
  ];
  const used = new LastUsed(node());
  takeAway();
  const first = world.clock.now();
  used.note(companyId, one.keyId);
  used.note(companyId, other.keyId);
  const failing = used.flush();
  pass(5_000);
  used.note(companyId, one.keyId);
  await expect(failing).rejects.toThrow();
  giveBack();
  await used.flush();
  expect([await lastUsedOf(one.keyId), await lastUsedOf(other.keyId)]).toEqual([first + 5_000, first]);
});

test('of two nodes the one that writes later does not set the last use back', async () => {
  giveBack();
  const { keyId } = await createApiKey(world.access, { companyId });
  const [here, there] = [new LastUsed(node()), new LastUsed(node())];
  here.note(companyId, keyId);
  pass(5_000);
  there.note(companyId, keyId);
  await there.flush();
  await here.flush();
  expect(await lastUsedOf(keyId)).toBe(world.clock.now());
});

test('refused addresses, with their counts, and no more than a thousand of a company', async () => {
  const refused = new RefusedAddresses(node());
  takeAway();
  const first = new Date(world.clock.now()).toISOString();
  refused.note(companyId, '192.0.2.1', false);
  refused.note(companyId, '192.0.2.2', true);
  const failing = refused.flush();
  pass(5_000);
  refused.note(companyId, '192.0.2.1', true);
  await expect(failing).rejects.toThrow();
  giveBack();
  const lastAt = new Date(world.clock.now()).toISOString();
  expect((await refused.list(companyId)).items).toEqual([
    { address: '192.0.2.1', firstAt: first, lastAt, count: 2, enforced: true },
    { address: '192.0.2.2', firstAt: first, lastAt: first, count: 1, enforced: true },
  ]);
  takeAway();
  for (let round = 0; round < 3; round += 1) {
    for (let no = 0; no < 900; no += 1) refused.note(companyId, `2001:db8::${round}:${no}`, true);
    await expect(refused.flush()).rejects.toThrow();
  }
  expect(refused.size).toBe(1_000);
  giveBack();
  await refused.flush();
  expect(refused.size).toBe(0);
});
