import type { CommandWrite, ProgramPoint, SwitchPoint } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { isOnStep } from '../fields/write-plan.ts';
import { capabilityOf, type Circuit, type Program } from './program-leaves.ts';
import type { ProgramLevels } from './program-levels.ts';
import { limitsOf, type ProgramLimits } from './program-limits.ts';
import { DAY_MINUTES, dayWord, inWeekOrder, minutesOf, timeText } from '../fields/week.ts';

/** The one write that replaces a program, checked against what the gateway described: 422 with what it takes. */
export function planProgram(
  circuit: Circuit,
  program: Program,
  wanted: readonly ProgramPoint[],
): CommandWrite[] {
  const { id, leaf } = program;
  if (leaf.writeable !== true) {
    throw new AppError('not-supported-by-gateway', { capability: capabilityOf(circuit, id) });
  }
  return [{ path: leaf.id, value: checkedPoints(wanted, limitsOf(circuit, program)) }];
}

/** The switch points in the order of the week and in the words that `limits` translates to. */
export function checkedPoints(wanted: readonly ProgramPoint[], limits: ProgramLimits): SwitchPoint[] {
  requireDifferentTimes(wanted);
  requireRoom(wanted, limits);
  const points = wanted.map(({ day, time, level }, index): SwitchPoint => {
    const field = `switchPoints.${index}`;
    return {
      dayOfWeek: dayWord(day),
      time: requireTime(`${field}.time`, time, limits),
      setpoint: requireLevel(`${field}.level`, level, limits.levels),
    };
  });
  return inWeekOrder(points);
}

function requireDifferentTimes(wanted: readonly ProgramPoint[]): void {
  const seen = new Map<string, number>();
  for (const [index, { day, time }] of wanted.entries()) {
    const first = seen.get(`${day} ${time}`);
    if (first !== undefined) {
      const message = `${day} ${time} stands at /switchPoints/${first} already`;
      throw new AppError('request-invalid', { errors: [{ pointer: `/switchPoints/${index}`, message }] });
    }
    seen.set(`${day} ${time}`, index);
  }
}

function requireRoom(wanted: readonly ProgramPoint[], { maxPoints, maxPointsPerDay }: ProgramLimits): void {
  const field = 'switchPoints';
  if (wanted.length > maxPoints) throw new AppError('value-out-of-range', { field, max: maxPoints });
  if (maxPointsPerDay === undefined) return;
  for (const [day, points] of Map.groupBy(wanted, (point) => point.day)) {
    if (points.length > maxPointsPerDay) {
      throw new AppError('value-out-of-range', { field, day, max: maxPointsPerDay });
    }
  }
}

/** The refusal tells the range in the form of the field. */
function requireTime(
  field: string,
  time: string,
  { rasterMinutes: step = 1, endOfDay }: ProgramLimits,
): number {
  const minutes = minutesOf(time);
  const max = endOfDay ? DAY_MINUTES : DAY_MINUTES - step;
  if (minutes <= max && minutes % step === 0) return minutes;
  const range = { min: timeText(0), max: timeText(max), step: timeText(step) };
  throw new AppError('value-out-of-range', { field, ...range });
}

function requireLevel(field: string, level: string | number, levels: ProgramLevels): string | number {
  if ('levels' in levels) {
    const theirs = typeof level === 'string' ? levels.levels.get(level) : undefined;
    if (theirs !== undefined) return theirs;
    throw new AppError('value-not-allowed', { field, allowed: [...levels.levels.keys()] });
  }
  const { min, max, step } = levels.temperature;
  if (typeof level === 'number' && level >= min && level <= max && isOnStep(level, min, step)) return level;
  throw new AppError('value-out-of-range', { field, min, max, step });
}
