import type { HolidayChanged, HolidayOrder } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { findCommand } from '../commands/store.ts';
import type { Hvac } from '../hvac.ts';
import { requireSlots, todayAt } from './find-slots.ts';
import { holidayView } from './holiday-view.ts';
import { planHoliday, requirePeriod } from './plan-holiday.ts';
import { claimSlot, releaseSlot } from './slot-claims.ts';
import { periodOf, slotsOf, type Slot } from './slots.ts';

const OPERATION = 'POST /hvacs/{gatewayId}/holidays';

export interface PostHolidayInput extends CommandWish {
  readonly gatewayId: string;
  readonly order: HolidayOrder;
}

/** Plans a holiday in a free slot of the gateway. */
export async function postHoliday(
  context: CommandContext,
  { gatewayId: id, order, ...wish }: PostHolidayInput,
): Promise<CommandOutcome | HolidayChanged> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  const slots = requireSlots(before);
  let claimed: Slot | undefined;
  const plan = async () => {
    const today = todayAt(hvac, before);
    requirePeriod(order, today);
    claimed = await claimSlot(hvac, slots, { circuits: order.assignedTo, today });
    return planHoliday(claimed, order);
  };
  try {
    const outcome = await runCommand(context, { grant, operation: OPERATION, fields: order, plan, ...wish });
    return outcome.kind === 'pending' ? outcome : await planned(hvac, gatewayId, outcome.commandId);
  } catch (error) {
    if (claimed) await releaseSlot(hvac, claimed);
    throw error;
  }
}

/** What was read back; a repeat finds its slot in the command that the first request made. */
async function planned(hvac: Hvac, gatewayId: number, commandId: string): Promise<HolidayChanged> {
  const [write] = (await findCommand(hvac.db, gatewayId, commandId))?.writes ?? [];
  const slot = slotsOf(await hvac.states.get(gatewayId)).find(({ part }) =>
    write?.path.startsWith(`${part.base}/`),
  );
  const period = slot && periodOf(slot);
  if (!slot || !period) throw new Error(`command ${commandId} left no holiday behind`);
  return { ...holidayView(slot, period), commandId };
}
