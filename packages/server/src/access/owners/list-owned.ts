import { requireClaim, type OwnerContext } from '../owner.ts';
import { findOwners, gatewaysOf } from './store.ts';
import type { Member } from './tables.ts';

/** Gateways that the owner has, alone or with others, in the order of their ids, after `afterGatewayId`. */
export function listOwnGateways(
  { access, ownerId }: OwnerContext,
  page: { afterGatewayId: number; limit: number },
) {
  return gatewaysOf(access.db, ownerId, page);
}

/** Everybody who has the gateway, the main owner included; its owners know each other. */
export async function listCoOwners(
  owner: OwnerContext,
  input: { gatewayId: number },
): Promise<(Member & { email: string })[]> {
  const { owners } = await requireClaim(owner, input.gatewayId);
  const rows = await findOwners(
    owner.access.db,
    owners.map(({ ownerId }) => ownerId),
  );
  const emails = new Map(rows.map((row) => [row.owner_id, row.email]));
  return owners.map((member) => ({ ...member, email: emails.get(member.ownerId) ?? '' }));
}
