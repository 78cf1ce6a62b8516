import { MINUTE_MS } from '../clock.ts';
import { type Place, WeekProgram } from './week-program.ts';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
export const DISINFECTION_DAYS = WEEKDAYS;
type Weekday = (typeof WEEKDAYS)[number];

/** The tank is kept hot this long, then the bacteria are gone, minutes. */
const HOLD_MINUTES = 20;
/** After this long without the temperature it is given up, minutes. */
const GIVE_UP_MINUTES = 240;

/** Once a week the whole tank is made hot against legionella. */
export interface Disinfection {
  isEnabled: boolean;
  weekday: Weekday;
  /** Local minute of the day. */
  minute: number;
  targetC: number;
  isRunning: boolean;
  startedMs: number;
  hotMinutes: number;
  lastResult: 'done' | 'aborted';
  /** 0: to be found. */
  nextMs: number;
  readonly place: Place;
}

export function defaultDisinfection(place: Place): Disinfection {
  return {
    isEnabled: true,
    weekday: 'Tu',
    minute: 120,
    targetC: 65,
    isRunning: false,
    startedMs: 0,
    hotMinutes: 0,
    lastResult: 'done',
    nextMs: 0,
    place,
  };
}

export function setDisinfection(
  disinfection: Disinfection,
  change: Partial<Pick<Disinfection, 'isEnabled' | 'weekday' | 'minute' | 'targetC'>>,
): void {
  Object.assign(disinfection, change, { nextMs: 0 });
  if (!disinfection.isEnabled) disinfection.isRunning = false;
}

export function stepDisinfection(
  disinfection: Disinfection,
  nowMs: number,
  tankC: number,
  isForbidden: boolean,
): void {
  const { isEnabled, isRunning, targetC } = disinfection;
  if (isRunning) {
    if (tankC >= targetC - 1) disinfection.hotMinutes += 1;
    const isDone = disinfection.hotMinutes >= HOLD_MINUTES;
    const isTooLong = nowMs - disinfection.startedMs >= GIVE_UP_MINUTES * MINUTE_MS;
    if (!isDone && !isTooLong) return;
    disinfection.isRunning = false;
    disinfection.lastResult = isDone ? 'done' : 'aborted';
    return;
  }
  if (!isEnabled) return;
  if (disinfection.nextMs === 0) disinfection.nextMs = nextStart(disinfection, nowMs - 1);
  if (nowMs < disinfection.nextMs) return;
  disinfection.nextMs = nextStart(disinfection, nowMs);
  if (isForbidden) return;
  Object.assign(disinfection, { isRunning: true, startedMs: nowMs, hotMinutes: 0 });
}

function nextStart({ place, weekday, minute }: Disinfection, nowMs: number): number {
  const program = new WeekProgram(place, [{ dayOfWeek: weekday, time: minute, setpoint: 'start' }]);
  return program.nextSwitchMs(nowMs);
}
