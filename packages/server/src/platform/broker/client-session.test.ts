import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { generate, parser, type IConnectPacket, type Packet } from 'mqtt-packet';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { startEmbeddedBroker, type EmbeddedBroker } from './embedded-broker.ts';

const CONNECT = {
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  keepalive: 60,
  clientId: 'any',
  username: 'me',
  password: Buffer.from('secret'),
} satisfies IConnectPacket;

let broker: EmbeddedBroker;
let socket: Socket;
/** What arrived, piece by piece as it came from the socket. */
let pieces: Packet[][];
let subscribed: string[];

beforeAll(async () => {
  broker = await startEmbeddedBroker(
    { host: '127.0.0.1', port: 0, userOf: (topic) => /^gw\/(\w+)\//.exec(topic)?.[1], payloadMax: 1_000 },
    {
      authenticate: () => Promise.resolve(true),
      connected: () => undefined,
      disconnected: () => undefined,
      received: async (_user, topic) => {
        if (topic.includes('/up/')) await broker.publish(topic.replace('/up/', '/down/'), { seq: 1 });
      },
      subscribed: (_user, topic) => subscribed.push(topic),
      foreign: () => undefined,
    },
    createLog('silent'),
  );
});

afterAll(() => broker.close());

beforeEach(async () => {
  pieces = [];
  subscribed = [];
  socket = connect({ port: broker.port, host: '127.0.0.1', noDelay: true });
  socket.on('data', (chunk: Buffer) => {
    const piece: Packet[] = [];
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => piece.push(packet));
    packets.parse(chunk);
    pieces.push(piece);
  });
  await ask(CONNECT, 'connack');
  return () => socket.destroy();
});

async function ask(packet: Packet, answer: Packet['cmd']): Promise<void> {
  socket.write(generate(packet));
  while (!pieces.flat().some(({ cmd }) => cmd === answer)) await once(socket, 'data');
  pieces = [];
}

async function subscribe(topic: string, qos: 0 | 1): Promise<void> {
  await ask({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] }, 'suback');
}

function report(topic: string): Packet {
  return { cmd: 'publish', topic, payload: '{}', qos: 1, messageId: 7, dup: false, retain: false };
}

/** Topics and QoS of what was delivered before the broker answered a ping that was sent behind it. */
async function delivered(): Promise<string[]> {
  socket.write(generate({ cmd: 'pingreq' }));
  while (!pieces.flat().some(({ cmd }) => cmd === 'pingresp')) await once(socket, 'data');
  return pieces
    .flat()
    .flatMap((packet) => (packet.cmd === 'publish' ? [`${packet.topic} ${packet.qos}`] : []));
}

test('what is said in answer to a message goes out with its PUBACK, in one piece and before it', async () => {
  await subscribe('gw/me/down/#', 1);
  socket.write(generate(report('gw/me/up/report')));
  while (!pieces.flat().some(({ cmd }) => cmd === 'puback')) await once(socket, 'data');
  expect(pieces.map((piece) => piece.map(({ cmd }) => cmd))).toEqual([['publish', 'puback']]);
  expect(pieces.flat()[0]).toMatchObject({
    topic: 'gw/me/down/report',
    qos: 1,
    payload: Buffer.from('{"seq":1}'),
  });
});

test.each<[filter: string, qos: 0 | 1, expected: string[]]>([
  ['gw/me/down/#', 1, ['gw/me/down/a/b 1', 'gw/me/down/c 1']],
  ['gw/me/down/#', 0, ['gw/me/down/a/b 0', 'gw/me/down/c 0']],
  ['gw/me/+/c', 1, ['gw/me/down/c 1']],
  ['gw/me/down/a/b', 1, ['gw/me/down/a/b 1']],
  ['gw/me/down/a/b/#', 1, ['gw/me/down/a/b 1']],
  ['gw/me/down', 1, []],
  ['gw/+/down/#', 1, []],
  ['gw/you/down/#', 1, []],
  ['#', 1, []],
])('who listens to %s at QoS %d is told so much', async (filter, qos, expected) => {
  await subscribe(filter, qos);
  await broker.publish('gw/me/down/a/b', {});
  await broker.publish('gw/me/down/c', {});
  await broker.publish('gw/you/down/c', {});
  expect(await delivered()).toEqual(expected);
  expect(subscribed).toEqual(filter.startsWith('gw/me/') ? [filter] : []);
});

test('overlapping subscriptions bring one copy at the highest QoS, and none brings nothing', async () => {
  await subscribe('gw/me/#', 0);
  await subscribe('gw/me/down/#', 1);
  await broker.publish('gw/me/down/c', {});
  expect(await delivered()).toEqual(['gw/me/down/c 1']);
  for (const filter of ['gw/me/#', 'gw/me/down/#'])
    await ask({ cmd: 'unsubscribe', messageId: 2, unsubscriptions: [filter] }, 'unsuback');
  await broker.publish('gw/me/down/c', {});
  expect(await delivered()).toEqual([]);
});

test('what is sent at QoS 0 stays so, and nobody hears what a gateway says itself', async () => {
  await subscribe('gw/me/#', 1);
  await broker.send('gw/me/ems/boiler', '1');
  expect(await delivered()).toEqual(['gw/me/ems/boiler 0']);
  pieces = [];
  socket.write(generate({ ...report('gw/me/ems/said'), qos: 0 } as Packet));
  expect(await delivered()).toEqual([]);
});
