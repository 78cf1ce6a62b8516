import type { Connectivity, HeatingCircuit } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { circuitIds } from './circuit-resources.ts';
import { circuitView } from './circuit-view.ts';
import type { Hvac, HvacContext } from '../hvac.ts';

export async function listHeatingCircuits({ hvac, caller }: HvacContext, gatewayId: string) {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'remoteControl');
  const state = await hvac.states.get(grant.gatewayId);
  const items = circuitIds(state).map((id) => circuitView(state, id, connectivity(hvac, grant.gatewayId)));
  return { items, nextCursor: null };
}

export async function getHeatingCircuit(
  { hvac, caller }: HvacContext,
  input: { gatewayId: string; circuitId: number },
): Promise<HeatingCircuit> {
  const grant = await requireAccess(hvac.access, caller, input.gatewayId, 'remoteControl');
  const state = await hvac.states.get(grant.gatewayId);
  if (!circuitIds(state).includes(input.circuitId)) throw new AppError('not-found');
  return circuitView(state, input.circuitId, connectivity(hvac, grant.gatewayId));
}

function connectivity(hvac: Hvac, gatewayId: number): Connectivity {
  return hvac.presence.isOnline(gatewayId) ? 'ONLINE' : 'OFFLINE';
}
