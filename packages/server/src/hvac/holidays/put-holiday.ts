import type { HolidayChanged, HolidayOrder } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { requireHoliday, todayAt } from './find-slots.ts';
import { holidayView } from './holiday-view.ts';
import { planHoliday, requirePeriod } from './plan-holiday.ts';

const OPERATION = 'PUT /hvacs/{gatewayId}/holidays/{holidayId}';

export interface PutHolidayInput extends CommandWish {
  readonly gatewayId: string;
  readonly holidayId: string;
  readonly order: HolidayOrder;
}

/** Replaces a holiday. */
export async function putHoliday(
  context: CommandContext,
  { gatewayId: id, holidayId, order, ...wish }: PutHolidayInput,
): Promise<CommandOutcome | HolidayChanged> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  const { slot } = requireHoliday(hvac, before, holidayId);
  const plan = () => {
    requirePeriod(order, todayAt(hvac, before));
    return planHoliday(slot, order);
  };
  const outcome = await runCommand(context, {
    grant,
    operation: OPERATION,
    fields: { holidayId, ...order },
    plan,
    ...wish,
  });
  if (outcome.kind === 'pending') return outcome;
  const { slot: changed, period } = requireHoliday(hvac, await hvac.states.get(gatewayId), holidayId);
  return { ...holidayView(changed, period), commandId: outcome.commandId };
}
