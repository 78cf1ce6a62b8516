import type { DhwCharge, DhwCircuit } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { leafOf, requireNumber } from '../fields/part.ts';
import type { HvacContext } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { DHW_CIRCUITS, dhwIds, dhwPart } from './dhw-resources.ts';
import { chargeView, dhwView } from './dhw-view.ts';
import { visibleSystem } from '../visible-state.ts';

interface CircuitInput {
  readonly gatewayId: string;
  readonly circuitId: number;
}

export async function listDhwCircuits({ hvac, caller }: HvacContext, gatewayId: string) {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'remoteControl');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  const items = dhwIds(state).map((id) => dhwView(state, id, connectivity));
  return { items, nextCursor: null };
}

export async function getDhwCircuit(
  { hvac, caller }: HvacContext,
  { gatewayId: id, circuitId }: CircuitInput,
): Promise<DhwCircuit> {
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  requireDhw(state, circuitId);
  return dhwView(state, circuitId, connectivity);
}

export async function getDhwCharge(
  { hvac, caller }: HvacContext,
  { gatewayId: id, circuitId }: CircuitInput,
): Promise<DhwCharge> {
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { state, connectivity } = await visibleSystem(hvac, grant);
  requireCharge(state, circuitId);
  return chargeView(state, circuitId, connectivity);
}

export function requireDhw(state: SystemState, circuitId: number): void {
  requireNumber(state, DHW_CIRCUITS, circuitId, 'dhwCircuits');
}

export function requireCharge(state: SystemState, circuitId: number): void {
  requireDhw(state, circuitId);
  const part = dhwPart(state, circuitId);
  if (leafOf(part, 'charge.status') ?? leafOf(part, 'charge.remainingMinutes')) return;
  throw new AppError('not-supported-by-gateway', { capability: `dhwCircuits.${circuitId}.charge` });
}
