import { AppError } from '../platform/app-error.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Access } from './access.ts';
import type { Actor } from './access-record/actor.ts';
import { lockClaim } from './owners/store.ts';
import type { Claim } from './owners/tables.ts';

/** The appliance owner who acts. */
export interface OwnerContext {
  readonly access: Access;
  readonly ownerId: string;
}

/** `ANY`: the main owner and co-owners. */
export type NeededRole = 'ANY' | 'MAIN';

/**
 * The one place where it is decided what an owner may do with a gateway: any other than an own one answers as if it did
 * not exist, and what is the main owner's alone is refused to co-owners.
 */
export async function requireClaim(
  { access, ownerId }: OwnerContext,
  gatewayId: number,
  needed: NeededRole = 'ANY',
): Promise<Claim> {
  return requireRole(await access.claims.get(String(gatewayId)), ownerId, needed);
}

/** The same decision on the locked claim: nobody joins, leaves or takes over until the transaction ends. */
export async function lockOwnClaim(
  { ownerId }: OwnerContext,
  unit: UnitOfWork,
  gatewayId: number,
  needed: NeededRole = 'ANY',
): Promise<Claim> {
  return requireRole(await lockClaim(unit.tx, gatewayId), ownerId, needed);
}

export function asActor({ ownerId }: OwnerContext): Actor {
  return { kind: 'OWNER', id: ownerId };
}

function requireRole(claim: Claim | undefined, ownerId: string, needed: NeededRole): Claim {
  const member = claim?.owners.find((owner) => owner.ownerId === ownerId);
  if (!claim || !member) throw new AppError('not-found');
  if (needed === 'MAIN' && member.role !== 'MAIN') throw new AppError('main-owner-required');
  return claim;
}
