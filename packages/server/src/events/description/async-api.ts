import { API_VERSION } from '@hearthgate/wire';
import {
  DELIVERY_HEADERS,
  EVENT_MEDIA_TYPE,
  LOGGED_TYPES,
  MESSAGE_TYPES,
  messageOf,
  SENT_TYPES,
  type MessageType,
} from './message.ts';

/** AsyncAPI 3: what endpoints are sent, and what the stream tells. */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hearthgate events',
      version: API_VERSION,
      description:
        'What companies are told, by signed webhooks and by the stream of their event log. Each event is a CloudEvent in ' +
        'structured JSON. The calls are described by `/docs/openapi.json`.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: EVENT_MEDIA_TYPE,
    channels: {
      webhook: {
        // Each endpoint has its own.
        address: null,
        title: 'An endpoint of the company',
        description:
          'Any 2xx answer within 15 seconds takes an event over. With a batch size above 1 the body is an array.',
        messages: messages(SENT_TYPES),
      },
      stream: {
        address: '/events/stream',
        title: 'The event log as server-sent events',
        description: '`id` is a cursor, `event` the type, `data` the event.',
        messages: messages(LOGGED_TYPES),
      },
    },
    operations: {
      deliverEvent: {
        action: 'send',
        channel: { $ref: '#/channels/webhook' },
        summary: 'POST of an event to an endpoint',
        bindings: { http: { method: 'POST', bindingVersion: '0.3.0' } },
      },
      streamEvents: {
        action: 'send',
        channel: { $ref: '#/channels/stream' },
        summary: 'GET of the stream',
        bindings: { http: { method: 'GET', bindingVersion: '0.3.0' } },
      },
    },
    components: {
      messages: Object.fromEntries(
        MESSAGE_TYPES.map((type) => {
          const { summary, payload, example } = messageOf(type);
          const isSent = SENT_TYPES.includes(type);
          return [
            type,
            {
              name: type,
              title: summary,
              contentType: EVENT_MEDIA_TYPE,
              ...(isSent && { headers: DELIVERY_HEADERS }),
              payload,
              examples: [{ name: type, payload: example }],
            },
          ];
        }),
      ),
    },
  };
}

function messages(types: readonly MessageType[]): object {
  return Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }]));
}
