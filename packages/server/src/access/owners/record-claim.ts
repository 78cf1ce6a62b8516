import type { Brand, ClosedBy } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { noteChange } from '../access-record/note-change.ts';
import { closeStanding } from '../close-contract.ts';
import { gatewayPage, mailOwners } from '../mails/mail-owners.ts';
import { endedOwnership } from '../removals/ended.ts';
import { requireStanding } from './ensure-owner.ts';
import { deleteClaim, insertClaim, insertMember, lockClaim } from './store.ts';
import type { Claim } from './tables.ts';

/**
 * The owner has the gateway from now on, alone; what an earlier owner had ends here. Proof of possession is the caller's
 * matter: see the gateways domain.
 */
export async function recordClaim(
  access: Access,
  unit: UnitOfWork,
  input: { gatewayId: number; ownerId: string; brand: Brand },
): Promise<Claim> {
  const { gatewayId, ownerId, brand } = input;
  await requireStanding(unit.tx, ownerId);
  const before = await lockClaim(unit.tx, gatewayId);
  if (before) await endClaim(access, unit, before, 'TRANSFER', ownerId);
  const now = new Date(access.clock.now());
  await insertClaim(unit.tx, { gateway_id: gatewayId, brand, data_from: now });
  await insertMember(unit.tx, { gateway_id: gatewayId, owner_id: ownerId, role: 'MAIN', since: now });
  const actor = { kind: 'OWNER', id: ownerId } as const;
  await noteChange(access, unit, { gatewayId, dataFrom: now, actor, action: 'CLAIMED' });
  unit.changed(access.claims, String(gatewayId));
  return { gatewayId, brand, dataFrom: now, owners: [{ ownerId, role: 'MAIN', since: now }] };
}

/** Nobody has the gateway any more: its contracts are closed, its owners and their offers are gone; who did not do it is told. */
export async function endClaim(
  access: Access,
  unit: UnitOfWork,
  { gatewayId, brand, owners }: Claim,
  why: Exclude<ClosedBy, 'OWNER'>,
  by: string,
): Promise<void> {
  await closeStanding(access, unit, { gatewayId }, why);
  const others = owners.map(({ ownerId }) => ownerId).filter((ownerId) => ownerId !== by);
  const data = { gatewayId: String(gatewayId), link: gatewayPage(access.urls, brand) };
  await mailOwners(unit, others, brand, { template: 'gateway-gone', data });
  await deleteClaim(unit.tx, gatewayId);
  for (const { ownerId } of owners) unit.ended(endedOwnership(access, gatewayId, ownerId));
  unit.changed(access.claims, String(gatewayId));
}
