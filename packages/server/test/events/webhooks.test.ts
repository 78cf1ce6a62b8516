import { createPublicKey, verify } from 'node:crypto';
import { REFERENCE_EVENT_TYPES, type Webhook, type WebhookTestResult } from '@hearthgate/wire';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pauseWebhook } from '../../src/events/delivery/pause-webhook.ts';
import { webhookCacheKey as cacheKey } from '../../src/events/delivery/sender.ts';
import { askAndLeave, openStream, type EventSource } from '../harness/event-source.ts';
import type { Received } from '../harness/receiver.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

let sandbox: WebhookSandbox;

beforeAll(async () => {
  sandbox = await startWebhookSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.clear());

const read = async (webhookId: string) => (await sandbox.ask<Webhook>('GET', `/webhooks/${webhookId}`)).body;
const patch = (webhookId: string, body: object) =>
  sandbox.ask<Webhook>('PATCH', `/webhooks/${webhookId}`, body);
const tryOut = async (webhookId: string) =>
  (await sandbox.ask<WebhookTestResult>('POST', `/webhooks/${webhookId}/test`)).body;
const last = (): Received => {
  const message = sandbox.receiver.received.at(-1);
  if (!message) throw new Error('nothing was received');
  return message;
};
const isSignedWith = (secret: string, { text, headers }: Received) => {
  try {
    new Verifier(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
};
/** With node:crypto alone: the library of Standard Webhooks knows HMAC only. */
const isSignedBy = (publicKey: string, { text, headers }: Received) => {
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(publicKey.slice('whpk_'.length), 'base64'),
  ]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`);
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .filter((entry) => entry.startsWith('v1a,'))
    .some((entry) => verify(null, content, key, Buffer.from(entry.slice('v1a,'.length), 'base64')));
};

describe('an endpoint', () => {
  test('is watched by five of an account, and who left before the answer does not count', async () => {
    const { webhookId } = await sandbox.make();
    const path = `/webhooks/${webhookId}/stream`;
    const headers = { 'x-api-key': sandbox.world.keys.ok };
    sandbox.passTime(60_000);
    await askAndLeave(sandbox, 'webhooks', sandbox.app.url + path, headers);
    const five: EventSource[] = [];
    while (five.length < 5) {
      sandbox.passTime(60_000);
      five.push(await openStream(sandbox, path));
    }
    expect(five.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await sandbox.ask('GET', path)).body).toMatchObject({ code: 'limit-reached', maximum: 5 });
    await five[0]?.until(({ event }) => event === undefined);
    await Promise.all(five.map((stream) => stream.close()));
  });

  test('needs nothing but its URL, and shows its secret once', async () => {
    const { url } = sandbox.receiver;
    const answer = await sandbox.ask<Webhook & { secret: string }>('POST', '/webhooks', { url });
    const { secret, ...made } = answer.body;
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/webhooks/${made.webhookId}`]);
    expect(secret).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
    expect(made).toEqual({
      webhookId: expect.stringMatching(/^whk_/),
      managedBy: 'COMPANY',
      name: made.webhookId,
      url,
      eventTypes: REFERENCE_EVENT_TYPES,
      batch: 1,
      delivery: 'AT_LEAST_ONCE',
      maxAgeHours: null,
      headerNames: [],
      signature: 'HMAC_SHA256',
      previousSecretUntil: null,
      heartbeatMinutes: null,
      version: '1',
      paused: false,
      pausedReason: null,
      pausedAt: null,
      createdAt: expect.any(String),
      state: {
        status: 'DELIVERING',
        lastSuccessAt: null,
        failures: 0,
        failingSince: null,
        nextAttemptAt: null,
        backlog: { events: 0, atLeast: false, oldestAt: null },
        parked: 0,
        catchUp: null,
      },
    });
    expect(await read(made.webhookId)).toEqual(made);
    const list = await sandbox.ask<{ items: Webhook[] }>('GET', '/webhooks');
    expect(list.body.items.map(({ name, managedBy }) => [name, managedBy])).toEqual([
      ['inbox', 'OPERATOR'],
      [made.webhookId, 'COMPANY'],
    ]);
    expect(list.body).toMatchObject({ nextCursor: null });
    expect(JSON.stringify(list.body)).not.toContain(secret);
  });

  test('gets what is logged from then on, signed', async () => {
    await sandbox.share();
    const { secret = '' } = await sandbox.make();
    const gatewayId = await sandbox.share();
    expect(sandbox.receiver.received.map(({ type, body }) => [type, body['gatewayid']])).toEqual([
      ['CONTRACT_STATUS', gatewayId],
    ]);
    expect(isSignedWith(secret, last())).toBe(true);
  });

  test('is made once for an idempotency key, and the repeat does not show the secret', async () => {
    const headers = { 'idempotency-key': 'make-one' };
    const make = () => sandbox.ask('POST', '/webhooks', { url: sandbox.receiver.url }, { headers });
    const first = await make();
    const second = await make();
    expect([second.status, second.body.code]).toEqual([409, 'secret-already-shown']);
    expect(second.body).toMatchObject({ id: first.body['webhookId'] });
    const { rows } = await sandbox.pool.query<{ row: string }>(
      'SELECT i::text AS row FROM idempotency_keys i',
    );
    expect(rows.some(({ row }) => row.includes(String(first.body['secret'])))).toBe(false);
  });

  const URL = 'http://127.0.0.1:9/hook';
  test.each<[string, object, string]>([
    ['no URL', {}, ''],
    ['a URL that is none', { url: 'x' }, '/url'],
    ['a public URL without https', { url: 'http://hooks.example.com/' }, '/url'],
    ['another port', { url: 'https://hooks.example.com:444/' }, '/url'],
    ['a private address', { url: 'https://10.0.0.1/' }, '/url'],
    ['a host that is not on the list', { url: 'https://hooks.example.com/' }, '/url'],
    ['a name that is taken', { url: URL, name: 'inbox' }, '/name'],
    ['a name with a blank', { url: URL, name: 'a b' }, '/name'],
    ['no event types', { url: URL, eventTypes: [] }, '/eventTypes'],
    ['an unknown event type', { url: URL, eventTypes: ['WITHHELD'] }, '/eventTypes/0'],
    ['an empty batch', { url: URL, batch: 0 }, '/batch'],
    ['a large batch', { url: URL, batch: 101 }, '/batch'],
    ['a batch as text', { url: URL, batch: '5' }, '/batch'],
    ['another delivery', { url: URL, delivery: 'TWICE' }, '/delivery'],
    ['a quick heartbeat', { url: URL, heartbeatMinutes: 4 }, '/heartbeatMinutes'],
    ['a slow heartbeat', { url: URL, heartbeatMinutes: 1441 }, '/heartbeatMinutes'],
    ['no age', { url: URL, maxAgeHours: 0 }, '/maxAgeHours'],
    ['another version', { url: URL, version: '2' }, '/version'],
    ['another signature', { url: URL, signature: 'RSA' }, '/signature'],
    ['a header of the connection', { url: URL, headers: { Host: 'x' } }, '/headers/Host'],
    ['a header that is no text', { url: URL, headers: { a: 1 } }, '/headers/a'],
    ['an unknown field', { url: URL, secret: 'whsec_mine' }, '/secret'],
  ])('is not made with %s', async (_what, body, pointer) => {
    const answer = await sandbox.ask('POST', '/webhooks', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('says how the host gets onto the list', async () => {
    const { body } = await sandbox.ask('POST', '/webhooks', { url: 'https://hooks.example.com/' });
    expect(body.errors).toEqual([
      {
        pointer: '/url',
        message:
          "hooks.example.com is not one of the company's webhookHosts: ask the operator to add it to the list",
      },
    ]);
  });

  test('is one of twenty at most, also when many are made at once', async () => {
    for (let made = 0; made < 17; made += 1) await sandbox.make();
    const make = () => sandbox.ask('POST', '/webhooks', { url: sandbox.receiver.url });
    const answers = await Promise.all([make(), make(), make(), make()]);
    const refused = answers.filter(({ status }) => status !== 201);
    // The sandbox's inbox is the first one.
    expect(refused).toHaveLength(2);
    for (const { status, body } of refused)
      expect([status, body.code, body]).toEqual([
        409,
        'limit-reached',
        expect.objectContaining({ maximum: 20 }),
      ]);
  });

  test('is removed with what waits for it, for good', async () => {
    const { webhookId } = await sandbox.make({ paused: true });
    await sandbox.share();
    expect((await read(webhookId)).state.backlog.events).toBe(1);
    const { status } = await sandbox.ask('DELETE', `/webhooks/${webhookId}`);
    expect(status).toBe(204);
    for (const method of ['GET', 'DELETE'])
      expect((await sandbox.ask(method, `/webhooks/${webhookId}`)).body.code).toBe('not-found');
    const { events } = sandbox.app.domains;
    const key = { company_id: sandbox.companyId, webhook_id: webhookId };
    expect(await events.webhooks.get(cacheKey(key))).toBeUndefined();
    await sandbox.share();
    expect(sandbox.receiver.received).toEqual([]);
  });
});

describe('a change', () => {
  test('leaves what it does not name, and is what delivery reads next', async () => {
    const made = await sandbox.make({ name: 'main', headers: { 'X-Tenant': '7' }, batch: 5 });
    const { events } = sandbox.app.domains;
    const key = cacheKey({ company_id: sandbox.companyId, webhook_id: made.webhookId });
    expect(await events.webhooks.get(key)).toMatchObject({ batch: 5, name: 'main' });
    const change = {
      eventTypes: ['CONTRACT_STATUS', 'WEBHOOK_PAUSED'],
      batch: 100,
      delivery: 'ONCE',
      maxAgeHours: 48,
      heartbeatMinutes: 60,
    };
    const answer = await patch(made.webhookId, change);
    const { secret: _shown, ...before } = made;
    expect([answer.status, answer.body]).toEqual([200, { ...before, ...change }]);
    expect(answer.body.headerNames).toEqual(['x-tenant']);
    expect(await events.webhooks.get(key)).toMatchObject({ batch: 100, delivery: 'ONCE', name: 'main' });
    const back = await patch(made.webhookId, { maxAgeHours: null, heartbeatMinutes: null, headers: {} });
    expect(back.body).toMatchObject({
      maxAgeHours: null,
      heartbeatMinutes: null,
      headerNames: [],
      batch: 100,
    });
  });

  test.each<[object, string]>([
    [{}, ''],
    [{ url: 'https://hooks.example.com/' }, '/url'],
    [{ name: 'inbox' }, '/name'],
    [{ headers: { 'webhook-id': 'x' } }, '/headers/webhook-id'],
    [{ signature: 'ED25519' }, '/signature'],
  ])('%j is refused', async (body, pointer) => {
    const { webhookId } = await sandbox.make();
    const answer = await patch(webhookId, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('may name the endpoint as it is named', async () => {
    const { webhookId } = await sandbox.make({ name: 'main' });
    expect((await patch(webhookId, { name: 'main' })).status).toBe(200);
  });

  test('of the URL makes it try again at once what failed', async () => {
    sandbox.receiver.answer(500);
    const { webhookId } = await sandbox.make({ url: `${sandbox.receiver.url}/old` });
    // One event that fails may be at fault itself; several in a row are the endpoint's failure.
    for (let made = 0; made < 3; made += 1) await sandbox.share();
    const { state } = await read(webhookId);
    expect(state).toMatchObject({ status: 'WAITING', backlog: { events: 3 } });
    expect([state.failures, state.failingSince, state.nextAttemptAt]).toEqual([
      expect.any(Number),
      expect.any(String),
      expect.any(String),
    ]);
    expect(state.failures).toBeGreaterThan(0);
    expect(state.catchUp?.startsAt).toBe(state.nextAttemptAt);
    sandbox.receiver.answer(204);
    await patch(webhookId, { url: sandbox.receiver.url });
    await sandbox.settle();
    expect(sandbox.receiver.received).toHaveLength(3);
    expect((await read(webhookId)).state).toMatchObject({
      status: 'DELIVERING',
      failures: 0,
      failingSince: null,
      backlog: { events: 0, oldestAt: null },
      catchUp: null,
    });
  });
});

describe('a pause', () => {
  test('keeps what waits and says how long it will take; then everything goes out', async () => {
    const { webhookId } = await sandbox.make();
    const paused = await patch(webhookId, { paused: true });
    expect(paused.body).toMatchObject({
      paused: true,
      pausedReason: 'COMPANY',
      pausedAt: expect.any(String),
    });
    const gateways = [await sandbox.share(), await sandbox.share()];
    expect(sandbox.receiver.received).toEqual([]);
    const { state } = await read(webhookId);
    expect(state).toMatchObject({
      status: 'PAUSED',
      backlog: { events: 2, atLeast: false, oldestAt: expect.any(String) },
      catchUp: { seconds: 1, measured: false, startsAt: null },
    });
    const again = await patch(webhookId, { paused: true });
    expect(again.body.pausedAt).toBe(paused.body.pausedAt);
    const resumed = await patch(webhookId, { paused: false });
    expect(resumed.body).toMatchObject({ paused: false, pausedReason: null, pausedAt: null });
    await sandbox.settle();
    const received = sandbox.receiver.received.map(({ body }) => String(body['gatewayid']));
    expect(received.toSorted()).toEqual(gateways.toSorted());
  });

  test('counts events that lag or are parked beside those behind the cursor, each once', async () => {
    const { webhookId } = await sandbox.make({ paused: true, eventTypes: ['CONTRACT_STATUS'] });
    const gateways = [await sandbox.share(), await sandbox.share(), await sandbox.share()];
    // As if everything but the last one were settled, with one gateway that lags and one event parked.
    const where = [sandbox.companyId, webhookId] as const;
    await sandbox.pool.query(
      `UPDATE webhook_progress SET cursor = (SELECT max(seq) - 1 FROM events WHERE company_id = $1), rate = 2
       WHERE company_id = $1 AND webhook_id = $2`,
      [...where],
    );
    const rest = "'2026-01-01', '2026-01-01'";
    await sandbox.pool.query(
      `INSERT INTO webhook_laggards SELECT company_id, $2, gateway_id, seq, 1, ${rest} FROM events WHERE company_id = $1 AND gateway_id = $3`,
      [...where, Number(gateways[0])],
    );
    await sandbox.pool.query(
      `INSERT INTO webhook_parked SELECT company_id, $2, seq, gateway_id, gatewayseq, 5, ${rest} FROM events WHERE company_id = $1 AND gateway_id = $3`,
      [...where, Number(gateways[0])],
    );
    const { rows } = await sandbox.pool.query<{ at: Date }>(
      'SELECT recorded_at AS at FROM events WHERE company_id = $1 AND gateway_id = $2',
      [sandbox.companyId, Number(gateways[0])],
    );
    expect((await read(webhookId)).state).toMatchObject({
      backlog: { events: 2, atLeast: false, oldestAt: rows[0]?.at.toISOString() },
      parked: 1,
      catchUp: { seconds: 2, ratePerSecond: 2, measured: true },
    });
  });

  test('by delivery itself is told once to the other endpoints', async () => {
    const gone = await sandbox.make({ name: 'gone' });
    await sandbox.make({ name: 'other', eventTypes: ['WEBHOOK_PAUSED'] });
    const { events } = sandbox.app.domains;
    const key = { company_id: sandbox.companyId, webhook_id: gone.webhookId };
    expect((await events.webhooks.get(cacheKey(key)))?.paused).toBe(false);
    for (let time = 0; time < 2; time += 1) await pauseWebhook(events, key, 'GONE');
    await sandbox.settle();
    expect((await events.webhooks.get(cacheKey(key)))?.paused).toBe(true);
    const webhook = await read(gone.webhookId);
    expect(webhook).toMatchObject({ paused: true, pausedReason: 'GONE' });
    expect(sandbox.receiver.received.map(({ type, body }) => [type, body['source'], body['data']])).toEqual([
      [
        'WEBHOOK_PAUSED',
        `/companies/${sandbox.companyId}`,
        { webhookId: gone.webhookId, name: 'gone', reason: 'GONE', since: webhook.pausedAt },
      ],
    ]);
    expect((await patch(gone.webhookId, { paused: false })).body.pausedReason).toBeNull();
  });
});

describe('static headers', () => {
  test('are sent, and kept so that nobody reads them', async () => {
    const { webhookId } = await sandbox.make({ headers: { Authorization: 'Bearer canary-4711' } });
    expect(await tryOut(webhookId)).toMatchObject({ outcome: 'DELIVERED' });
    expect(last().headers['authorization']).toBe('Bearer canary-4711');
    const webhook = await read(webhookId);
    expect(webhook.headerNames).toEqual(['authorization']);
    expect(JSON.stringify(webhook)).not.toContain('canary');
    const { rows } = await sandbox.pool.query<{ headers: Buffer }>(
      'SELECT headers FROM webhooks WHERE webhook_id = $1',
      [webhookId],
    );
    expect(rows[0]?.headers.length).toBeGreaterThan(20);
    expect(rows[0]?.headers.toString('latin1')).not.toContain('canary');
  });
});

describe('a test', () => {
  test('goes out at once, also while paused, and tells how it was answered', async () => {
    const { webhookId, secret = '' } = await sandbox.make({ name: 'main', paused: true });
    const result = await tryOut(webhookId);
    expect(result).toMatchObject({ outcome: 'DELIVERED', httpStatus: 204, error: null });
    expect(result.latencyMs).toBeGreaterThanOrEqual(0);
    expect(last().type).toBe('WEBHOOK_TEST');
    expect(last().body['data']).toEqual({ webhookId, name: 'main' });
    expect(isSignedWith(secret, last())).toBe(true);
    const attempts = await sandbox.ask<{ items: object[] }>('GET', `/webhooks/${webhookId}/attempts`);
    expect(attempts.body.items).toEqual([
      expect.objectContaining({ kind: 'TEST', messageId: last().id, outcome: 'DELIVERED', httpStatus: 204 }),
    ]);
  });

  test('that fails is an answer, not an error', async () => {
    const { webhookId } = await sandbox.make();
    sandbox.receiver.answer(503);
    expect(await tryOut(webhookId)).toMatchObject({ outcome: 'FAILED', httpStatus: 503, error: null });
    sandbox.receiver.answer(0);
    const cut = await tryOut(webhookId);
    expect(cut).toMatchObject({ outcome: 'FAILED', httpStatus: null });
    expect(cut.error).not.toBeNull();
  });
});

describe('a rotation', () => {
  test('signs with the old and the new secret for a day', async () => {
    const { webhookId, secret: first = '' } = await sandbox.make();
    const rotate = () =>
      sandbox.ask<Webhook & { secret: string }>('POST', `/webhooks/${webhookId}/rotate-secret`);
    const { status, body } = await rotate();
    expect([status, body.secret === first]).toEqual([200, false]);
    const { access } = sandbox.app.domains;
    const hoursLeft = (Date.parse(body.previousSecretUntil ?? '') - access.clock.now()) / 3_600_000;
    expect(hoursLeft).toBeGreaterThan(23.9);
    expect(hoursLeft).toBeLessThanOrEqual(24);
    await tryOut(webhookId);
    expect([first, body.secret].map((secret) => isSignedWith(secret, last()))).toEqual([true, true]);
    const third = (await rotate()).body.secret;
    await tryOut(webhookId);
    expect([first, body.secret, third].map((secret) => isSignedWith(secret, last()))).toEqual([
      false,
      true,
      true,
    ]);
    await sandbox.advance('PT25H');
    expect((await read(webhookId)).previousSecretUntil).toBeNull();
    await tryOut(webhookId);
    expect([body.secret, third].map((secret) => isSignedWith(secret, last()))).toEqual([false, true]);
  });

  test('is made once for an idempotency key', async () => {
    const { webhookId } = await sandbox.make();
    const headers = { 'idempotency-key': 'rotate-once' };
    const path = `/webhooks/${webhookId}/rotate-secret`;
    expect((await sandbox.ask('POST', path, undefined, { headers })).status).toBe(200);
    const repeat = await sandbox.ask('POST', path, undefined, { headers });
    expect(repeat.body).toMatchObject({ code: 'secret-already-shown', id: webhookId });
  });

  test('of a key pair lists both public keys; the private one is shown to nobody', async () => {
    const made = await sandbox.make({ signature: 'ED25519' });
    expect(made.secret).toBeUndefined();
    const [first] = made.publicKeys ?? [];
    expect(made.publicKeys).toEqual([
      { publicKey: expect.stringMatching(/^whpk_[0-9A-Za-z+/]{43}=$/), validUntil: null },
    ]);
    await tryOut(made.webhookId);
    expect(isSignedBy(first?.publicKey ?? '', last())).toBe(true);
    const path = `/webhooks/${made.webhookId}/rotate-secret`;
    const rotated = (await sandbox.ask<Webhook>('POST', path)).body;
    expect(rotated.publicKeys).toEqual([
      { publicKey: expect.not.stringContaining(first?.publicKey ?? ''), validUntil: null },
      { publicKey: first?.publicKey, validUntil: rotated.previousSecretUntil },
    ]);
    await tryOut(made.webhookId);
    for (const { publicKey } of rotated.publicKeys ?? []) expect(isSignedBy(publicKey, last())).toBe(true);
    expect(isSignedBy(`whpk_${Buffer.alloc(32, 7).toString('base64')}`, last())).toBe(false);
    expect(JSON.stringify([made, rotated, await read(made.webhookId)])).not.toContain('whsk_');
    expect(await read(made.webhookId)).toMatchObject({ publicKeys: rotated.publicKeys });
  });
});
