import type { LinkValue, SwitchPoint } from '@hearthgate/wire';
import type { WeekProgram } from '../control/week-program.ts';
import type { LeafSpec } from './leaf-spec.ts';

/** What a gateway family lets a program hold. */
export interface ProgramRules {
  readonly maxPoints: number;
  readonly maxPointsPerDay: number;
  readonly rasterMinutes: number;
}

/** EMS 2 (recorded trees). */
export const SIX_A_DAY: ProgramRules = { maxPoints: 42, maxPointsPerDay: 6, rasterMinutes: 15 };
/** Heating programs of the K 40 (facts: partner API, 12.5): at most two switch points a day. */
export const TWO_A_DAY: ProgramRules = { maxPoints: 14, maxPointsPerDay: 2, rasterMinutes: 15 };

export interface ProgramWish {
  readonly id: string;
  readonly program: WeekProgram;
  readonly rules: ProgramRules;
  /** Names of the levels it may switch to; they stand below `levelsAt`. */
  readonly levels: readonly string[];
  readonly levelsAt: string;
  /** Called after a change. */
  readonly changed?: () => void;
}

/** A switch program that the circuit follows. */
export function programLeaf({ id, program, rules, levels, levelsAt, changed }: ProgramWish): LeafSpec {
  return {
    leaf: { id, type: 'switchProgram', writeable: true, program: { ...rules, setpoints: levelsAt } },
    // The same list until it is replaced: a gateway sees by that whether it changed.
    read: () => program.points as LinkValue,
    write: (value) => {
      const points = value as SwitchPoint[];
      const error = faultOf(points, levels);
      if (error !== undefined) return error;
      program.replace(points.map((point) => ({ ...point })));
      changed?.();
      return undefined;
    },
  };
}

function faultOf(points: readonly SwitchPoint[], levels: readonly string[]): string | undefined {
  if (points.length === 0) return 'a program needs a switch point';
  const unknown = points.find(({ setpoint }) => !levels.includes(String(setpoint)));
  if (unknown) return `${String(unknown.setpoint)} is not one of ${levels.join(', ')}`;
  const times = new Set(points.map(({ dayOfWeek, time }) => `${dayOfWeek} ${time}`));
  return times.size < points.length ? 'two switch points at the same time' : undefined;
}
