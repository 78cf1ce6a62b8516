import { ours } from '@hearthgate/wire';
import { DELIVERY_HEADERS, EVENT_MEDIA_TYPE, messageOf, SENT_TYPES } from './message.ts';

/** The section `webhooks` of OpenAPI 3.1: one for each type that endpoints are sent. */
export function openApiWebhooks(): Record<string, object> {
  return Object.fromEntries(
    SENT_TYPES.map((type) => {
      const { summary, payload, example } = messageOf(type);
      const post = {
        tags: ['Events'],
        summary,
        ...ours,
        parameters: Object.entries(DELIVERY_HEADERS.properties).map(([name, { description, ...schema }]) => ({
          name,
          in: 'header',
          required: true,
          description,
          schema,
        })),
        requestBody: {
          required: true,
          content: { [EVENT_MEDIA_TYPE]: { schema: payload, examples: { [type]: { value: example } } } },
        },
        responses: {
          '2XX': {
            description: 'Taken over. Anything else, and no answer within 15 seconds, is tried again.',
          },
        },
      };
      return [type, { post }];
    }),
  );
}
