import type { HeatSource } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import type { HvacContext } from '../hvac.ts';
import { visibleSystem } from '../visible-state.ts';
import type { SystemState } from '../system-state.ts';
import { heatSourceIds } from './source-resources.ts';
import { sourceView } from './source-view.ts';

export async function listHeatSources({ hvac, caller }: HvacContext, gatewayId: string) {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'monitoring');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  return { items: heatSourceIds(state).map((id) => sourceView(state, id, connectivity)), nextCursor: null };
}

export async function getHeatSource(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; heatSourceId: number },
): Promise<HeatSource> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'monitoring');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  requireSource(state, input.heatSourceId);
  return sourceView(state, input.heatSourceId, connectivity);
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
