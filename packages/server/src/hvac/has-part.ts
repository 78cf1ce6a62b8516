import { andThen, type Soon } from '../platform/soon.ts';
import { isOurs, type Hvac } from './hvac.ts';
import type { SystemState } from './system-state.ts';

/**
 * Does the gateway have the part that a path names? It says which bucket a call is counted in and decides nothing, so of
 * another node's gateway a part that was there once is taken as there.
 */
export function hasPart(
  hvac: Hvac,
  gatewayId: number,
  path: string,
  isIn: (state: SystemState) => boolean,
): Soon<boolean> {
  if (isOurs(hvac, gatewayId)) return andThen(hvac.states.soon(gatewayId), isIn);
  const part = `${gatewayId}${path}`;
  if (hvac.partsElsewhere.has(part)) return true;
  return andThen(hvac.elsewhere(gatewayId), ({ state }) => {
    const is = isIn(state);
    if (is) hvac.partsElsewhere.add(part);
    return is;
  });
}
