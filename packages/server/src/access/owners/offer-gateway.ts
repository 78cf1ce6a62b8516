import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import { takeTokens } from '../../platform/limits/limits.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import { noteChange } from '../access-record/note-change.ts';
import { asActor, lockOwnClaim, requireClaim, type OwnerContext } from '../owner.ts';
import { requireStanding } from './ensure-owner.ts';
import { makeOfferCode } from './offer-code.ts';
import { deleteOffer, findOwnerByEmail, insertOffer, openOffers } from './store.ts';
import type { Claim, OfferKind, OfferRow, OwnerRow } from './tables.ts';

const VALID_MS = 7 * 86_400_000;
/** Of one gateway at a time, besides those who have it. */
const OPEN_INVITATIONS_MAX = 10;
/** Each is a mail to an address of the owner's choice. */
const PER_OWNER: BucketPolicy = { name: 'offers', burst: 20, refillMs: 180_000 };
/** Besides the main owner. */
export const CO_OWNERS_MAX = 10;

export interface Offered {
  readonly offerId: string;
  /** Given once, to be passed on; works for the account with the named e-mail alone. */
  readonly code: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/**
 * The main owner invites a co-owner, or offers the gateway to a new owner: a later offer of transfer replaces the earlier
 * one. Nothing changes until the other account accepts.
 */
export async function offerGateway(
  owner: OwnerContext,
  input: { gatewayId: number; kind: OfferKind; email: string },
): Promise<Offered> {
  const { access, ownerId } = owner;
  const { gatewayId, kind, email } = input;
  await takeTokens(access.offerLimits, [{ key: ownerId, policy: PER_OWNER }]);
  return access.transact(async (unit) => {
    const self = await requireStanding(unit.tx, ownerId);
    const claim = await lockOwnClaim(owner, unit, gatewayId, 'MAIN');
    if (self.email.toLowerCase() === email.toLowerCase()) throw invalidEmail();
    const now = new Date(access.clock.now());
    await makeRoom(unit, claim, kind, now);
    const { code, hash } = makeOfferCode(gatewayId);
    const offerId = newId('ofr', now.getTime());
    const expiresAt = new Date(now.getTime() + VALID_MS);
    await insertOffer(unit.tx, {
      gateway_id: gatewayId,
      offer_id: offerId,
      kind,
      email,
      offered_by: ownerId,
      code_hash: hash,
      created_at: now,
      expires_at: expiresAt,
    });
    const action = kind === 'TRANSFER' ? 'TRANSFER_OFFERED' : 'CO_OWNER_INVITED';
    await noteOffer(owner, unit, claim, action, offerId);
    // After `#`, so that the code stands in no log of a web server.
    const link = `${access.urls.portalUrl(claim.brand)}/portal/offers#${code}`;
    await mailOffer(unit, self, claim, { kind, email, link, expiresAt });
    return { offerId, code, link, expiresAt };
  });
}

/** In the language of the account that the offer is for; where there is none yet, of the owner who makes it. */
async function mailOffer(
  unit: UnitOfWork,
  self: OwnerRow,
  { gatewayId, brand }: Claim,
  offer: { kind: OfferKind; email: string; link: string; expiresAt: Date },
): Promise<void> {
  const known = await findOwnerByEmail(unit.tx, offer.email);
  const until = offer.expiresAt.toISOString();
  unit.mail({
    to: offer.email,
    language: (known ?? self).language,
    brand,
    validUntilMs: offer.expiresAt.getTime(),
    template: offer.kind === 'TRANSFER' ? 'transfer-offer' : 'co-owner-offer',
    data: { gatewayId: String(gatewayId), from: self.email, until, link: offer.link },
  });
}

/** Offers that wait, for the main owner. */
export async function listOffers(owner: OwnerContext, input: { gatewayId: number }): Promise<OfferRow[]> {
  await requireClaim(owner, input.gatewayId, 'MAIN');
  return openOffers(owner.access.db, input.gatewayId, new Date(owner.access.clock.now()));
}

/** The main owner takes an offer back; its code is worth nothing any more. */
export async function withdrawOffer(
  owner: OwnerContext,
  input: { gatewayId: number; offerId: string },
): Promise<void> {
  await owner.access.transact(async (unit) => {
    const claim = await lockOwnClaim(owner, unit, input.gatewayId, 'MAIN');
    if (!(await deleteOffer(unit.tx, input.gatewayId, input.offerId))) throw new AppError('not-found');
    await noteOffer(owner, unit, claim, 'OFFER_WITHDRAWN', input.offerId);
  });
}

async function makeRoom({ tx }: UnitOfWork, claim: Claim, kind: OfferKind, now: Date): Promise<void> {
  const open = (await openOffers(tx, claim.gatewayId, now)).filter((offer) => offer.kind === kind);
  if (kind === 'TRANSFER') {
    for (const { gateway_id, offer_id } of open) await deleteOffer(tx, gateway_id, offer_id);
  } else if (open.length >= OPEN_INVITATIONS_MAX) {
    throw new AppError('limit-reached', { maximum: OPEN_INVITATIONS_MAX });
  } else {
    requireSeat(claim);
  }
}

export function requireSeat({ owners }: Claim): void {
  if (owners.length > CO_OWNERS_MAX) throw new AppError('limit-reached', { maximum: CO_OWNERS_MAX });
}

/** Without the e-mail: it belongs to somebody else, and the record is kept for years. */
function noteOffer(
  owner: OwnerContext,
  unit: UnitOfWork,
  { gatewayId, dataFrom }: Claim,
  action: 'TRANSFER_OFFERED' | 'CO_OWNER_INVITED' | 'OFFER_WITHDRAWN',
  offerId: string,
): Promise<void> {
  const actor = asActor(owner);
  return noteChange(owner.access, unit, {
    gatewayId,
    dataFrom,
    actor,
    action,
    detail: { offerId },
  });
}

function invalidEmail(): AppError {
  const message = 'is your own address; name somebody else';
  return new AppError('request-invalid', { errors: [{ pointer: '/email', message }] });
}
