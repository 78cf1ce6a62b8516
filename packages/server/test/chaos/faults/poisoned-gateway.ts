import { setTimeout as wait } from 'node:timers/promises';
import { topics, type UpKind } from '@hearthgate/wire';
import type { Fault } from '../fault.ts';
import { publisherOf } from '../load/publisher.ts';
import { percentile } from '../until.ts';

const PATH = '/heatSources/numberOfStarts';
const AT = '2026-01-15T10:00:00.000Z';
const ROUNDS = 2;
const PAUSE_MS = 50;

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const report = (values: string, seq: number | string = 1, boot = 'poison') =>
  `{"boot":"${boot}","seq":${seq},"at":"${AT}","values":${values}}`;

/** What breaks a decoder that trusts, and what a database cannot keep. */
const POISON: readonly (readonly [UpKind, string | Buffer])[] = [
  ['report', ''],
  ['report', '{'],
  ['report', 'null'],
  ['report', '[]'],
  ['report', Buffer.from([0xff, 0xfe, 0x00, 0xc3])],
  ['report', deep(60_000)],
  ['report', report(deep(2_000))],
  ['report', report(`{"${PATH}":${'9'.repeat(5_000)}}`)],
  ['report', report(`{"${PATH}":1e999}`, 2)],
  ['report', report('{"__proto__":{"x":1},"constructor":1}', 3)],
  ['report', report(`{"${PATH}":"NaN"}`, 4)],
  ['report', report('{"/system/type":"a\\u0000b"}', 5)],
  ['report', report('{"/system/type":"\\ud800"}', 6)],
  ['report', report(`{"${PATH}":1}`, Number.MAX_SAFE_INTEGER)],
  ['report', report(`{"${PATH}":1}`, -1)],
  ['report', report(`{"${PATH}":2}`, '"7"')],
  ['report', report(`{"${PATH}":3}`, 8, 'a\\u0000')],
  ['report', report(`{"${PATH}":3}`, 9).replace(AT, '+275760-09-13T00:00:00.001Z')],
  ['report', report(`{"${PATH}":3}`, 10).replace(AT, '0000-01-01T00:00:00Z')],
  ['report', report(`{"/system/type":"${'x'.repeat(1_000)}"}`, 11)],
  ['hello', '{"protocol":1,"gatewayType":"\\u0000","brand":"\\u0000","boot":"poison","ring":[]}'],
  [
    'hello',
    '{"protocol":1,"gatewayType":"","brand":"","boot":"x","ring":[{"boot":"x","oldestSeq":9,"lastSeq":1}]}',
  ],
  [
    'describe',
    '{"leaves":[{"id":"/system/type","type":"string","unit":"\\u0000","allowedValues":["\\u0000"]}]}',
  ],
  ['describe', `{"leaves":[${'{"id":"/a/b","type":"number"},'.repeat(1_999)}{"id":"/a/b","type":"number"}]}`],
  ['notifications', '[{"dcd":"\\u0000","ccd":2147483648}]'],
  ['notifications', '[{"dcd":"\\u0000","ccd":1,"fc":"\\ud800","orig":"\\u0000"}]'],
  ['ack', '{"cid":"\\u0000","results":[{"path":"/a/b","status":"CONFIRMED","value":1}]}'],
];

export const poisonedGateway: Fault = {
  name: 'poisoned-gateway',
  setUps: ['one', 'many'],
  promise:
    'What one gateway says, whatever it is, holds up no other one; what cannot be kept stands among the dead letters.',
  how: `One gateway publishes ${POISON.length} payloads ${ROUNDS} times: broken JSON, 60,000 brackets, numbers beyond all limits, NUL characters and lone surrogates that PostgreSQL cannot store, years beyond its calendar.`,
  backWithinS: 5,
  inflict: async ({ world, load }) => {
    const made = load.spare(0);
    const began = performance.now();
    const client = await publisherOf(made, world.brokerUrl);
    client.on('error', () => undefined);
    let sent = 0;
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [kind, payload] of POISON) {
        client.publish(topics.up(made.gatewayId, kind), payload, { qos: 1 }, () => undefined);
        sent += 1;
        await wait(PAUSE_MS);
      }
    await client.endAsync(true);
    const latencies = load.latencies(began, performance.now());
    const [row] = await world.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM dead_letters WHERE gateway_id = $1',
      [Number(made.gatewayId)],
    );
    const letters = row?.count ?? 0;
    return {
      measured: [
        `${sent} payloads, ${letters} dead letters kept`,
        `the others' reports accepted after ${percentile(latencies, 0.99).toFixed(0)} ms (p99) meanwhile`,
      ],
      complaints: letters > 0 ? [] : ['no dead letter was kept'],
    };
  },
};
