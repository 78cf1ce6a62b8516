import { expect, test } from 'vitest';
import {
  addOffboardingTimer,
  recordClaim,
  offboardCompany,
  registerOwner,
  shareGateway,
} from '../../../src/access/index.ts';
import { startAccess } from '../../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../../harness/companies.ts';

test('a server that dies while it closes contracts closes the rest after its restart, each once', async () => {
  const world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
  const { access } = world;
  const { companyId } = await activeCompany(access, { acceptance: AUTOMATIC });
  const { ownerId } = await registerOwner(access, { email: 'owner@example.com', language: 'en' });
  for (let gatewayId = 101_000_001; gatewayId <= 101_000_006; gatewayId += 1) {
    await access.transact((unit) => recordClaim(access, unit, { gatewayId, ownerId, brand: 'BOSCH' }));
    await shareGateway({ access, ownerId }, { companyId, gatewayId, language: 'en' });
  }
  await access.transact((unit) => offboardCompany(access, unit, { companyId, reason: 'because of a test' }));

  let closings = 0;
  const dying: typeof access.transact = (work) => {
    closings += 1;
    if (closings <= 3) return access.transact(work);
    return Promise.reject(Object.assign(new Error('the server has gone'), { code: '57P01' }));
  };
  const status = async () => {
    const rows = await access.db
      .withTables<{ contracts: { status: string } }>()
      .selectFrom('contracts')
      .select('status')
      .execute();
    return rows.map((row) => row.status).toSorted();
  };
  addOffboardingTimer({ ...access, transact: dying });
  await expect(access.timers.settle()).rejects.toThrow('the server has gone');
  expect(await status()).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE', 'CLOSED', 'CLOSED', 'CLOSED']);

  addOffboardingTimer(access);
  await access.timers.settle();
  expect(new Set(await status())).toEqual(new Set(['CLOSED']));
  const ends = await access.db
    .withTables<{ consent_entries: { gateway_id: number; action: string } }>()
    .selectFrom('consent_entries')
    .select('gateway_id')
    .where('action', '=', 'ENDED')
    .execute();
  expect(ends.map((row) => row.gateway_id).toSorted((a, b) => a - b)).toEqual(
    [1, 2, 3, 4, 5, 6].map((no) => 101_000_000 + no),
  );
  expect(await access.timers.nextDueMs()).toBeGreaterThan(access.clock.now());
  await world.stop();
});
