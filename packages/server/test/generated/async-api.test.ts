import specs from '@asyncapi/specs';
import { EVENT_DATA, EVENT_TYPES, EventEnvelope, NOTICE_DATA } from '@hearthgate/wire';
import { Ajv } from 'ajv';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { asyncApi, openApiWebhooks } from '../../src/events/index.ts';

interface Described {
  readonly channels: Readonly<
    Record<string, { readonly messages: Readonly<Record<string, { $ref: string }>> }>
  >;
  readonly components: {
    readonly messages: Readonly<
      Record<string, { payload: TSchema; examples: { payload: { type: string; data: unknown } }[] }>
    >;
  };
}
interface Webhook {
  readonly post: {
    requestBody: { content: Record<string, { examples: Record<string, { value: unknown }> }> };
  };
}
const SCHEMAS: Readonly<Record<string, TSchema>> = { ...EVENT_DATA, ...NOTICE_DATA };

describe('the description of events', () => {
  const document = asyncApi() as Described;
  const { messages } = document.components;

  test('is a valid AsyncAPI 3 document', () => {
    const schema: object = specs.schemas['3.0.0'];
    // It brings the meta schema of JSON Schema along itself.
    const ajv = new Ajv({
      strict: false,
      logger: false,
      validateFormats: false,
      meta: false,
      validateSchema: false,
    });
    const isValid = ajv.validate(schema, document);
    expect(ajv.errors).toBeNull();
    expect(isValid).toBe(true);
    // The schema is believed only because it refuses.
    expect(ajv.validate(schema, { ...document, operations: { x: { action: 'shout' } } })).toBe(false);
  });

  test('has every type of event and notice, and every reference leads somewhere', () => {
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(SCHEMAS).toSorted());
    const named = Object.values(document.channels).flatMap((channel) => Object.values(channel.messages));
    expect(named.length).toBeGreaterThan(2 * EVENT_TYPES.length);
    for (const { $ref } of named) expect(messages).toHaveProperty([$ref.split('/').at(-1) ?? '']);
  });

  test.each(Object.keys(SCHEMAS))('the example of %s is such an event', (type) => {
    const { payload, examples } = messages[type] ?? { payload: {}, examples: [] };
    const [example] = examples;
    expect(example?.payload.type).toBe(type);
    for (const schema of [payload, EventEnvelope]) expect(Value.Errors(schema, example?.payload)).toEqual([]);
    expect(Value.Errors(SCHEMAS[type] ?? {}, example?.payload.data)).toEqual([]);
  });

  test('OpenAPI has the types that endpoints are sent as webhooks, with the same examples', () => {
    const webhooks = openApiWebhooks() as Record<string, Webhook>;
    expect(Object.keys(webhooks)).toEqual(Object.keys(document.channels['webhook']?.messages ?? {}));
    for (const [type, { post }] of Object.entries(webhooks)) {
      const example = post.requestBody.content['application/cloudevents+json']?.examples[type]?.value;
      expect(example).toEqual(messages[type]?.examples[0]?.payload);
    }
  });
});
