import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { noteChange } from '../access-record/note-change.ts';
import { sameHash } from '../keys/secret-text.ts';
import { asActor, type OwnerContext } from '../owner.ts';
import { requireStanding } from './ensure-owner.ts';
import { gatewayOfCode, hashOfferCode } from './offer-code.ts';
import { requireSeat } from './offer-gateway.ts';
import { recordClaim } from './record-claim.ts';
import { deleteOffer, insertMember, lockClaim, openOffers } from './store.ts';
import type { Claim, OfferRow, OwnerRole } from './tables.ts';

/** The account with the named e-mail takes an offer: it becomes a co-owner, or the one owner from now on. A code works once. */
export async function acceptOffer(
  owner: OwnerContext,
  input: { code: string },
): Promise<{ gatewayId: number; role: OwnerRole }> {
  const { access, ownerId } = owner;
  const gatewayId = gatewayOfCode(input.code);
  if (gatewayId === undefined) throw new AppError('offer-unknown');
  return access.transact(async (unit) => {
    const self = await requireStanding(unit.tx, ownerId);
    const claim = await lockClaim(unit.tx, gatewayId);
    const offer = claim && (await offerOf(owner, unit, claim, input.code));
    if (!claim || !offer) throw new AppError('offer-unknown');
    if (self.email.toLowerCase() !== offer.email.toLowerCase()) throw otherAccount();
    if (offer.kind === 'TRANSFER') {
      await recordClaim(access, unit, { gatewayId, ownerId, brand: claim.brand });
      return { gatewayId, role: 'MAIN' };
    }
    await deleteOffer(unit.tx, gatewayId, offer.offer_id);
    const known = claim.owners.find((member) => member.ownerId === ownerId);
    if (known) return { gatewayId, role: known.role };
    await join(owner, unit, claim);
    return { gatewayId, role: 'CO_OWNER' };
  });
}

async function offerOf(
  { access }: OwnerContext,
  { tx }: UnitOfWork,
  { gatewayId }: Claim,
  code: string,
): Promise<OfferRow | undefined> {
  const hash = hashOfferCode(code);
  const open = await openOffers(tx, gatewayId, new Date(access.clock.now()));
  return open.find((offer) => sameHash(offer.code_hash, hash));
}

async function join(owner: OwnerContext, unit: UnitOfWork, claim: Claim): Promise<void> {
  const { access, ownerId } = owner;
  const { gatewayId, dataFrom } = claim;
  requireSeat(claim);
  const since = new Date(access.clock.now());
  await insertMember(unit.tx, { gateway_id: gatewayId, owner_id: ownerId, role: 'CO_OWNER', since });
  await noteChange(access, unit, {
    gatewayId,
    dataFrom,
    actor: asActor(owner),
    action: 'CO_OWNER_JOINED',
  });
  unit.changed(access.claims, String(gatewayId));
}

function otherAccount(): AppError {
  const message = 'this offer was made to another e-mail address; sign in with that account';
  return new AppError('request-invalid', { errors: [{ pointer: '/code', message }] });
}
