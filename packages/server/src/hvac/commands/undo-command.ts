import { requireClaim, type OwnerContext } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { Hvac } from '../hvac.ts';
import type { CommandDesk } from './command-desk.ts';
import { planUndo } from './plan-undo.ts';
import { offline, outcomeOf, type CommandOutcome } from './run-command.ts';
import { findCommand, standingUndo } from './store.ts';

export const UNDO_OPERATION = 'POST /owner/gateways/{gatewayId}/commands/{commandId}/undo';

/**
 * An owner takes a remote change of a company back: a command of their own writes the values before. Asked for again it
 * answers from the first one; one that failed may be tried again. What companies may send in an hour is not touched.
 */
export async function undoCommand(
  { hvac, desk }: { hvac: Hvac; desk: CommandDesk },
  owner: OwnerContext,
  input: { gatewayId: number; commandId: string; waitMs: number },
): Promise<CommandOutcome> {
  const grant = await requireClaim(owner, input.gatewayId);
  const { gatewayId, dataFrom } = grant;
  const { commandId, waitMs } = input;
  const undone = await findCommand(hvac.db, gatewayId, commandId);
  if (!undone || undone.accepted_at < dataFrom) throw new AppError('not-found');
  const first = () => standingUndo(hvac.db, gatewayId, commandId);
  const accept = async () => {
    const writes = planUndo(await hvac.states.get(gatewayId), undone);
    if (!(await hvac.presence.isOnline(gatewayId))) throw await offline(hvac, grant);
    return desk.accept({
      gatewayId,
      issuer: { kind: 'OWNER', id: owner.ownerId },
      dataFrom,
      writes,
      undoes: commandId,
      asked: { operation: UNDO_OPERATION, fields: { commandId } },
      idempotency: { first },
    });
  };
  const command = (await first()) ?? (await accept());
  return outcomeOf(hvac, grant, await desk.outcome(command, waitMs));
}
