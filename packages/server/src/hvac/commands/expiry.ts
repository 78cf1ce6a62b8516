import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { CommandRow } from '../tables.ts';

export const EXPIRY_KIND = 'command-expiry';

export interface CommandKey {
  readonly gatewayId: number;
  readonly commandId: string;
}

/** Sets the one timer of a command to its present `expires_at`. */
export async function scheduleExpiry(
  unit: UnitOfWork,
  { gateway_id: gatewayId, command_id: commandId, expires_at }: CommandRow,
): Promise<void> {
  const payload: CommandKey = { gatewayId, commandId };
  await unit.schedule({
    slice: sliceOfGateway(gatewayId),
    id: commandId,
    kind: EXPIRY_KIND,
    dueAtMs: expires_at.getTime(),
    payload,
  });
}
