import type { Component } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { connectivityOf, type HvacContext } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { visibleState } from '../visible-state.ts';
import { dhwCircuits, heatingCircuits } from './circuits.ts';
import { gatewayComponent, type RegisteredGateway } from './gateway-component.ts';
import { heatProducers } from './heat-producer.ts';
import { pools } from './pool.ts';
import { roomControllers } from './room-controllers.ts';
import { solarCircuits } from './solar.ts';
import type { Unstamped } from './unstamped.ts';
import { ventilations } from './ventilation.ts';

/** Every part of the system, from what makes the heat to the gateway. */
export async function listComponents(
  { hvac, caller }: HvacContext,
  gatewayId: string,
): Promise<{ items: Component[]; nextCursor: null }> {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'monitoring');
  const registered = await hvac.gateways.registry.get(grant.gatewayId);
  if (!registered) throw new AppError('not-found');
  const state = await visibleState(hvac, grant);
  const stamp = {
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity: await connectivityOf(hvac, grant.gatewayId),
  };
  return {
    items: componentsOf(state, registered).map((component) => ({ ...component, ...stamp })),
    nextCursor: null,
  };
}

export function componentsOf(state: SystemState, registered: RegisteredGateway): Unstamped[] {
  return [
    ...heatProducers(state),
    ...heatingCircuits(state),
    ...dhwCircuits(state),
    ...solarCircuits(state),
    ...ventilations(state),
    ...pools(state),
    ...roomControllers(state),
    gatewayComponent(state, registered),
  ];
}
