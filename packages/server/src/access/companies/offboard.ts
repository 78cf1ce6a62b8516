import { sliceOfCompany, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { closeContract } from '../close-contract.ts';
import { cancelWarnings } from '../keys/key-expiry.ts';
import { endedKey } from '../removals/ended.ts';
import type { CompanyRow } from '../tables.ts';
import { changeCompanyStatus } from './change-status.ts';
import { removeFirstKeyLink } from './first-key.ts';
import { removeAllKeys, standingGateways } from './store.ts';

const TIMER = 'company-offboarding';
/** Contracts closed before other timers get their turn: about a second's work. */
const BATCH = 100;

interface Offboarding {
  readonly companyId: string;
}

/** The company leaves for good: with the commit nothing is answered any more; its contracts are closed soon after. */
export async function offboardCompany(
  access: Access,
  unit: UnitOfWork,
  input: { companyId: string; reason: string },
): Promise<CompanyRow> {
  const { companyId, reason } = input;
  const company = await changeCompanyStatus(access, unit, { companyId, action: 'OFFBOARD', reason });
  const now = access.clock.now();
  for (const { key_id: keyId, hash } of await removeAllKeys(unit.tx, companyId, new Date(now))) {
    unit.ended(endedKey(companyId, keyId, now));
    await cancelWarnings(unit, companyId, keyId);
    unit.changed(access.keysByHash, hash.toString('hex'));
  }
  await removeFirstKeyLink(unit.tx, companyId);
  await scheduleClosing(unit, companyId, now);
  return company;
}

/** Closes the contracts of companies that left, a transaction each, so that a crash loses none and repeats none. */
export function addOffboardingTimer(access: Access): void {
  access.timers.on<Offboarding>(TIMER, async (unit, { companyId }) => {
    const gatewayIds = await standingGateways(unit.tx, companyId, BATCH);
    for (const gatewayId of gatewayIds) await closeContract(access, { companyId, gatewayId }, 'OFFBOARDING');
    if (gatewayIds.length === BATCH) await scheduleClosing(unit, companyId, access.clock.now());
  });
}

function scheduleClosing(unit: UnitOfWork, companyId: string, dueAtMs: number): Promise<void> {
  const payload: Offboarding = { companyId };
  return unit.schedule({
    slice: sliceOfCompany(companyId),
    id: `${TIMER}:${companyId}`,
    kind: TIMER,
    dueAtMs,
    payload,
  });
}
