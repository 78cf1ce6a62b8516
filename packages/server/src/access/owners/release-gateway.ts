import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { asActor, lockOwnClaim, type OwnerContext } from '../owner.ts';
import { noteChange } from '../access-record/note-change.ts';
import { endClaim } from './record-claim.ts';

/** The main owner gives the gateway up for all its owners; whoever has its label can claim it then. */
export async function releaseGateway(owner: OwnerContext, input: { gatewayId: number }): Promise<void> {
  await owner.access.transact((unit) => releaseGatewayIn(owner, unit, input.gatewayId));
}

/** The same as part of a larger change. */
export async function releaseGatewayIn(
  owner: OwnerContext,
  unit: UnitOfWork,
  gatewayId: number,
): Promise<void> {
  const { access } = owner;
  const claim = await lockOwnClaim(owner, unit, gatewayId, 'MAIN');
  const { dataFrom } = claim;
  await noteChange(access, unit, { gatewayId, dataFrom, actor: asActor(owner), action: 'RELEASED' });
  await endClaim(access, unit, claim, 'RELEASE', owner.ownerId);
}
