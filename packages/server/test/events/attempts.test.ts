import type { Attempt, WebhookWithSecret } from '@hearthgate/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

type Page = { items: Attempt[]; nextCursor: string | null };

describe('attempts', () => {
  let sandbox: WebhookSandbox;
  let webhook: WebhookWithSecret;
  let gateways: string[];

  /** Three events of two gateways; the first one fails twice before it is taken. */
  beforeAll(async () => {
    sandbox = await startWebhookSandbox();
    webhook = await sandbox.make({ eventTypes: ['CONTRACT_STATUS'] });
    sandbox.receiver.answer(500);
    gateways = [await sandbox.share()];
    await sandbox.advance('PT10S');
    sandbox.receiver.answer(204);
    await sandbox.advance('PT1M');
    gateways.push(await sandbox.share());
  });
  afterAll(() => sandbox.stop());

  const ask = (query = '') => sandbox.ask<Page>('GET', `/webhooks/${webhook.webhookId}/attempts${query}`);
  const outcomes = async (query: string) =>
    (await ask(query)).body.items.map(({ outcome, attempt }) => [outcome, attempt]);

  test('are told newest first, with status, latency and what they were about', async () => {
    const { items, nextCursor } = (await ask()).body;
    expect(nextCursor).toBeNull();
    expect(items.map(({ outcome, httpStatus, gatewayId }) => [outcome, httpStatus, gatewayId])).toEqual([
      ['DELIVERED', 204, gateways[1]],
      ['DELIVERED', 204, gateways[0]],
      ['FAILED', 500, gateways[0]],
      ['FAILED', 500, gateways[0]],
    ]);
    expect(items[0]).toEqual({
      attemptId: expect.stringMatching(/^att_\d+$/),
      at: expect.any(String),
      kind: 'LIVE',
      messageId: sandbox.receiver.received.at(-1)?.id,
      events: 1,
      gatewayId: gateways[1],
      attempt: 1,
      outcome: 'DELIVERED',
      httpStatus: 204,
      error: null,
      latencyMs: expect.any(Number),
      answer: null,
    });
    const ids = new Set(items.slice(1).map(({ messageId }) => messageId));
    expect(ids.size).toBe(1);
  });

  test('can be chosen by outcome, kind, event and time', async () => {
    const { items } = (await ask()).body;
    const [newest, , , oldest] = items;
    expect(await outcomes('?outcome=FAILED')).toEqual([
      ['FAILED', 2],
      ['FAILED', 1],
    ]);
    expect(await outcomes('?outcome=PARKED')).toEqual([]);
    expect(await outcomes('?kind=TEST')).toEqual([]);
    expect(await outcomes(`?eventId=${oldest?.messageId}`)).toHaveLength(3);
    expect(await outcomes(`?eventId=${oldest?.messageId}&outcome=DELIVERED`)).toEqual([['DELIVERED', 3]]);
    expect(await outcomes(`?to=${oldest?.at}`)).toEqual([['FAILED', 1]]);
    expect(await outcomes(`?from=${newest?.at}`)).toEqual([['DELIVERED', 1]]);
  });

  test('of a batch are found by the events in its range', async () => {
    const { items } = (await ask()).body;
    await sandbox.pool.query(
      `INSERT INTO webhook_attempts (company_id, webhook_id, attempted_at, kind, message_id, first_seq, last_seq, events, attempt, outcome)
       SELECT company_id, webhook_id, attempted_at, 'LIVE', 'bat_1', first_seq, last_seq + 100, 2, 1, 'FAILED'
       FROM webhook_attempts WHERE webhook_id = $1 ORDER BY no LIMIT 1`,
      [webhook.webhookId],
    );
    const found = (await ask(`?eventId=${items.at(-1)?.messageId}&outcome=FAILED`)).body.items;
    expect(found.map(({ messageId }) => messageId)).toContain('bat_1');
    const batch = found.find(({ messageId }) => messageId === 'bat_1');
    expect([batch?.events, batch?.gatewayId, batch?.gatewayWithheld]).toEqual([2, undefined, undefined]);
    await sandbox.pool.query("DELETE FROM webhook_attempts WHERE message_id = 'bat_1'");
  });

  test('come in pages whose cursors belong to their filters', async () => {
    const whole = (await ask()).body.items.map(({ attemptId }) => attemptId);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const { body }: { body: Page } = await ask(`?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`);
      expect(body.items.length).toBeLessThanOrEqual(1);
      paged.push(...body.items.map(({ attemptId }) => attemptId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
    const failed = (await ask('?limit=1&outcome=FAILED')).body;
    expect(failed.nextCursor).not.toBeNull();
    expect((await ask(`?cursor=${failed.nextCursor}`)).body.code).toBe('request-invalid');
    const next = (await ask(`?limit=1&outcome=FAILED&cursor=${failed.nextCursor}`)).body;
    expect(next.items.map(({ attempt }) => attempt)).toEqual([1]);
  });

  test.each([
    '?outcome=LOST',
    '?kind=x',
    '?eventId=evt_1',
    '?from=now',
    '?limit=501',
    '?cursor=x',
    '?order=asc',
  ])('%s is refused', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });

  test('do not name a gateway any more when the right to hear of it has ended', async () => {
    await sandbox.ask('POST', `/sandbox/contracts/${gateways[0]}/end`, {});
    const { items } = (await ask()).body;
    expect(JSON.stringify(items)).not.toContain(gateways[0]);
    const [, , ...ofEnded] = items;
    for (const { gatewayWithheld } of ofEnded) expect(gatewayWithheld).toBe(true);
    expect(items.some(({ gatewayId }) => gatewayId === gateways[1])).toBe(true);
  });

  test('beyond those that one request looks at are found from its nextCursor on', async () => {
    await sandbox.pool.query(
      `INSERT INTO webhook_attempts (company_id, webhook_id, attempted_at, kind, message_id, events, attempt, outcome)
       SELECT company_id, webhook_id, max(attempted_at), 'HEARTBEAT', 'hb', 1, 1, 'DELIVERED'
       FROM webhook_attempts, generate_series(1, 50001) WHERE webhook_id = $1 GROUP BY company_id, webhook_id, generate_series`,
      [webhook.webhookId],
    );
    const first = (await ask('?outcome=FAILED')).body;
    expect(first.items).toEqual([]);
    const second = (await ask(`?outcome=FAILED&cursor=${first.nextCursor}`)).body;
    expect([second.items.length, second.nextCursor]).toEqual([2, null]);
  });
});
