import { andThen, type Soon } from '../platform/soon.ts';
import { isOurs, type Hvac } from './hvac.ts';
import type { SystemState } from './system-state.ts';

/** Parts of other nodes' gateways that were there when they were looked at last. */
const SEEN_MAX = 50_000;

export class PartsElsewhere {
  readonly #seen = new Set<string>();

  has(part: string): boolean {
    return this.#seen.has(part);
  }

  add(part: string): void {
    if (this.#seen.size >= SEEN_MAX) this.#seen.clear();
    this.#seen.add(part);
  }
}

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
