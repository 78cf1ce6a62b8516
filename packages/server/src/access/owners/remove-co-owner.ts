import { AppError } from '../../platform/app-error.ts';
import { noteChange } from '../access-record/note-change.ts';
import { gatewayPage, mailOwners } from '../mails/mail-owners.ts';
import { asActor, lockOwnClaim, type OwnerContext } from '../owner.ts';
import { endedOwnership } from '../removals/ended.ts';
import { deleteMember } from './store.ts';

/**
 * The main owner removes a co-owner, or a co-owner leaves; access tokens do not see the gateway on the next request.
 * Contracts stay: they were made for the household, and whoever remains sees and ends them.
 */
export async function removeCoOwner(
  owner: OwnerContext,
  input: { gatewayId: number; ownerId: string },
): Promise<void> {
  const { access } = owner;
  const { gatewayId, ownerId } = input;
  await access.transact(async (unit) => {
    const isSelf = ownerId === owner.ownerId;
    const claim = await lockOwnClaim(owner, unit, gatewayId, isSelf ? 'ANY' : 'MAIN');
    const member = claim.owners.find((one) => one.ownerId === ownerId);
    // The main owner transfers or releases; without one nobody could.
    if (member?.role !== 'CO_OWNER') throw new AppError('not-found');
    await deleteMember(unit.tx, gatewayId, ownerId);
    unit.ended(endedOwnership(access, gatewayId, ownerId));
    await noteChange(access, unit, {
      gatewayId,
      dataFrom: claim.dataFrom,
      actor: asActor(owner),
      action: 'CO_OWNER_LEFT',
      detail: { ownerId },
    });
    const data = { gatewayId: String(gatewayId), link: gatewayPage(access.urls, claim.brand) };
    if (!isSelf) await mailOwners(unit, [ownerId], claim.brand, { template: 'gateway-gone', data });
    unit.changed(access.claims, String(gatewayId));
  });
}
