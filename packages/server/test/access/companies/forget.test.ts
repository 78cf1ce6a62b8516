import { expect, test } from 'vitest';
import {
  applyForRegistration,
  createApiKey,
  forgetCompanyTraces,
  listRegistrations,
  refuseRegistration,
  removeApiKey,
} from '../../../src/access/index.ts';
import type { AccessTables } from '../../../src/access/tables.ts';
import { startAccess } from '../../harness/access.ts';
import { activeCompany, application } from '../../harness/companies.ts';

const DAY_MS = 86_400_000;

test('refused addresses are forgotten after 90 days, refused applications after 180, others never', async () => {
  const startMs = Date.parse('2026-01-15T06:30:00Z');
  const world = await startAccess(startMs);
  const { access, clock } = world;
  const { companyId } = await activeCompany(access);
  const { registrationId } = await applyForRegistration(access, application());
  const { registrationId: waiting } = await applyForRegistration(access, application());
  await refuseRegistration(access, { registrationId, reason: 'because of a test' });
  access.refusedAddresses.note(companyId, '203.0.113.7', true);
  await access.refusedAddresses.flush();
  const left = async (days: number) => {
    clock.move({ toMs: startMs + days * DAY_MS + 1 });
    await forgetCompanyTraces(access);
    const all = await listRegistrations(access.db, { status: undefined, after: '', limit: 10 });
    const ids = all.map((row) => row.registration_id);
    const { items } = await access.refusedAddresses.list(companyId);
    return [items.length, ids.includes(registrationId), ids.includes(waiting), ids.length];
  };
  expect(await left(89)).toEqual([1, true, true, 3]);
  expect(await left(90)).toEqual([0, true, true, 3]);
  expect(await left(180)).toEqual([0, false, true, 2]);
  await world.stop();
});

test('keys are known for a year after their end, and of a company the thousand that ended last', async () => {
  const startMs = Date.parse('2026-01-15T06:30:00Z');
  const world = await startAccess(startMs);
  const { access, clock } = world;
  const { companyId } = await activeCompany(access);
  const [removed, expiring] = [
    await createApiKey(access, { companyId }),
    await createApiKey(access, { companyId }),
  ];
  await removeApiKey(access, { companyId, keyId: removed.keyId });
  const keysAt = async (days: number) => {
    clock.move({ toMs: startMs + days * DAY_MS + 1 });
    await forgetCompanyTraces(access);
    const rows = await access.db.withTables<AccessTables>().selectFrom('api_keys').select('key_id').execute();
    return rows.map(({ key_id }) => key_id);
  };
  expect(await keysAt(364)).toEqual(expect.arrayContaining([removed.keyId, expiring.keyId]));
  expect(await keysAt(366)).toEqual([expiring.keyId]);
  // It was valid for 181 days.
  expect(await keysAt(181 + 364)).toEqual([expiring.keyId]);

  const { keyId: valid } = await createApiKey(access, { companyId });
  const many = Array.from({ length: 1_005 }, (_, no) => ({
    company_id: companyId,
    key_id: `key_many${no}`,
    hash: Buffer.from(String(no)),
    created_at: new Date(startMs),
    expires_at: new Date(clock.now() + DAY_MS),
    removed_at: new Date(clock.now() - no),
    last_used_at: null,
  }));
  await access.db.withTables<AccessTables>().insertInto('api_keys').values(many).execute();
  const kept = await keysAt(181 + 364);
  expect(kept).toHaveLength(1_001);
  expect(kept).toContain(valid);
  expect(kept).toContain('key_many999');
  expect(kept).not.toContain('key_many1000');
  await world.stop();
});
