import { SWITCH_POINTS_MAX, type TimeProgram } from '@hearthgate/wire';
import { present } from '../fields/field-reader.ts';
import { levelsOf, type ProgramLevels } from './program-levels.ts';
import { knownPointsOf, type Circuit, type Program } from './program-leaves.ts';
import { DAY_MINUTES } from '../fields/week.ts';

/** What a program of the gateway may hold. */
export interface ProgramLimits {
  readonly rasterMinutes: number | undefined;
  readonly maxPoints: number;
  readonly maxPointsPerDay: number | undefined;
  /** May a switch point stand at the end of a day? */
  readonly endOfDay: boolean;
  readonly levels: ProgramLevels;
}

export function limitsOf(circuit: Circuit, program: Program): ProgramLimits {
  const { rasterMinutes, maxPoints = SWITCH_POINTS_MAX, maxPointsPerDay } = program.leaf.program ?? {};
  return {
    rasterMinutes,
    maxPoints,
    maxPointsPerDay,
    endOfDay: hasEndOfDay(circuit, program),
    levels: levelsOf(circuit, program),
  };
}

/** A family whose days have a beginning and an end alone needs 24:00 to say "until midnight"; others show it by using it. */
function hasEndOfDay({ state }: Circuit, program: Program): boolean {
  const { maxPointsPerDay } = program.leaf.program ?? {};
  if (maxPointsPerDay !== undefined && maxPointsPerDay <= 2) return true;
  return knownPointsOf(state, program).some(({ time }) => time === DAY_MINUTES);
}

/** As the API shows them. */
export function shownLimits(limits: ProgramLimits): TimeProgram['limits'] {
  const { rasterMinutes, maxPoints, maxPointsPerDay, endOfDay, levels } = limits;
  return {
    ...present('rasterMinutes', rasterMinutes),
    maxPoints,
    ...present('maxPointsPerDay', maxPointsPerDay),
    endOfDay,
    ...('levels' in levels ? { levels: [...levels.levels.keys()] } : { temperature: levels.temperature }),
  };
}
