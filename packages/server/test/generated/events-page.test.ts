import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { topics } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  messageOf,
  MESSAGE_TYPES,
  SENT_TYPES,
  type MessageType,
} from '../../src/events/description/message.ts';
import { sandboxOperator } from '../harness/operators.ts';
import { startReceiver, type Receiver } from '../harness/receiver.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { markdownTable } from './markdown.ts';
import { readableJson } from './readable-json.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/events.md', import.meta.url));
const MIDDAY = '2026-01-15T10:00:00Z';
const HOUSE = '101000001';
const NEIGHBOUR = '101000002';

type Event = Record<string, unknown> & { type: MessageType; gatewayid?: string };

/** docs/events.md: every type with an event that the sandbox has really told, by doing what leads to it. */
describe('docs/events.md', () => {
  let sandbox: TestSandbox;
  let receiver: Receiver;

  beforeAll(async () => {
    [sandbox, receiver] = await Promise.all([startSandbox({}, {}, MIDDAY), startReceiver()]);
  });
  afterAll(async () => {
    await sandbox.stop();
    await receiver.close();
  });

  test('shows every type as the sandbox tells it', async () => {
    const told = await collect();
    const examples = new Map(told.toReversed().map((event) => [event.type, event]));
    expect([...examples.keys()].toSorted()).toEqual(MESSAGE_TYPES.toSorted());
    const parts = [INTRODUCTION.trim()];
    for (const type of MESSAGE_TYPES) parts.push(...chapter(type, tidy(examples.get(type) ?? {})));
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(PAGE);
  });

  const call = async (method: string, path: string, body?: object) => {
    sandbox.passTime(3_600_000);
    const answer = await sandbox.call<Record<string, string>>(method, path, body ? { body } : {});
    expect([method, path, answer.status, answer.body]).toEqual([
      method,
      path,
      expect.toSatisfy((status: number) => status < 300),
      answer.body,
    ]);
    return answer.body;
  };
  const endpoint = (name: string, body: object = {}) =>
    call('POST', '/webhooks', { name, url: receiver.url, eventTypes: ['API_KEY_REMOVED'], ...body });
  const logged = async () => {
    const { body } = await sandbox.call<{ items: Event[] }>('GET', '/events?limit=5000');
    return body.items;
  };

  async function collect(): Promise<Event[]> {
    await sandbox.unplugHouses(HOUSE);
    await call('PATCH', `/hvacs/${HOUSE}/heatingCircuits/1`, {
      operationMode: 'MANUAL',
      manualRoomSetpoint: 21.5,
    });
    await fault();
    await oldFirmware();
    const { webhookId = '' } = await endpoint('main', { heartbeatMinutes: 5 });
    await call('POST', `/webhooks/${webhookId}/test`);
    await keys();
    await call('POST', '/sandbox/consents', { version: '2026-02', requiredForRemoteControl: true });
    await sandbox.advance('PT15H');
    await gone();
    const seen = await logged();
    await call('POST', `/sandbox/contracts/${NEIGHBOUR}/end`, {});
    await sandbox.settle();
    const after = await logged();
    await gap();
    const sent = receiver.received.map(({ body }) => body as Event);
    return [
      ...seen,
      ...after,
      ...sent.filter(({ type }) => ['GAP', 'WEBHOOK_TEST', 'HEARTBEAT'].includes(type)),
    ];
  }

  /** A device that reports a fault, and is not heard of again. */
  async function fault(): Promise<void> {
    const { gatewayId = '', mqttPassword = '' } = await call('POST', '/sandbox/gateways', {
      profile: 'none',
    });
    const client = await mqtt.connectAsync(sandbox.world.mqttUrl, {
      username: gatewayId,
      password: mqttPassword,
      clientId: gatewayId,
    });
    const send = (kind: 'hello' | 'notifications', body: object) =>
      client.publishAsync(topics.up(gatewayId, kind), JSON.stringify(body), { qos: 1 });
    await send('hello', { protocol: 1, gatewayType: 'ICOM', brand: 'BOSCH', boot: 'one', ring: [] });
    await send('notifications', [{ dcd: 'A32', ccd: 3122 }]);
    await sandbox.advance('PT5M');
    await client.endAsync();
  }

  async function oldFirmware(): Promise<void> {
    const { call: operate } = await sandboxOperator(sandbox);
    const policy = { gatewayType: 'K40', brand: 'BOSCH', minimum: null, recommended: '16.00', below: 'WARN' };
    const { status, body } = await operate('PUT', '/operator/firmware-policies', {
      body: { items: [policy] },
    });
    expect([status, body]).toEqual([200, body]);
    await sandbox.settle();
  }

  /** One is made and removed, one of half a year's life comes to its last month. */
  async function keys(): Promise<void> {
    const { keyId: removed = '' } = await call('POST', '/api-keys');
    await call('DELETE', `/api-keys/${removed}`);
    const { keyId = '' } = await call('POST', '/api-keys');
    await sandbox.pool.query("UPDATE api_keys SET expires_at = '2026-02-14T12:00:00Z' WHERE key_id = $1", [
      keyId,
    ]);
    await sandbox.pool.query("UPDATE timers SET due_at = '2026-01-15T12:00:00Z' WHERE id = $1", [
      `key-expiring:${keyId}:30`,
    ]);
    sandbox.app.domains.access.caches.clear();
  }

  /** An endpoint that answers 410 is paused. */
  async function gone(): Promise<void> {
    await endpoint('retired', { eventTypes: ['CONTRACT_STATUS'] });
    receiver.answer(410);
    await call('POST', '/sandbox/gateways', { profile: 'none' });
    await sandbox.advance('PT1M');
    receiver.answer(204);
  }

  /** The log drops what a paused endpoint has not got. */
  async function gap(): Promise<void> {
    const { webhookId = '' } = await endpoint('away', { eventTypes: ['API_KEY_CREATED'], paused: true });
    await call('POST', '/sandbox/gateways', { profile: 'none' });
    await sandbox.settle();
    await sandbox.pool.query('DELETE FROM events');
    await call('PATCH', `/webhooks/${webhookId}`, { paused: false });
    await call('POST', '/api-keys');
    await sandbox.advance('PT1M');
  }
});

const INTRODUCTION = `
# Events

Every type that a company is told, each with an event of a real run: this page is written by \`npm run generate\`, which makes a sandbox do what
leads to them. Ids are shortened. The same schemas make [AsyncAPI](asyncapi.json) and the section \`webhooks\` of the [API reference](openapi.json).

How events travel: [events, log and cursors](concepts/events.md), [delivery and retries](concepts/delivery.md). Around \`data\` stands a
CloudEvents 1.0 envelope; \`gatewayseq\`, \`previousseq\`, \`late\` and \`parkedBefore\` are explained [there](guides/reading-the-log.md#nothing-is-missing-and-you-can-tell).
`;

function chapter(type: MessageType, example: object): string[] {
  const { summary, payload } = messageOf(type);
  const { data } = (payload as { properties: Record<string, Schema> }).properties;
  const rows = fieldsOf(data ?? {});
  const isSent = SENT_TYPES.includes(type);
  return [
    `## ${type}`,
    `${summary}.${isSent ? '' : ' It is in the log and the stream, and is not sent.'}`,
    ...(rows.length > 0 ? [markdownTable(['data', 'type', 'means'], rows)] : ['`data` is empty.']),
    `\`\`\`json\n${readableJson(example)}\n\`\`\``,
  ];
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly anyOf?: readonly Schema[];
  readonly const?: string | number | boolean;
  readonly items?: Schema;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly description?: string;
}

/** A row for each field, those inside behind a dot. */
function fieldsOf({ properties = {}, required = [] }: Schema, before = ''): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const { type, description = '', items } = schema;
    const path = `${before}${name}${type === 'array' ? '[]' : ''}`;
    const inner = type === 'array' ? (items ?? {}) : schema;
    const optional = required.includes(name) ? '' : ', optional';
    const isObject = inner.properties !== undefined;
    const row = [`\`${path}\``, `${isObject ? type : wordsOf(schema)}${optional}`, description];
    return [row, ...(isObject ? fieldsOf(inner, `${path}.`) : [])];
  });
}

function wordsOf({ type, enum: words, anyOf, const: only, items }: Schema): string {
  if (only !== undefined) return `\`${String(only)}\``;
  if (words) return words.map((word) => `\`${String(word)}\``).join(', ');
  if (anyOf) return [...new Set(anyOf.map(wordsOf))].join(', ');
  if (type === 'array') return `array of ${wordsOf(items ?? {})}`;
  return type ?? 'any';
}

/** What is another at each run: ids, ports, numbers of new gateways. */
function tidy(event: object): object {
  const text = JSON.stringify(event)
    .replaceAll(/\b(evt|cmp|cmd|key|whk|ntf)_\w+/g, '$1_00V8Lo3qS3kQm1VbT0yWd9e')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:8080')
    .replaceAll(/"cursor":"[^"]+"/g, '"cursor":"ZTEuMTIw"')
    .replaceAll(/\b(?!1010000)[1-9]\d{8}\b/g, '834561419');
  return JSON.parse(text) as object;
}
