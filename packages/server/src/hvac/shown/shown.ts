import type { Connectivity } from '@hearthgate/wire';
import type { Grant } from '../../access/index.ts';
import { andThen, type Soon } from '../../platform/soon.ts';
import type { Hvac } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { visibleSystem } from '../visible-state.ts';
import type { Shown } from './answers.ts';

/** All parts of a kind. */
export interface All<T> {
  readonly items: T[];
  readonly nextCursor: null;
}

export function show<T extends object>(
  hvac: Hvac,
  grant: Grant,
  view: (state: SystemState, connectivity: Connectivity) => T,
): Soon<Shown<T>> {
  return andThen(visibleSystem(hvac, grant), ({ state, connectivity }) => ({
    state,
    connectivity,
    make: () => view(state, connectivity),
  }));
}
