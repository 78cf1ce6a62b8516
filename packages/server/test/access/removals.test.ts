import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createApiKey,
  createOwnerToken,
  deleteOwner,
  deleteOwnerToken,
  endContract,
  findClaim,
  isAccessRemoval,
  pauseContract,
  reApply,
  recordClaim,
  registerOwner,
  removeApiKey,
  resumeContract,
  shareGateway,
  type Access,
} from '../../src/access/index.ts';
import { changeCompanyStatus } from '../../src/access/companies/change-status.ts';
import { offboardCompany } from '../../src/access/companies/offboard.ts';
import { joinAccess, startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';

const START = Date.parse('2026-03-01T10:00:00Z');
const SAVED = [
  'api_keys',
  'claims',
  'companies',
  'consent_entries',
  'consent_heads',
  'contracts',
  'gateway_owners',
  'owner_secrets',
  'owner_tokens',
  'owners',
  'timers',
];
const [ENDED, PAUSED, GIVEN, LEFT, AGAIN] = [100000001, 100000002, 100000003, 100000004, 100000005] as const;

let first: TestAccess;
beforeAll(async () => {
  first = await startAccess(START);
});
afterAll(() => first.stop());

const save = async ({ db }: Access) => {
  await sql`CREATE SCHEMA saved`.execute(db);
  for (const table of SAVED) await sql.raw(`CREATE TABLE saved.${table} AS TABLE ${table}`).execute(db);
};
const bringBack = async ({ db }: Access) => {
  for (const table of SAVED)
    await sql.raw(`TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM saved.${table}`).execute(db);
};
const count = async ({ db }: Access, table: string) => {
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]?.count;
};
const pass = () => first.clock.move({ toMs: first.clock.now() + 60_000 });

test('every kind of right that ended after a backup ends again, once; what is older than the backup is left alone', async () => {
  const { access } = first;
  const owner = async (name: string) => {
    const { ownerId } = await registerOwner(access, { email: `${name}@example.org`, language: 'en' });
    return { access, ownerId };
  };
  const [ann, ben, cara] = [await owner('ann'), await owner('ben'), await owner('cara')];
  const company = () => activeCompany(access, { acceptance: AUTOMATIC });
  const [{ companyId }, suspended, left] = [await company(), await company(), await company()];
  const claim = (who: typeof ann, gatewayId: number) =>
    access.transact((unit) => recordClaim(access, unit, { gatewayId, ownerId: who.ownerId, brand: 'BOSCH' }));
  const share = (who: typeof ann, gatewayId: number) =>
    shareGateway(who, { companyId, gatewayId, language: 'en' });
  for (const gatewayId of [ENDED, PAUSED, GIVEN, AGAIN]) await claim(ann, gatewayId);
  await claim(cara, LEFT);
  for (const gatewayId of [ENDED, PAUSED, AGAIN]) await share(ann, gatewayId);
  const { tokenId } = await createOwnerToken(ann, { name: 'home', validDays: 1 });
  const { keyId } = await createApiKey(access, { companyId });
  await createApiKey(access, { companyId: left.companyId });

  // Ended, and given anew, before the backup.
  pass();
  await endContract(ann, { companyId, gatewayId: AGAIN });
  await pauseContract(ann, { companyId, gatewayId: ENDED });
  pass();
  await share(ann, AGAIN);
  await resumeContract(ann, { companyId, gatewayId: ENDED });
  const before = first.ended.splice(0);
  pass();
  await save(access);

  pass();
  await removeApiKey(access, { companyId, keyId });
  await deleteOwnerToken(ann, { tokenId });
  await pauseContract(ann, { companyId, gatewayId: PAUSED });
  await endContract(ann, { companyId, gatewayId: ENDED });
  await claim(ben, GIVEN);
  await deleteOwner(access, cara.ownerId);
  await access.transact((unit) =>
    changeCompanyStatus(access, unit, { companyId: suspended.companyId, action: 'SUSPEND', reason: null }),
  );
  await access.transact((unit) =>
    offboardCompany(access, unit, { companyId: left.companyId, reason: 'over' }),
  );
  const after = [...first.ended];
  expect([...before, ...after].filter((removal) => !isAccessRemoval(removal))).toEqual([]);
  expect(after.map(({ kind }) => kind)).toEqual([
    'api-key',
    'owner-token',
    'contract',
    'contract',
    'gateway-owner',
    'gateway-owner',
    'owner',
    'company',
    'company',
    'api-key',
  ]);

  await bringBack(access);
  const restored = await joinAccess(first);
  const again = async (removals: typeof after) => {
    const done: boolean[] = [];
    for (const removal of removals.filter(isAccessRemoval))
      done.push(await reApply(restored.access, removal, () => Promise.resolve()));
    return done;
  };
  expect(await again(before)).toEqual(before.map(() => false));
  // A company that leaves takes its keys along.
  expect(await again(after)).toEqual(after.map(({ kind }, at) => !(kind === 'api-key' && at > 0)));
  expect(await again(after)).toEqual(after.map(() => false));

  const { db } = restored.access;
  const { rows: contracts } = await sql<{ gateway_id: number; status: string }>`
    SELECT gateway_id, status FROM contracts ORDER BY gateway_id`.execute(db);
  expect(contracts).toEqual([
    { gateway_id: ENDED, status: 'CLOSED' },
    { gateway_id: PAUSED, status: 'PAUSED' },
    { gateway_id: AGAIN, status: 'ACTIVE' },
  ]);
  const { rows: statuses } = await sql<{ status: string }>`
    SELECT status FROM companies WHERE company_id IN (${suspended.companyId}, ${left.companyId})
    ORDER BY status`.execute(db);
  expect(statuses).toEqual([{ status: 'OFFBOARDED' }, { status: 'SUSPENDED' }]);
  expect(await Promise.all([GIVEN, LEFT].map((gatewayId) => findClaim(db, gatewayId)))).toEqual([
    undefined,
    undefined,
  ]);
  expect(await count(restored.access, 'owner_tokens')).toBe(0);
  const { rows: keys } = await sql<{ open: number }>`
    SELECT count(*) AS open FROM api_keys WHERE removed_at IS NULL`.execute(db);
  expect(keys).toEqual([{ open: 0 }]);
  await restored.stop();
});
