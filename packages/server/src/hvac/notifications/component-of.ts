import type { Fault } from '@hearthgate/wire';
import { numbersOf } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

/**
 * The part of a system that a code is about, null where it names none or the gateway did not describe it. The vendor's
 * `orig` is a bus address of undocumented meaning, so nothing is taken from it.
 */
export function componentOf(fault: Fault, state: SystemState): string | null {
  if (fault.circuit !== undefined) return `hc${fault.circuit}`;
  const heatSources = numbersOf(state, '/heatSources/hs');
  if (fault.unit !== undefined) return heatSources.includes(fault.unit) ? `hs${fault.unit}` : null;
  switch (fault.kind) {
    case 'boiler':
    case 'heat pump':
    case 'exhaust-air heat pump':
      return theOnly('hs', heatSources);
    case 'hot water':
      return theOnly('dhw', numbersOf(state, '/dhwCircuits/dhw'));
    case 'controller':
    case 'module':
    case 'system':
      return 'system';
    case 'mixer':
    case 'solar':
    case 'unknown':
      return null;
  }
}

function theOnly(prefix: string, [first, ...others]: readonly number[]): string | null {
  return first !== undefined && others.length === 0 ? `${prefix}${first}` : null;
}
