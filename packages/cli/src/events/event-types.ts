import type { LoggedEventType } from '@hearthgate/sdk';
import { UsageError } from '../shell/errors.ts';

/** Those that stand in the log; a test compares them with the platform's. */
export const EVENT_TYPES = [
  'CONNECTIVITY_STATUS',
  'APPLIANCE_STATUS',
  'CONTRACT_STATUS',
  'DATA_POINT',
  'DAILY_AGGREGATE',
  'COMMAND_STATUS',
  'CONSENT_OUTDATED',
  'API_KEY_CREATED',
  'API_KEY_REMOVED',
  'API_KEY_EXPIRING',
  'WEBHOOK_PAUSED',
  'FIRMWARE_OUTDATED',
] as const satisfies readonly LoggedEventType[];

export const TYPES_OPTION = {
  value: 'TYPE,...',
  about: 'only these types of events; all when left out',
  words: EVENT_TYPES,
};

/** `DATA_POINT,CONTRACT_STATUS`, in any case. */
export function typesOf(text: string | undefined): LoggedEventType[] | undefined {
  return text?.split(',').map((part) => {
    const name = part.trim().toUpperCase();
    const found = EVENT_TYPES.find((type) => type === name);
    if (!found) throw new UsageError(`"${part}" is no type of event; there are ${EVENT_TYPES.join(', ')}`);
    return found;
  });
}
