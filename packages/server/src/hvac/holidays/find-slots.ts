import { AppError } from '../../platform/app-error.ts';
import { dateText, localTime } from '../../platform/local-time.ts';
import type { Hvac } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { zoneOf } from '../zone-of.ts';
import type { Period } from './period.ts';
import { holidayIn, slotsOf, type Slot } from './slots.ts';

/** The day that it is where the gateway stands. */
export function todayAt(hvac: Hvac, state: SystemState): string {
  return dateText(localTime(hvac.clock.now(), zoneOf(state)));
}

/** All slots of the gateway; 422 when it knows no holidays. */
export function requireSlots(state: SystemState): Slot[] {
  const slots = slotsOf(state);
  if (slots.length === 0) throw new AppError('not-supported-by-gateway', { capability: 'holidays' });
  return slots;
}

/** The slot with this holiday in it; a free slot is none. */
export function requireHoliday(
  hvac: Hvac,
  state: SystemState,
  holidayId: string,
): { slot: Slot; period: Period } {
  const slot = requireSlots(state).find(({ id }) => id === holidayId);
  const period = slot && holidayIn(slot, todayAt(hvac, state));
  if (!slot || !period) throw new AppError('not-found');
  return { slot, period };
}
