import type { Access } from '../access.ts';
import { contractsOf } from '../require-access.ts';
import { findClaims } from '../owners/store.ts';

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
  await noteDeliveries(access, companyId, [{ gatewayId, type, count: 1 }]);
}

/** The same of many at once, with at most two queries. */
export async function noteDeliveries(
  access: Access,
  companyId: string,
  delivered: readonly Delivered[],
): Promise<void> {
  const ids = [...new Set(delivered.map(({ gatewayId }) => gatewayId))];
  const contracts = await contractsOf(access, companyId, ids);
  const found = await access.claims.getMany(ids.map(String), (missing) =>
    findClaims(access.db, missing.map(Number)),
  );
  const claims = new Map(ids.map((id, at) => [id, found[at]]));
  for (const { gatewayId, type, count } of delivered) {
    const contract = contracts.get(gatewayId);
    const claim = claims.get(gatewayId);
    if (!contract || !claim || contract.data_from < claim.dataFrom) continue;
    access.reads.note({
      gatewayId,
      dataFrom: contract.data_from,
      actor: { kind: 'COMPANY', id: companyId },
      operation: `event ${type}`,
      count,
    });
  }
}
