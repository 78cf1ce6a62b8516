import type { HeatingCircuit } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { andThen, type Soon } from '../../platform/soon.ts';
import type { HvacContext } from '../hvac.ts';
import type { Shown } from '../shown/answers.ts';
import { show, type All } from '../shown/shown.ts';
import { circuitIds } from './circuit-resources.ts';
import { circuitView } from './circuit-view.ts';

export function listHeatingCircuits(
  { hvac, caller }: HvacContext,
  gatewayId: string,
): Soon<Shown<All<HeatingCircuit>>> {
  return andThen(requireAccess(hvac.access, caller, gatewayId, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      const items = circuitIds(state).map((id) => circuitView(state, id, connectivity));
      return { items, nextCursor: null };
    }),
  );
}

export function getHeatingCircuit(
  { hvac, caller }: HvacContext,
  { gatewayId, circuitId }: { gatewayId: string; circuitId: number },
): Soon<Shown<HeatingCircuit>> {
  return andThen(requireAccess(hvac.access, caller, gatewayId, 'remoteControl'), (grant) =>
    show(hvac, grant, (state, connectivity) => {
      if (!circuitIds(state).includes(circuitId)) throw new AppError('not-found');
      return circuitView(state, circuitId, connectivity);
    }),
  );
}
