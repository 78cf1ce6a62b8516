import type { Away } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { connectivityOf, type HvacContext } from '../hvac.ts';
import { requireAway } from './away-resources.ts';
import { awayView } from './away-view.ts';
import { visibleState } from '../visible-state.ts';

/** Whether the system knows that nobody is at home. */
export async function getAway({ hvac, caller }: HvacContext, id: string): Promise<Away> {
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const state = await visibleState(hvac, grant);
  requireAway(state);
  return awayView(state, await connectivityOf(hvac, grant.gatewayId));
}
