import { asActor, lockOwnClaim, type OwnerContext } from '../owner.ts';
import { noteChange } from '../access-record/note-change.ts';
import { endClaim } from './record-claim.ts';

/** The main owner gives the gateway up for all its owners; whoever has its label can claim it then. */
export async function releaseGateway(owner: OwnerContext, input: { gatewayId: number }): Promise<void> {
  const { access } = owner;
  await access.transact(async (unit) => {
    const claim = await lockOwnClaim(owner, unit, input.gatewayId, 'MAIN');
    const { gatewayId, dataFrom } = claim;
    await noteChange(access, unit.tx, { gatewayId, dataFrom, actor: asActor(owner), action: 'RELEASED' });
    await endClaim(access, unit, claim, 'RELEASE', owner.ownerId);
  });
}
