import type { Command } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { HvacContext } from '../hvac.ts';
import { findCommand } from './store.ts';

/** A command of the calling company; another company's is not found. */
export async function getCommand(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; commandId: string },
): Promise<Command> {
  const { gatewayId } = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const row = await findCommand(hvac.db, gatewayId, input.commandId);
  if (row?.company_id !== caller.companyId) throw new AppError('not-found');
  return {
    commandId: row.command_id,
    gatewayId: input.gatewayId,
    status: row.status,
    acceptedAt: row.accepted_at.toISOString(),
    ...(row.sent_at && { sentAt: row.sent_at.toISOString() }),
    ...(row.ended_at && { endedAt: row.ended_at.toISOString() }),
    expiresAt: row.expires_at.toISOString(),
    ...(row.reason !== null && { reason: row.reason }),
    results: row.results,
  };
}
