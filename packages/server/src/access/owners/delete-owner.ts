import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { noteChange } from '../access-record/note-change.ts';
import { closeStanding } from '../close-contract.ts';
import { forgetOwner } from '../consent-ledger/owner-ref.ts';
import { asActor, type OwnerContext } from '../owner.ts';
import { forgetOwnerTokens } from '../owner-tokens/owner-tokens.ts';
import { endedOwner } from '../removals/ended.ts';
import { requireStanding } from './ensure-owner.ts';
import { endClaim } from './record-claim.ts';
import { deleteMember, deleteOffersAbout, gatewaysOf, lockClaim, removeOwner, setRole } from './store.ts';
import type { Claim } from './tables.ts';

/**
 * Deletes an owner's account, all or nothing. Gateways go to the oldest co-owner, and are released where there is none;
 * contracts to which this owner consented end. What stays names nobody: ids, and entries of the consent ledger that still
 * verify but can be traced to nobody.
 */
export async function deleteOwner(
  access: Access,
  ownerId: string,
  /** Removes the sign-in account in the same transaction. */
  removeAccount: (unit: UnitOfWork) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const owner = { access, ownerId };
  await access.transact(async (unit) => {
    const row = await requireStanding(unit.tx, ownerId, 'UPDATE');
    const everything = { afterGatewayId: 0, limit: Number.MAX_SAFE_INTEGER };
    for (const { gateway_id: gatewayId } of await gatewaysOf(unit.tx, ownerId, everything)) {
      const claim = await lockClaim(unit.tx, gatewayId);
      if (claim) await leave(owner, unit, claim);
    }
    await closeStanding(access, unit, { ownerId }, 'ACCOUNT_DELETION');
    await forgetOwnerTokens(access, unit, ownerId);
    await deleteOffersAbout(unit.tx, row);
    await removeOwner(unit.tx, ownerId);
    unit.ended(endedOwner(access, ownerId));
    await forgetOwner({ db: unit.tx }, ownerId);
    await removeAccount(unit);
    unit.changed(access.owners, ownerId);
  });
}

async function leave(owner: OwnerContext, unit: UnitOfWork, claim: Claim): Promise<void> {
  const { access, ownerId } = owner;
  const { gatewayId, dataFrom } = claim;
  const others = claim.owners.filter((member) => member.ownerId !== ownerId);
  const [heir] = others;
  if (others.length === claim.owners.length) return;
  if (!heir) return endClaim(access, unit, claim, 'ACCOUNT_DELETION', ownerId);
  await deleteMember(unit.tx, gatewayId, ownerId);
  if (others.every(({ role }) => role !== 'MAIN')) await setRole(unit.tx, gatewayId, heir.ownerId, 'MAIN');
  await noteChange(access, unit, {
    gatewayId,
    dataFrom,
    actor: asActor(owner),
    action: 'CO_OWNER_LEFT',
    detail: { ownerId },
  });
  unit.changed(access.claims, String(gatewayId));
}
