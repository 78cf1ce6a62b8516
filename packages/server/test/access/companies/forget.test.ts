import { expect, test } from 'vitest';
import {
  applyForRegistration,
  forgetCompanyTraces,
  listRegistrations,
  refuseRegistration,
} from '../../../src/access/index.ts';
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
