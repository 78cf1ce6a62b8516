import type { Holiday } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import type { HvacContext } from '../hvac.ts';
import { requireHoliday, requireSlots, todayAt } from './find-slots.ts';
import { holidayView } from './holiday-view.ts';
import { holidayIn } from './slots.ts';
import { visibleState } from '../visible-state.ts';

/** Holidays that are planned or under way. */
export async function listHolidays({ hvac, caller }: HvacContext, id: string) {
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const state = await visibleState(hvac, grant);
  const today = todayAt(hvac, state);
  const items = requireSlots(state).flatMap((slot) => {
    const period = holidayIn(slot, today);
    return period ? [holidayView(slot, period)] : [];
  });
  return { items, nextCursor: null };
}

export async function getHoliday(
  { hvac, caller }: HvacContext,
  { gatewayId: id, holidayId }: { gatewayId: string; holidayId: string },
): Promise<Holiday> {
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { slot, period } = requireHoliday(hvac, await visibleState(hvac, grant), holidayId);
  return holidayView(slot, period);
}
