import type { Connectivity, TimeProgram } from '@hearthgate/wire';
import { switchPointsView } from '../time-programs/program-view.ts';
import { shownLimits, type ProgramLimits } from '../time-programs/program-limits.ts';
import type { PlatformProgram } from './store.ts';

/** The one that is offered where nothing is stored yet. */
const FIRST = 'P1';
const ID = /^P[1-4]$/;

export function isPlatformId(id: string): boolean {
  return ID.test(id);
}

/** Stored programs, and an empty first one. */
export function platformViews(
  limits: ProgramLimits,
  stored: readonly PlatformProgram[],
  connectivity: Connectivity,
): TimeProgram[] {
  const views = stored.map((program) => platformView(limits, program, connectivity));
  if (views.some(({ id }) => id === FIRST)) return views;
  const empty = { program_id: FIRST, active: false, switch_points: [] };
  return [platformView(limits, empty, connectivity), ...views];
}

export function platformView(
  limits: ProgramLimits,
  program: Pick<PlatformProgram, 'program_id' | 'active' | 'switch_points'>,
  connectivity: Connectivity,
): TimeProgram {
  return {
    id: program.program_id,
    switchPoints: switchPointsView(limits, program.switch_points),
    executedBy: 'PLATFORM',
    active: program.active,
    writable: true,
    limits: shownLimits(limits),
    unavailable: [],
    connectivity,
  };
}
