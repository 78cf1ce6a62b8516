import type { Access } from '../access.ts';
import type { ContractActor } from '../contract-machine.ts';
import type { ContractRow } from '../tables.ts';
import type { AccessRemoval } from './removal.ts';

type Now = Pick<Access, 'clock'>;

/** What `unit.ended` is told of each right; `re-apply.ts` reads it back. */
export function endedKey(companyId: string, keyId: string, atMs: number): AccessRemoval {
  return { kind: 'api-key', atMs, companyId, keyId };
}

export function endedToken({ clock }: Now, ownerId: string, tokenId: string): AccessRemoval {
  return { kind: 'owner-token', atMs: clock.now(), ownerId, tokenId };
}

export function endedMember({ clock }: Now, companyId: string, memberId: string): AccessRemoval {
  return { kind: 'member', atMs: clock.now(), companyId, memberId };
}

export function endedOwnership({ clock }: Now, gatewayId: number, ownerId: string): AccessRemoval {
  return { kind: 'gateway-owner', atMs: clock.now(), gatewayId, ownerId };
}

export function endedOwner({ clock }: Now, ownerId: string): AccessRemoval {
  return { kind: 'owner', atMs: clock.now(), ownerId };
}

export function endedCompany(
  { clock }: Now,
  companyId: string,
  status: 'SUSPENDED' | 'OFFBOARDED',
): AccessRemoval {
  return { kind: 'company', atMs: clock.now(), companyId, status };
}

export function endedContract(row: ContractRow, actor: ContractActor): AccessRemoval {
  const { company_id: companyId, gateway_id: gatewayId, status, closed_by: closedBy } = row;
  return { kind: 'contract', atMs: row.updated_at.getTime(), companyId, gatewayId, status, closedBy, actor };
}
