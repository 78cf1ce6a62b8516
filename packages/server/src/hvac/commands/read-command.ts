import type { Command } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { HvacContext } from '../hvac.ts';
import { commandView } from './command-view.ts';
import { findCommand } from './store.ts';

/**
 * A command of the calling company, or any for an owner; another company's is not found, nor one of an earlier owner's time.
 */
export async function getCommand(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; commandId: string },
): Promise<Command> {
  const need = 'remoteControl';
  const { gatewayId, dataFrom } = await requireAccess(hvac.access, caller, input.gatewayId, need);
  const row = await findCommand(hvac.db, gatewayId, input.commandId);
  if (!row || row.accepted_at < dataFrom) throw new AppError('not-found');
  if (caller.kind === 'COMPANY' && row.actor_id !== caller.companyId) throw new AppError('not-found');
  return commandView(row);
}
