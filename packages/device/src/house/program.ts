import { DAY_MS, MINUTE_MS, dayNumber, isWeekend, minuteOfDay } from './clock.ts';

export type Level = 'comfort2' | 'eco';
export type ProgramName = 'A' | 'B';

interface SwitchPoint {
  /** Of the UTC day. */
  readonly minute: number;
  readonly level: Level;
}

const ALL_DAY: readonly SwitchPoint[] = [
  { minute: 6 * 60, level: 'comfort2' },
  { minute: 22 * 60, level: 'eco' },
];
const AT_WORK: readonly SwitchPoint[] = [
  { minute: 5 * 60 + 30, level: 'comfort2' },
  { minute: 9 * 60, level: 'eco' },
  { minute: 15 * 60, level: 'comfort2' },
  { minute: 22 * 60 + 30, level: 'eco' },
];
const AT_HOME: readonly SwitchPoint[] = [
  { minute: 7 * 60, level: 'comfort2' },
  { minute: 23 * 60, level: 'eco' },
];

/** Switch points of a day: A is the same all week, B knows workdays and weekends. Each day ends in `eco`. */
function pointsOf(program: ProgramName, day: number): readonly SwitchPoint[] {
  if (program === 'A') return ALL_DAY;
  return isWeekend(day) ? AT_HOME : AT_WORK;
}

export function levelAt(program: ProgramName, ms: number): Level {
  const minute = minuteOfDay(ms);
  let level: Level = 'eco';
  for (const point of pointsOf(program, dayNumber(ms))) if (point.minute <= minute) level = point.level;
  return level;
}

/** The first switch point after this moment, epoch milliseconds. */
export function nextSwitchMs(program: ProgramName, ms: number): number {
  for (let day = dayNumber(ms); ; day += 1) {
    for (const point of pointsOf(program, day)) {
      const at = day * DAY_MS + point.minute * MINUTE_MS;
      if (at > ms) return at;
    }
  }
}
