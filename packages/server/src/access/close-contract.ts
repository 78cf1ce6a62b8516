import type { ClosedBy } from '@hearthgate/wire';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Access } from './access.ts';
import { SYSTEM } from './access-record/actor.ts';
import { hasEnded } from './contract-machine.ts';
import { listConsentVersions, standingContracts } from './store.ts';
import { advance } from './take-step.ts';
import { lockCurrent, setTimer, type ContractId } from './write-contract.ts';

type Reason = Exclude<ClosedBy, 'OWNER'>;

/**
 * Closes a contract that stands because its gateway, its owner's account or its company leaves; one that has ended stays
 * as it is. Who may ask for that is the caller's matter: it is never said over the Partner API.
 */
export async function closeContract(access: Access, id: ContractId, why: Reason): Promise<void> {
  await access.transact((unit) => closeIn(access, unit, id, why));
}

/**
 * Closes what stands of a gateway, or by an owner, in the transaction in which the gateway changes hands, so that there is
 * no moment in which an old contract could be used. This locks rows of companies beside the claim, another kind of table:
 * all tables are in one database today, and a gateway has few contracts.
 */
export async function closeStanding(
  access: Access,
  unit: UnitOfWork,
  of: { gatewayId: number } | { ownerId: string },
  why: Reason,
): Promise<void> {
  for (const row of await standingContracts(unit.tx, of)) {
    await closeIn(access, unit, { companyId: row.company_id, gatewayId: row.gateway_id }, why);
  }
}

async function closeIn(access: Access, unit: UnitOfWork, id: ContractId, why: Reason): Promise<void> {
  // Read in this transaction, which holds the one connection; a closed contract shares no data points anyway.
  const told = { versions: await listConsentVersions(unit.tx), dataPoints: false };
  const before = await lockCurrent(access, unit, id, told);
  if (!before) return;
  // It ended meanwhile, and the lock took away the timer that forgets it.
  if (hasEnded(before.status)) return setTimer(unit, before);
  const step = { actor: 'SYSTEM', action: 'CLOSE', why } as const;
  await advance(access, unit, before, { step, by: SYSTEM }, told);
}
