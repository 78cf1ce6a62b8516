import {
  isNoValue,
  type Connectivity,
  type ProgramPoint,
  type SwitchPoint,
  type TimeProgram,
} from '@hearthgate/wire';
import { present } from '../fields/field-reader.ts';
import { pointsOf, programsOf, wordAt, type Circuit, type Program } from './program-leaves.ts';
import { levelOf } from './program-levels.ts';
import { limitsOf, shownLimits, type ProgramLimits } from './program-limits.ts';
import { dayName, inWeekOrder, timeText } from '../fields/week.ts';

/** One time program as the API shows it, from Monday to Sunday and in the words of the API. */
export function programView(circuit: Circuit, program: Program, connectivity: Connectivity): TimeProgram {
  const { state } = circuit;
  const limits = limitsOf(circuit, program);
  const points = pointsOf(state, program);
  const switchPoints = isNoValue(points) ? undefined : switchPointsView(limits, points);
  return {
    id: program.id,
    ...present('switchPoints', switchPoints),
    executedBy: 'GATEWAY',
    ...present('active', isActive(circuit, program)),
    writable: program.leaf.writeable === true,
    limits: shownLimits(limits),
    unavailable: isNoValue(points) ? [{ field: 'switchPoints', reason: points.no }] : [],
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

export function switchPointsView(limits: ProgramLimits, points: readonly SwitchPoint[]): ProgramPoint[] {
  return inWeekOrder(points).map(({ dayOfWeek, time, setpoint }) => ({
    day: dayName(dayOfWeek),
    time: timeText(time),
    level: levelOf(limits.levels, setpoint),
  }));
}

/** What the circuit follows in mode AUTO; undefined where the gateway does not tell. */
function isActive(circuit: Circuit, { id }: Program): boolean | undefined {
  const chosen = wordAt(circuit, 'activeSwitchProgram') ?? wordAt(circuit, 'activeDhwTimeProgram');
  if (chosen !== undefined) return chosen === id;
  // Hot water of an ICOM boiler may go by the program of the heating.
  if (wordAt(circuit, 'operationMode') === 'HCprogram') return false;
  return programsOf(circuit).length === 1 ? true : undefined;
}
