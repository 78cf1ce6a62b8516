import { contractKey, type Access } from '../access.ts';

/** A company got an event about a gateway: a read in the record of its present owners, if it is about their contract. */
export async function noteDelivery(
  access: Access,
  delivered: { companyId: string; gatewayId: number; type: string },
): Promise<void> {
  const { companyId, gatewayId, type } = delivered;
  const contract = await access.contracts.get(contractKey(companyId, gatewayId));
  const claim = await access.claims.get(String(gatewayId));
  if (!contract || !claim || contract.data_from < claim.dataFrom) return;
  access.reads.note({
    gatewayId,
    dataFrom: contract.data_from,
    actor: { kind: 'COMPANY', id: companyId },
    operation: `event ${type}`,
  });
}
