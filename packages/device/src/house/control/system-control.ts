import { LocalTime } from '../local-time.ts';
import { type Holiday, freeSlot, holidayOf } from './holidays.ts';
import type { Place } from './week-program.ts';

const HOLIDAY_SLOTS = 5;

/** What is set for the whole house. */
export interface SystemControl extends Place {
  away: boolean;
  awayC: number;
  readonly holidays: readonly Holiday[];
}

export function defaultControl(): SystemControl {
  return {
    time: new LocalTime('Europe/Berlin'),
    away: false,
    awayC: 15,
    holidays: Array.from({ length: HOLIDAY_SLOTS }, (_, index) => freeSlot(`hm${index + 1}`)),
  };
}

/** The holiday that holds for a circuit (`hc1`, `dhw1`) now. */
export function holidayNow(system: SystemControl, circuit: string, nowMs: number): Holiday | undefined {
  return holidayOf(system.holidays, circuit, nowMs, system.time);
}
