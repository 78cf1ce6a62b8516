import type { HearthgateEvent } from '@hearthgate/sdk';
import { styled } from '../shell/screen.ts';

const TYPE_WIDTH = 'CONNECTIVITY_STATUS'.length;
/** Data points of one report that are named; the others are counted. */
const POINTS_SHOWN = 2;

/** One line of the log: when, what, whose, and the gist of it. */
export function eventLine(event: HearthgateEvent): string {
  const who = event.gatewayid ?? '-'.padEnd('101000001'.length);
  const head = `${styled('dim', event.time)}  ${styled('bold', event.type.padEnd(TYPE_WIDTH))}  ${who}`;
  return `${head}  ${gistOf(event)}`.trimEnd();
}

function gistOf(event: HearthgateEvent): string {
  switch (event.type) {
    case 'CONNECTIVITY_STATUS':
      return `${event.data.previous} -> ${event.data.status}`;
    case 'CONTRACT_STATUS':
      return `${event.data.from ?? 'new'} -> ${event.data.to} by ${event.data.actor}`;
    case 'APPLIANCE_STATUS':
      return `${event.data.state} ${event.data.class} ${event.data.text}`;
    case 'DATA_POINT': {
      const { points } = event.data;
      const shown = points
        .slice(0, POINTS_SHOWN)
        .map(({ name, value, unit = '' }) => `${name} ${value} ${unit}`.trimEnd());
      const more = points.length - shown.length;
      return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    }
    case 'DAILY_AGGREGATE':
      return `${event.data.date} ${event.data.name} ${event.data.value} ${event.data.unit ?? ''}`;
    case 'COMMAND_STATUS':
      return `${event.data.commandId} ${event.data.status}`;
    case 'API_KEY_EXPIRING':
      return `${event.data.keyId} in ${event.data.daysLeft} days`;
    case 'API_KEY_CREATED':
    case 'API_KEY_REMOVED':
      return event.data.keyId;
    case 'CONSENT_OUTDATED':
      return `${event.data.givenVersion} -> ${event.data.requiredVersion}`;
    case 'WEBHOOK_PAUSED':
      return `${event.data.name} ${event.data.reason}`;
    case 'FIRMWARE_OUTDATED':
      return `${event.data.version}, recommended ${event.data.recommended ?? event.data.minimum ?? ''}`;
    case 'WITHHELD':
    case 'GAP':
    case 'HEARTBEAT':
    case 'WEBHOOK_TEST':
      return '';
  }
}
