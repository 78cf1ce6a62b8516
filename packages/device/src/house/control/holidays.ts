import { DAY_MS } from '../clock.ts';
import type { LocalTime } from '../local-time.ts';

export type HolidayHeating = 'saturday' | 'fixed' | 'off' | 'eco';
/** `off` lets the thermal disinfection go on, `offWithoutDisinfection` does not. */
export type HolidayHotWater = 'saturday' | 'off' | 'offWithoutDisinfection' | 'eco' | 'low' | 'high';

/** One of the gateway's holiday slots; it counts for the circuits that are assigned to it (`hc1`, `dhw1`). */
export interface Holiday {
  readonly id: string;
  /** First and last day, local: `2026-02-07/2026-02-14`. */
  startStop: string;
  assignedTo: readonly string[];
  heating: HolidayHeating;
  hotWater: HolidayHotWater;
  fixedC: number;
}

/** Long past: a slot that nobody uses. */
const NEVER = '2009-01-01/2009-01-01';

export function freeSlot(id: string): Holiday {
  return { id, startStop: NEVER, assignedTo: [], heating: 'eco', hotWater: 'off', fixedC: 17 };
}

/** The holiday that holds for a circuit now. */
export function holidayOf(
  holidays: readonly Holiday[],
  circuit: string,
  nowMs: number,
  time: LocalTime,
): Holiday | undefined {
  return holidays.find((holiday) => {
    if (!holiday.assignedTo.includes(circuit)) return false;
    const period = periodOf(holiday.startStop, time);
    return period !== undefined && nowMs >= period.fromMs && nowMs < period.untilMs;
  });
}

/** From the first day's midnight to the end of the last day; undefined for a text that is no period. */
export function periodOf(
  startStop: string,
  time: LocalTime,
): { fromMs: number; untilMs: number } | undefined {
  const [start = '', stop = '', ...more] = startStop.split('/');
  const from = dayOf(start);
  const until = dayOf(stop);
  if (from === undefined || until === undefined || until < from || more.length > 0) return undefined;
  return { fromMs: time.instantOf(from), untilMs: time.instantOf(until + DAY_MS) };
}

function dayOf(date: string): number | undefined {
  const ms = Date.parse(`${date}T00:00:00Z`);
  const isDate = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) && date.length === 10;
  return isDate ? ms : undefined;
}
