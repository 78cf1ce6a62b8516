import type { Replay, WebhookWithSecret } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/platform/ids.ts';
import { startWebhookSandbox, type WebhookSandbox } from '../harness/webhooks.ts';

let sandbox: WebhookSandbox;
let webhook: WebhookWithSecret;
let events: { id: string; seq: number; at: Date; type: string }[];

beforeAll(async () => {
  sandbox = await startWebhookSandbox();
  for (let made = 0; made < 3; made += 1) {
    await sandbox.share();
    await sandbox.advance('PT1M');
  }
  const { rows } = await sandbox.pool.query<(typeof events)[number]>(
    'SELECT event_id AS id, seq, recorded_at AS at, type FROM events WHERE company_id = $1 ORDER BY seq',
    [sandbox.companyId],
  );
  events = rows;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.clear();
  // Nothing carries its replays out while it is paused.
  webhook = await sandbox.make({ paused: true });
});

const order = (body: object) => sandbox.ask<Replay>('POST', `/webhooks/${webhook.webhookId}/replay`, body);
const list = async () =>
  (await sandbox.ask<{ items: Replay[] }>('GET', `/webhooks/${webhook.webhookId}/replays`)).body.items;
const contracts = () => events.filter(({ type }) => type === 'CONTRACT_STATUS');
const stored = async (replayId: string) => {
  const { rows } = await sandbox.pool.query<{
    from_seq: number;
    to_seq: number;
    seqs: number[] | null;
    next_seq: number;
  }>('SELECT from_seq, to_seq, seqs, next_seq FROM webhook_replays WHERE replay_id = $1', [replayId]);
  return rows[0];
};

describe('a replay', () => {
  test('of a time range has all events of the endpoint types that were logged in it, both ends included', async () => {
    await sandbox.ask('PATCH', `/webhooks/${webhook.webhookId}`, { eventTypes: ['CONTRACT_STATUS'] });
    const [first, ...rest] = contracts().slice(-3);
    const end = rest.at(-1);
    const answer = await order({ from: first?.at.toISOString(), to: end?.at.toISOString() });
    const { replayId } = answer.body;
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/webhooks/${webhook.webhookId}/replays/${replayId}`);
    expect(answer.body).toEqual({
      replayId: expect.stringMatching(/^rpl_/),
      status: 'RUNNING',
      total: 3,
      delivered: 0,
      failed: 0,
      withheld: 0,
      createdAt: expect.any(String),
      endedAt: null,
    });
    expect(await stored(replayId)).toEqual({
      from_seq: first?.seq,
      to_seq: end?.seq,
      seqs: null,
      next_seq: first?.seq,
    });
    expect((await sandbox.ask('GET', `/webhooks/${webhook.webhookId}/replays/${replayId}`)).body).toEqual(
      answer.body,
    );
    expect(await list()).toEqual([answer.body]);
  });

  test('of a range in which nothing was logged is done at once', async () => {
    const { status, body } = await order({ from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00+01:00' });
    expect([status, body.status, body.total]).toEqual([202, 'DONE', 0]);
    expect(body.endedAt).toBe(body.createdAt);
  });

  test('of single events finds them by their ids, whatever order they are named in', async () => {
    const [a, b, c] = events.slice(-3);
    const { status, body } = await order({ ids: [c?.id, a?.id, b?.id] });
    expect([status, body.total]).toEqual([202, 3]);
    expect(await stored(body.replayId)).toEqual({
      from_seq: a?.seq,
      to_seq: c?.seq,
      seqs: [a?.seq, b?.seq, c?.seq],
      next_seq: a?.seq,
    });
  });

  test('of an endpoint that takes it is carried out: the same events with the same ids, counted', async () => {
    await sandbox.ask('PATCH', `/webhooks/${webhook.webhookId}`, { paused: false });
    const ids = contracts()
      .slice(-3)
      .map(({ id }) => id);
    const { body } = await order({ ids });
    await sandbox.settle();
    const path = `/webhooks/${webhook.webhookId}/replays/${body.replayId}`;
    const { body: done } = await sandbox.ask<Replay>('GET', path);
    expect(done).toMatchObject({ status: 'DONE', total: 3, delivered: 3, failed: 0, withheld: 0 });
    expect(done.endedAt).not.toBeNull();
    expect(sandbox.receiver.received.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test('of unknown events is refused and names them; those of others are unknown too', async () => {
    const { rows } = await sandbox.pool.query<{ id: string }>(
      'SELECT event_id AS id FROM events WHERE company_id <> $1 LIMIT 1',
      [sandbox.companyId],
    );
    const unknown = [newId('evt'), `evt_${'z'.repeat(23)}`, ...rows.map(({ id }) => id)];
    const { status, body } = await order({ ids: [events[0]?.id, ...unknown] });
    expect([status, body]).toEqual([404, expect.objectContaining({ code: 'not-found', ids: unknown })]);
    expect(await list()).toEqual([]);
  });

  test.each<[object, string]>([
    [{}, ''],
    [{ from: '2026-01-01T00:00:00Z' }, ''],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', ids: [newId('evt')] }, ''],
    [{ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }, '/to'],
    [{ from: 'yesterday', to: '2026-01-01T00:00:00Z' }, '/from'],
    [{ ids: [] }, '/ids'],
    [{ ids: ['evt_1'] }, '/ids/0'],
    [{ ids: Array.from({ length: 1_001 }, () => newId('evt')) }, '/ids'],
    [{ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', speed: 5 }, '/speed'],
  ])('is not begun with a wrong order (%#)', async (body, pointer) => {
    const answer = await order(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
    expect(answer.body.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  test('is one of three at most that run, and can be cancelled', async () => {
    const ids = [events.at(-1)?.id];
    const answers = await Promise.all([order({ ids }), order({ ids }), order({ ids }), order({ ids })]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ body }) => body)).toEqual([
      expect.objectContaining({ code: 'limit-reached', maximum: 3 }),
    ]);
    const running = await list();
    expect(running.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
    const path = `/webhooks/${webhook.webhookId}/replays/${running[0]?.replayId}`;
    const cancelled = await sandbox.ask<Replay>('DELETE', path);
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'CANCELLED']);
    expect(cancelled.body.endedAt).not.toBeNull();
    expect((await sandbox.ask('DELETE', path)).body).toEqual(cancelled.body);
    expect((await order({ ids })).status).toBe(202);
  });

  test('that has ended is kept, the newest hundred of them', async () => {
    const never = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    const first = (await order(never)).body.replayId;
    await sandbox.pool.query(
      `INSERT INTO webhook_replays (company_id, webhook_id, replay_id, from_seq, to_seq, next_seq, total, created_at, ended_at)
       SELECT company_id, webhook_id, replay_id || n, 1, 1, 2, 1, created_at, created_at
       FROM webhook_replays, generate_series(100, 198) AS n WHERE replay_id = $1`,
      [first],
    );
    await order({ ids: [events[0]?.id] });
    expect(await list()).toHaveLength(101);
    await order(never);
    const kept = await list();
    expect(kept).toHaveLength(101);
    expect(kept.some(({ replayId }) => replayId === first)).toBe(false);
  });
});
