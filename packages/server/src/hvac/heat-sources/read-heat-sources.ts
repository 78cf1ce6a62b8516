import type { HeatSource } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { andThen, type Soon } from '../../platform/soon.ts';
import type { HvacContext } from '../hvac.ts';
import type { Shown } from '../shown/answers.ts';
import { show, type All } from '../shown/shown.ts';
import type { SystemState } from '../system-state.ts';
import { heatSourceIds } from './source-resources.ts';
import { sourceView } from './source-view.ts';

export function listHeatSources(
  { hvac, caller }: HvacContext,
  gatewayId: string,
): Soon<Shown<All<HeatSource>>> {
  return andThen(requireAccess(hvac.access, caller, gatewayId, 'monitoring'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      const items = heatSourceIds(state).map((id) => sourceView(state, id, connectivity));
      return { items, nextCursor: null };
    }),
  );
}

export function getHeatSource(
  { hvac, caller }: HvacContext,
  { gatewayId, heatSourceId }: { gatewayId: string; heatSourceId: number },
): Soon<Shown<HeatSource>> {
  return andThen(requireAccess(hvac.access, caller, gatewayId, 'monitoring'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      requireSource(state, heatSourceId);
      return sourceView(state, heatSourceId, connectivity);
    }),
  );
}

/** 404 for a number that this system does not have, 422 where it tells of no heat source at all. */
function requireSource(state: SystemState, id: number): void {
  const ids = heatSourceIds(state);
  if (ids.includes(id)) return;
  // A gateway that has described nothing yet may still have it.
  const isUnknown = ids.length > 0 || state.leaves.size === 0;
  throw isUnknown
    ? new AppError('not-found')
    : new AppError('not-supported-by-gateway', { capability: 'heatSources' });
}
