import {
  EVENT_DATA,
  EVENT_TYPES,
  EventEnvelope,
  NOTICE_DATA,
  type EventType,
  type NoticeType,
} from '@hearthgate/wire';
import { exampleOf } from './examples.ts';

export type MessageType = EventType | NoticeType;

/** What endpoints get: events, and what concerns one endpoint alone. */
export const SENT_TYPES: readonly MessageType[] = [...EVENT_TYPES, 'GAP', 'WEBHOOK_TEST', 'HEARTBEAT'];
/** What stands in the log. */
export const LOGGED_TYPES: readonly MessageType[] = [...EVENT_TYPES, 'WITHHELD'];
export const MESSAGE_TYPES: readonly MessageType[] = [...SENT_TYPES, 'WITHHELD'];

const SUMMARIES: Readonly<Record<MessageType, string>> = {
  CONNECTIVITY_STATUS: 'A gateway came or went, and stayed so for a minute',
  APPLIANCE_STATUS: 'A fault or hint of an appliance began or ended',
  CONTRACT_STATUS: 'The contract between an owner and the company changed',
  DATA_POINT: 'A report of a gateway: values that changed',
  DAILY_AGGREGATE: 'What a counter counted on one local day',
  COMMAND_STATUS: 'A change asked for by the company ended',
  CONSENT_OUTDATED: 'Remote control needs a newer consent of the owner',
  API_KEY_CREATED: 'A key was made',
  API_KEY_REMOVED: 'A key was removed',
  API_KEY_EXPIRING: 'A key ends in 30, 7 or 1 days',
  WEBHOOK_PAUSED: 'The server gave an endpoint up',
  FIRMWARE_OUTDATED: 'The firmware of a gateway is older than operators recommend',
  WITHHELD: 'Stands in the log for an event that the company may not see any more',
  GAP: 'Events that the log does not keep any more, and this endpoint never got',
  WEBHOOK_TEST: 'A test that was asked for',
  HEARTBEAT: 'Nothing else was sent for a while',
};

export interface Message {
  readonly type: MessageType;
  readonly summary: string;
  /** JSON Schema of the envelope with this type and its data. */
  readonly payload: object;
  readonly example: object;
}

/** One type of event, from the schemas that the server itself uses. */
export function messageOf(type: MessageType): Message {
  const { properties, required } = EventEnvelope;
  return {
    type,
    summary: SUMMARIES[type],
    payload: {
      type: 'object',
      required,
      properties: {
        ...properties,
        type: { type: 'string', const: type },
        data: { ...EVENT_DATA, ...NOTICE_DATA }[type],
      },
    },
    example: exampleOf(type),
  };
}

/** Headers of a delivery: Standard Webhooks. */
export const DELIVERY_HEADERS = {
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': {
      type: 'string',
      description: 'The same at every attempt: `id` of the event, or of the batch.',
    },
    'webhook-timestamp': {
      type: 'string',
      pattern: '^[0-9]+$',
      description: 'Seconds since 1970, of this attempt.',
    },
    'webhook-signature': {
      type: 'string',
      description: 'Standard Webhooks: `v1,...`; several with spaces between them.',
    },
  },
} as const;

/** Media type of an event. */
export const EVENT_MEDIA_TYPE = 'application/cloudevents+json';
