import { once } from 'node:events';
import { connect } from 'node:net';
import { generate } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { startEmbeddedBroker } from './embedded-broker.ts';

/** Handshakes that the broker takes at a time. */
const AT_ONCE = 500;

/** A client that says CONNECT and nothing else: what the broker answered before the end of the connection. */
function handshake(port: number, username: string) {
  const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
  const packet = {
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
  } as const;
  socket.write(generate({ ...packet, clientId: 'any', username, password: Buffer.from('secret') }));
  const answered = (async () => {
    const [answer] = (await once(socket, 'data')) as [Buffer];
    await once(socket, 'close');
    return [...answer];
  })();
  return { socket, answered };
}

test('more handshakes than it takes at a time are told so and ended, and those that wait go on', async () => {
  let waiting = 0;
  const { promise: decided, resolve: decide } = Promise.withResolvers<boolean>();
  const connected: string[] = [];
  const broker = await startEmbeddedBroker(
    { host: '127.0.0.1', port: 0, userOf: (topic) => topic.split('/')[1], payloadMax: 1_000 },
    {
      authenticate: () => {
        waiting += 1;
        return decided;
      },
      connected: (user) => connected.push(user),
      disconnected: () => undefined,
      received: () => Promise.resolve(),
      subscribed: () => undefined,
      foreign: () => undefined,
    },
    createLog('silent'),
  );
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const clients = Array.from({ length: AT_ONCE }, (_, no) => handshake(broker.port, `user-${no}`));
  for (const { answered } of clients) answered.catch(() => undefined);
  await until(() => waiting === AT_ONCE);
  const late = handshake(broker.port, 'late');
  const nameless = handshake(broker.port, '');
  expect(await late.answered).toEqual([0x20, 2, 0, 3]);
  expect(await nameless.answered).toEqual([0x20, 2, 0, 4]);
  decide(true);
  await until(() => connected.length === AT_ONCE);
  for (const { socket } of clients) socket.destroy();
  await broker.close();
});

test('who was let in is connected from its first message on, however many come at once', async () => {
  const heard: boolean[] = [];
  const order: string[] = [];
  const broker = await startEmbeddedBroker(
    { host: '127.0.0.1', port: 0, userOf: (topic) => topic.split('/')[1], payloadMax: 1_000 },
    {
      authenticate: () => Promise.resolve(true),
      connected: (user) => order.push(`${user} connected`),
      disconnected: (user) => order.push(`${user} disconnected`),
      received: (user) => {
        heard.push(broker.isConnected(user));
        return Promise.resolve();
      },
      subscribed: () => undefined,
      foreign: () => undefined,
    },
    createLog('silent'),
  );
  const comeAndSay = (user: string) => {
    const { socket } = handshake(broker.port, user);
    const topic = `gw/${user}/first`;
    socket.once('data', () =>
      socket.write(generate({ cmd: 'publish', topic, payload: 'x', qos: 0, dup: false, retain: false })),
    );
    return socket;
  };
  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const sockets = Array.from({ length: AT_ONCE }, (_, no) => comeAndSay(`user-${no}`));
  await until(() => heard.length === AT_ONCE);
  expect(heard).not.toContain(false);
  // A second connection takes the place of the first.
  sockets.push(comeAndSay('user-0'));
  await until(() => heard.length === AT_ONCE + 1);
  expect([heard.at(-1), broker.isConnected('user-0')]).toEqual([true, true]);
  expect(order.filter((line) => line.startsWith('user-0 '))).toEqual([
    'user-0 connected',
    'user-0 disconnected',
    'user-0 connected',
  ]);
  for (const socket of sockets) socket.destroy();
  await until(() => order.filter((line) => line.endsWith(' disconnected')).length === AT_ONCE + 1);
  expect(broker.isConnected('user-0')).toBe(false);
  await broker.close();
});
