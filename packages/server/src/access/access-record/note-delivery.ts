import { contractKey, type Access } from '../access.ts';
import { findClaims } from '../owners/store.ts';
import type { Claim } from '../owners/tables.ts';
import { contractsOf } from '../require-access.ts';
import type { ContractRow } from '../tables.ts';

/** Events about one gateway, of one type, that a company got. */
export interface Delivered {
  readonly gatewayId: number;
  readonly type: string;
  readonly count: number;
}

/** A company got an event about a gateway: a read in the record of its present owners, if it is about their contract. */
export async function noteDelivery(
  access: Access,
  { companyId, gatewayId, type }: { companyId: string; gatewayId: number; type: string },
): Promise<void> {
  const { contracts, claims } = access;
  const [key, id] = [contractKey(companyId, gatewayId), String(gatewayId)];
  const contract = contracts.peek(key) ?? (await contracts.get(key));
  const claim = claims.peek(id) ?? (await claims.get(id));
  note(access, { gatewayId, type, count: 1 }, contract, claim);
}

/** The same of many at once, with at most two queries. */
export async function noteDeliveries(
  access: Access,
  companyId: string,
  delivered: readonly Delivered[],
): Promise<void> {
  const ids = delivered.map(({ gatewayId }) => gatewayId);
  const { contracts, claims } = await readForDelivery(access, companyId, ids);
  for (const one of delivered) note(access, one, contracts.get(one.gatewayId), claims.get(one.gatewayId));
}

/**
 * The company's contracts with these gateways, and who has them, with at most two queries: whoever is about to tell events of
 * many gateways asks for all of them before, so that telling each finds them remembered.
 */
export async function readForDelivery(
  access: Access,
  companyId: string,
  gatewayIds: readonly number[],
): Promise<{ contracts: Map<number, ContractRow | undefined>; claims: Map<number, Claim | undefined> }> {
  const ids = [...new Set(gatewayIds)];
  const [contracts, found] = await Promise.all([
    contractsOf(access, companyId, ids),
    access.claims.getMany(ids.map(String), (missing) => findClaims(access.db, missing.map(Number))),
  ]);
  return { contracts, claims: new Map(ids.map((id, at) => [id, found[at]])) };
}

function note(
  access: Access,
  { gatewayId, type, count }: Delivered,
  contract: ContractRow | undefined,
  claim: Claim | undefined,
): void {
  if (!contract || !claim || contract.data_from < claim.dataFrom) return;
  access.reads.note({
    gatewayId,
    dataFrom: contract.data_from,
    actor: { kind: 'COMPANY', id: contract.company_id },
    operation: `event ${type}`,
    count,
  });
}
