import { isTimeZone } from '../platform/local-time.ts';
import { valueAt } from './fields/part.ts';
import type { SystemState } from './system-state.ts';

const ZONE_LEAVES = ['/gateway/tzInfo/timeZone', '/gateway/time/timeZone'];

/** The zone in which days of a system begin and its programs run: the gateway's own, else the operator's default. */
export function zoneOf(state: SystemState): string {
  for (const path of ZONE_LEAVES) {
    const zone = valueAt(state, path);
    if (typeof zone === 'string' && isTimeZone(zone)) return zone;
  }
  return state.defaultZone;
}
