import type { Access } from '../../src/access/index.ts';
import { createGateways, Presence } from '../../src/gateways/index.ts';
import { addDailyTimers, addNotificationTimers, createHvac } from '../../src/hvac/index.ts';
import type { Hvac } from '../../src/hvac/hvac.ts';

const FLAP_WINDOW_MS = 60_000;

/** The hvac domain without a broker, with empty caches: called again, it is the domain after a restart. */
export function startHvac(
  access: Access,
  sendCommand: Hvac['sendCommand'] = () => Promise.resolve(false),
): Hvac {
  const gateways = createGateways(access, access, FLAP_WINDOW_MS);
  const presence = new Presence(gateways);
  const hvac = createHvac(access, { access, gateways, presence }, sendCommand, 'Europe/Berlin');
  addDailyTimers(hvac);
  addNotificationTimers(hvac);
  return hvac;
}
