import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { requireHoliday } from './find-slots.ts';
import { planNoHoliday } from './plan-holiday.ts';
import { releaseSlot } from './slot-claims.ts';

const OPERATION = 'DELETE /hvacs/{gatewayId}/holidays/{holidayId}';

export interface DeleteHolidayInput extends CommandWish {
  readonly gatewayId: string;
  readonly holidayId: string;
}

/** Ends or cancels a holiday; its slot is free again. */
export async function deleteHoliday(
  context: CommandContext,
  { gatewayId: id, holidayId, ...wish }: DeleteHolidayInput,
): Promise<CommandOutcome> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const { slot } = requireHoliday(hvac, await hvac.states.get(gatewayId), holidayId);
  const plan = () => planNoHoliday(slot);
  const outcome = await runCommand(context, {
    grant,
    operation: OPERATION,
    fields: { holidayId },
    plan,
    ...wish,
  });
  if (outcome.kind === 'confirmed') await releaseSlot(hvac, slot);
  return outcome;
}
