import type { DhwCharge, DhwCircuit } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { andThen, type Soon } from '../../platform/soon.ts';
import { leafOf, requireNumber } from '../fields/part.ts';
import type { HvacContext } from '../hvac.ts';
import type { Shown } from '../shown/answers.ts';
import { show, type All } from '../shown/shown.ts';
import type { SystemState } from '../system-state.ts';
import { DHW_CIRCUITS, dhwIds, dhwPart } from './dhw-resources.ts';
import { chargeView, dhwView } from './dhw-view.ts';

interface CircuitInput {
  readonly gatewayId: string;
  readonly circuitId: number;
}

export function listDhwCircuits(
  { hvac, caller }: HvacContext,
  gatewayId: string,
): Soon<Shown<All<DhwCircuit>>> {
  return andThen(requireAccess(hvac.access, caller, gatewayId, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      const items = dhwIds(state).map((id) => dhwView(state, id, connectivity));
      return { items, nextCursor: null };
    }),
  );
}

export function getDhwCircuit(
  { hvac, caller }: HvacContext,
  { gatewayId: id, circuitId }: CircuitInput,
): Soon<Shown<DhwCircuit>> {
  return andThen(requireAccess(hvac.access, caller, id, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      requireDhw(state, circuitId);
      return dhwView(state, circuitId, connectivity);
    }),
  );
}

export function getDhwCharge(
  { hvac, caller }: HvacContext,
  { gatewayId: id, circuitId }: CircuitInput,
): Soon<Shown<DhwCharge>> {
  return andThen(requireAccess(hvac.access, caller, id, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      requireCharge(state, circuitId);
      return chargeView(state, circuitId, connectivity);
    }),
  );
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
