import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { SYSTEM } from '../access-record/actor.ts';
import { changeCompanyStatus } from '../companies/change-status.ts';
import { offboardCompany } from '../companies/offboard.ts';
import { hasEnded } from '../contract-machine.ts';
import { removeApiKey } from '../keys/remove-api-key.ts';
import { deleteMember, findMember } from '../members/store.ts';
import { deleteToken } from '../owner-tokens/store.ts';
import { deleteOwner } from '../owners/delete-owner.ts';
import { endClaim } from '../owners/record-claim.ts';
import { deleteMember as deleteCoOwner, findOwner, lockClaim } from '../owners/store.ts';
import { findCompany } from '../store.ts';
import { lockCurrent, readTold, setTimer, writeContract } from '../write-contract.ts';
import type { AccessRemoval } from './removal.ts';

/** The sign-in of who leaves, removed in the same transaction. */
export type RemoveAccount = (unit: UnitOfWork, audience: 'owner' | 'member', id: string) => Promise<void>;

const REASON = 'ended before the database was restored';

/** Ends again what had ended before a restore; false when there is nothing left to end, or it was given anew since. */
export async function reApply(
  access: Access,
  removal: AccessRemoval,
  removeAccount: RemoveAccount,
): Promise<boolean> {
  switch (removal.kind) {
    case 'api-key':
      return removeApiKey(access, removal).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError && error.code === 'not-found') return false;
          throw error;
        },
      );
    case 'owner-token':
      return access.transact(
        async ({ tx }) => (await deleteToken(tx, removal.ownerId, removal.tokenId)) !== undefined,
      );
    case 'member':
      return access.transact(async (unit) => {
        if (!(await findMember(unit.tx, removal.memberId))) return false;
        await deleteMember(unit.tx, removal.memberId);
        await removeAccount(unit, 'member', removal.memberId);
        return true;
      });
    case 'gateway-owner':
      return endOwnership(access, removal);
    case 'owner': {
      const { ownerId } = removal;
      if (!(await findOwner(access.db, ownerId))) return false;
      await deleteOwner(access, ownerId, (unit) => removeAccount(unit, 'owner', ownerId));
      return true;
    }
    case 'company':
      return endCompany(access, removal);
    case 'contract':
      return endContract(access, removal);
  }
}

type Of<Kind extends AccessRemoval['kind']> = Extract<AccessRemoval, { kind: Kind }>;

/** Who had the gateway last is in no backup: it is free, and whoever has its label claims it. */
function endOwnership(access: Access, { gatewayId, ownerId, atMs }: Of<'gateway-owner'>): Promise<boolean> {
  return access.transact(async (unit) => {
    const claim = await lockClaim(unit.tx, gatewayId);
    const owner = claim?.owners.find((each) => each.ownerId === ownerId);
    if (!claim || !owner || owner.since.getTime() >= atMs) return false;
    if (owner.role === 'MAIN') await endClaim(access, unit, claim, 'RELEASE', ownerId);
    else await deleteCoOwner(unit.tx, gatewayId, ownerId);
    return true;
  });
}

async function endCompany(access: Access, { companyId, status, atMs }: Of<'company'>): Promise<boolean> {
  const company = await findCompany(access.db, companyId);
  const isOver = company?.status === 'OFFBOARDED' || company?.status === status;
  if (!company || isOver || (company.status_changed_at?.getTime() ?? 0) >= atMs) return false;
  // It was let in after the backup, and has no right yet that could be suspended.
  if (status === 'SUSPENDED' && company.status !== 'ACTIVE') return false;
  await access.transact((unit) =>
    status === 'OFFBOARDED'
      ? offboardCompany(access, unit, { companyId, reason: REASON })
      : changeCompanyStatus(access, unit, { companyId, action: 'SUSPEND', reason: REASON }),
  );
  return true;
}

/** A contract that was changed after the removal is another one. */
async function endContract(access: Access, removal: Of<'contract'>): Promise<boolean> {
  const told = await readTold(access);
  const { atMs, status, closedBy, actor } = removal;
  return access.transact(async (unit) => {
    const before = await lockCurrent(access, unit, removal, told);
    if (!before) return false;
    const isNewer = before.updated_at.getTime() >= atMs;
    const isPausable = status !== 'PAUSED' || before.status === 'ACTIVE';
    if (hasEnded(before.status) || isNewer || !isPausable) {
      // The lock took its timer away.
      await setTimer(unit, before);
      return false;
    }
    const row = { ...before, status, closed_by: closedBy, updated_at: new Date(atMs) };
    await writeContract(access, unit, row, { from: before.status, actor, by: SYSTEM }, told);
    return true;
  });
}
