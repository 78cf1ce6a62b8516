import type { HeatingCircuit } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { circuitIds } from './circuit-resources.ts';
import { circuitView } from './circuit-view.ts';
import type { HvacContext } from '../hvac.ts';
import { visibleSystem } from '../visible-state.ts';

export async function listHeatingCircuits({ hvac, caller }: HvacContext, gatewayId: string) {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'remoteControl');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  const items = circuitIds(state).map((id) => circuitView(state, id, connectivity));
  return { items, nextCursor: null };
}

export async function getHeatingCircuit(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; circuitId: number },
): Promise<HeatingCircuit> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  if (!circuitIds(state).includes(input.circuitId)) throw new AppError('not-found');
  return circuitView(state, input.circuitId, connectivity);
}
