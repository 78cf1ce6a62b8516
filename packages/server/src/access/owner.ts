import { AppError } from '../platform/app-error.ts';
import type { Access } from './access.ts';
import { findClaim } from './store.ts';
import type { AccessTables } from './tables.ts';

/** The appliance owner who acts. */
export interface OwnerContext {
  readonly access: Access;
  readonly ownerId: string;
}

/** An owner may act only on a gateway that they claimed; any other answers as if it did not exist. */
export async function requireClaim(
  { access, ownerId }: OwnerContext,
  gatewayId: number,
): Promise<AccessTables['claims']> {
  const claim = await findClaim(access.db, gatewayId);
  if (claim?.owner_id !== ownerId) throw new AppError('not-found');
  return claim;
}
