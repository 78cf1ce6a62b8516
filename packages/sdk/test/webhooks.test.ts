import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startWebhookSandbox, type WebhookSandbox } from '../../server/test/harness/webhooks.ts';
import { newWebhookSecret } from '../../wire/src/index.ts';
import { Hearthgate, type HearthgateEvent } from '../src/index.ts';
import { expressWebhook } from '../src/webhooks/express.ts';
import { fastifyWebhook } from '../src/webhooks/fastify.ts';
import { honoWebhook } from '../src/webhooks/hono.ts';
import { verifyWebhook, webhookHandler, type ReceiverOptions } from '../src/webhooks/index.ts';
import { clockOf } from './sandbox-clock.ts';

const SECRET = newWebhookSecret();
const OTHER_SECRET = newWebhookSecret();
const FAULTS = [
  ['without an id', 'header-missing', { 'webhook-id': '' }],
  ['with another id', 'signature-wrong', { 'webhook-id': 'evt_2' }],
  ['without a number as its time', 'timestamp-out-of-tolerance', { 'webhook-timestamp': 'now' }],
  ['with another time', 'signature-wrong', { 'webhook-timestamp': '1000001' }],
  ['too old', 'timestamp-out-of-tolerance', { 'webhook-timestamp': '999699' }],
  ['from the future', 'timestamp-out-of-tolerance', { 'webhook-timestamp': '1000301' }],
  ['with a signature of another kind', 'signature-wrong', { 'webhook-signature': 'v2,AAAA' }],
  ['with a signature that is no base64', 'signature-wrong', { 'webhook-signature': 'v1,***' }],
  ['with an empty signature', 'signature-wrong', { 'webhook-signature': 'v1,' }],
] as const;

/** As the library of Standard Webhooks signs. */
function signed(body: string, { secret = SECRET, id = 'evt_1', atMs = 1_000_000_000 } = {}) {
  return {
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, new Date(atMs), body),
    },
  };
}

describe('a message signed by the library of Standard Webhooks', () => {
  const message = signed('{"id":"evt_1","text":"ä"}');
  const nowMs = 1_000_000_000;

  test('is genuine, whatever the form of its headers and body', async () => {
    const expected = { id: 'evt_1', sentAt: new Date(nowMs), events: [{ id: 'evt_1', text: 'ä' }] };
    for (const request of [
      message,
      { ...message, headers: new Headers(message.headers) },
      { ...message, body: new TextEncoder().encode(message.body) },
    ])
      expect(await verifyWebhook(request, { keys: [OTHER_SECRET, SECRET], nowMs })).toEqual(expected);
  });

  test.each(FAULTS)('%s is not believed', async (_, code, headers) => {
    const request = { ...message, headers: { ...message.headers, ...headers } };
    await expect(verifyWebhook(request, { keys: SECRET, nowMs })).rejects.toMatchObject({ code });
  });

  test('is not believed with another secret or body, and is read only if it is JSON', async () => {
    const check = (request: typeof message, keys: string | string[]) =>
      verifyWebhook(request, { keys, nowMs });
    await expect(check(message, OTHER_SECRET)).rejects.toMatchObject({ code: 'signature-wrong' });
    await expect(check({ ...message, body: `${message.body} ` }, SECRET)).rejects.toThrow('signature-wrong');
    await expect(check(signed('no JSON'), SECRET)).rejects.toMatchObject({ code: 'body-unreadable' });
    for (const key of ['', 'secret', 'whsec_', 'whsec_***', 'whsk_AAAA'])
      await expect(check(message, key)).rejects.toThrow(TypeError);
  });
});

describe('what the server sends', () => {
  let sandbox: WebhookSandbox;
  let client: Hearthgate;
  let server: Server | undefined;
  let keys: string[] = [];
  const events: HearthgateEvent[] = [];
  const errors: unknown[] = [];
  let fails = false;
  const options: ReceiverOptions = {
    keys: () => keys,
    onEvent: (event) => {
      if (fails) throw new Error('not now');
      events.push(event);
    },
    onError: (error) => errors.push(error),
  };

  /** Frameworks listen one after the other; the address is that of the endpoint. */
  const listen = async (make: (server: Server) => Promise<void> | void) => {
    server?.close();
    server = createServer();
    await make(server);
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook`;
  };
  const endpoint = async (url: string, more = {}) => {
    const { webhookId, secret, publicKeys } = await client.webhooks.create({ url, ...more });
    keys = [secret ?? publicKeys?.[0]?.publicKey ?? ''];
    return webhookId;
  };

  beforeAll(async () => {
    sandbox = await startWebhookSandbox();
    client = new Hearthgate({
      baseUrl: sandbox.app.url,
      apiKey: sandbox.world.keys.ok,
      clock: clockOf(sandbox),
    });
  });
  afterAll(async () => {
    server?.close();
    await sandbox.stop();
  });
  beforeEach(async () => {
    await sandbox.clear();
    fails = false;
    events.length = 0;
    errors.length = 0;
  });

  const FRAMEWORKS: [string, () => Promise<string>][] = [
    [
      'Express',
      () =>
        listen((plain) => {
          const app = express();
          app.post('/hook', expressWebhook(options));
          app.use(express.json());
          plain.on('request', app);
        }),
    ],
    [
      'Express behind express.raw',
      () =>
        listen((plain) => {
          const app = express().use(express.raw({ type: '*/*' }));
          app.post('/hook', expressWebhook(options));
          plain.on('request', app);
        }),
    ],
    [
      'node:http',
      () =>
        listen((plain) => {
          const handle = expressWebhook(options);
          plain.on('request', (request, response) => void handle(request, response));
        }),
    ],
    [
      'Fastify',
      () =>
        listen(async (plain) => {
          const app = fastify({ serverFactory: (handler) => plain.on('request', handler) });
          await app.register(fastifyWebhook, { path: '/hook', ...options });
          await app.ready();
        }),
    ],
  ];

  test.each(FRAMEWORKS)('is taken over by %s, and comes again when it fails', async (_, start) => {
    const webhookId = await endpoint(await start());
    expect(await client.webhooks.test(webhookId)).toMatchObject({ outcome: 'DELIVERED', httpStatus: 204 });
    expect(events).toMatchObject([{ type: 'WEBHOOK_TEST', data: { webhookId } }]);
    fails = true;
    expect(await client.webhooks.test(webhookId)).toMatchObject({ outcome: 'FAILED', httpStatus: 500 });
    expect(errors).toMatchObject([{ message: 'not now' }]);
    fails = false;
    [keys] = [[OTHER_SECRET]];
    expect(await client.webhooks.test(webhookId)).toMatchObject({ outcome: 'FAILED', httpStatus: 401 });
  });

  test('says what is wrong when a body was parsed before', async () => {
    const url = await listen((plain) => {
      const app = express().use(express.json({ type: '*/*' }));
      app.post('/hook', expressWebhook(options));
      plain.on('request', app);
    });
    const webhookId = await endpoint(url);
    expect(await client.webhooks.test(webhookId)).toMatchObject({ httpStatus: 500 });
    expect(String(errors[0])).toContain('before express.json()');
  });

  test('is taken over by Hono and by plain fetch, in batches, with either kind of key and either secret', async () => {
    const hono = new Hono().post('/hook', honoWebhook(options));
    const plain = webhookHandler(options);
    for (const signature of ['HMAC_SHA256', 'ED25519'] as const) {
      const webhookId = await endpoint(sandbox.receiver.url, { signature, batch: 10, name: signature });
      const before = keys;
      const { secret, publicKeys } = await client.webhooks.rotateSecret(webhookId);
      const after = [secret ?? publicKeys?.[0]?.publicKey ?? ''];
      sandbox.receiver.received.length = 0;
      await sandbox.share();
      await sandbox.receiver.until((received) => received.length > 0);
      const { text: body, headers } = sandbox.receiver.received.at(-1) ?? { text: '', headers: {} };
      expect(body.startsWith('[')).toBe(true);
      for (const present of [before, after, [OTHER_SECRET, ...after]]) {
        keys = present;
        const request = () => new Request('http://receiver.test/hook', { method: 'POST', headers, body });
        expect((await hono.request(request())).status).toBe(204);
        expect((await plain(request())).status).toBe(204);
        expect(events.splice(0)).toMatchObject([{ type: 'CONTRACT_STATUS' }, { type: 'CONTRACT_STATUS' }]);
      }
      const forged = new Request('http://receiver.test/hook', { method: 'POST', headers, body: `${body} ` });
      expect((await plain(forged)).status).toBe(401);
      await client.webhooks.remove(webhookId);
    }
  });

  test('is handed over once where ids are remembered, and only what was done is', async () => {
    const done = new Set<string>();
    const seen = { has: (id: string) => done.has(id), add: (id: string) => void done.add(id) };
    const handle = webhookHandler({ ...options, keys: SECRET, seen });
    const { body, headers } = signed('[{"id":"evt_1"},{"id":"evt_2"}]', { atMs: Date.now() });
    const send = async () =>
      (await handle(new Request('http://receiver.test', { method: 'POST', headers, body }))).status;
    fails = true;
    expect([await send(), done.size]).toEqual([500, 0]);
    fails = false;
    expect([await send(), await send()]).toEqual([204, 204]);
    expect(events.map(({ id }) => id)).toEqual(['evt_1', 'evt_2']);
  });

  test('a body without an end is not collected', async () => {
    const handle = webhookHandler({ ...options, keys: SECRET });
    const body = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1024 * 1024)) });
    const request = new Request('http://receiver.test', {
      method: 'POST',
      body,
      duplex: 'half',
    });
    expect((await handle(request)).status).toBe(413);
  });
});
