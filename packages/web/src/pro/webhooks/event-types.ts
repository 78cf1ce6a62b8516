import type { Webhook } from '@hearthgate/wire';

type Type = Webhook['eventTypes'][number];

/** Those of the reference, which a new endpoint gets. */
export const USUAL_TYPES: readonly Type[] = [
  'CONTRACT_STATUS',
  'CONNECTIVITY_STATUS',
  'APPLIANCE_STATUS',
  'DATA_POINT',
  'DAILY_AGGREGATE',
];

/** All that can be subscribed to; that none is missing is checked by the compiler. */
const ALL: Readonly<Record<Type, true>> = {
  CONTRACT_STATUS: true,
  CONNECTIVITY_STATUS: true,
  APPLIANCE_STATUS: true,
  DATA_POINT: true,
  DAILY_AGGREGATE: true,
  COMMAND_STATUS: true,
  CONSENT_OUTDATED: true,
  API_KEY_CREATED: true,
  API_KEY_REMOVED: true,
  API_KEY_EXPIRING: true,
  WEBHOOK_PAUSED: true,
  FIRMWARE_OUTDATED: true,
};

export const EVENT_TYPES = Object.keys(ALL) as Type[];
