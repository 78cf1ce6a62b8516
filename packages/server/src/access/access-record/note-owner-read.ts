import type { Access } from '../access.ts';
import { noteChange } from './note-change.ts';

/** An operator looked at an owner's data: shown to the owner with the reason. Written before the data is given out. */
export async function noteOwnerRead(
  access: Access,
  read: { gatewayId: number; operatorId: string; operation: string; reason: string },
): Promise<void> {
  const { gatewayId, operatorId, operation, reason } = read;
  const claim = await access.claims.get(String(gatewayId));
  // Without an owner there is nobody to show it to, now or later.
  if (!claim) return;
  const change = {
    gatewayId,
    dataFrom: claim.dataFrom,
    actor: { kind: 'OPERATOR', id: operatorId },
    action: 'READ_BY_OPERATOR',
    detail: { operation, reason },
  } as const;
  await access.transact((unit) => noteChange(access, unit, change));
}
