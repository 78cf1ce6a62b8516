import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type InboxItem, type TestSandbox } from '../harness/sandbox.ts';

/** What happens to events when the receiver fails, and when the right to hear of a gateway ends. */
describe('webhook delivery', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.settle();
    await sandbox.call('DELETE', '/sandbox/inbox');
  });

  const behave = (status: number, times: number) =>
    sandbox.call('POST', '/sandbox/inbox/behaviour', { body: { status, times } });
  const attempts = async () => {
    const { rows } = await sandbox.pool.query<{
      outcome: string;
      event_id: string;
      attempt: number;
      http_status: number | null;
    }>('SELECT outcome, message_id AS event_id, attempt, http_status FROM webhook_attempts ORDER BY no');
    return rows;
  };
  const ids = (items: InboxItem[]) => items.map(({ body }) => body.id);

  test('a failed event is tried again with the same id, and later ones of its gateway wait for it', async () => {
    await behave(500, 2);
    await sandbox.advance('PT1H');
    const all = await sandbox.inbox();
    const refused = (await attempts())
      .filter(({ outcome }) => outcome === 'FAILED')
      .map(({ event_id: id }) => id);
    expect(refused).toHaveLength(2);
    expect(all.every(({ signatureValid }) => signatureValid)).toBe(true);
    const delivered = all.slice(2);
    expect(new Set(ids(delivered)).size).toBe(delivered.length);
    for (const items of Map.groupBy(delivered, ({ body }) => body.gatewayid).values()) {
      const seqs = items.map(({ body }) => body.gatewayseq ?? 0);
      expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
    }
    for (const id of new Set(refused)) {
      const tried = (await attempts()).filter((attempt) => attempt.event_id === id);
      expect(tried.at(-1)).toMatchObject({ outcome: 'DELIVERED', http_status: 204 });
      expect(tried.map(({ attempt }) => attempt)).toEqual(tried.map((_one, at) => at + 1));
    }
  });

  test('redirects are not followed and count as failures', async () => {
    await behave(302, 1);
    await sandbox.advance('PT15M');
    const failures = (await attempts()).filter(({ http_status: status }) => status === 302);
    expect(failures.map(({ outcome }) => outcome)).toEqual(['FAILED']);
    await sandbox.advance('PT1M');
  });

  test('events of a contract that ended while they waited are withheld; its end is told', async () => {
    await behave(500, 1_000);
    await sandbox.advance('PT15M');
    await sandbox.call('POST', '/sandbox/contracts/101000003/end', { body: {} });
    await behave(204, 1);
    await sandbox.call('DELETE', '/sandbox/inbox');
    await sandbox.advance('PT12H');
    const told = (await sandbox.inbox()).filter(({ body }) => body.gatewayid === '101000003');
    expect(told.map(({ body }) => body.type)).toEqual(['CONTRACT_STATUS']);
    expect((await attempts()).some(({ outcome }) => outcome === 'WITHHELD')).toBe(true);
  });

  test('a receiver that is dead for three days gets everything, in order', async () => {
    await behave(500, 1_000_000);
    await sandbox.advance('P3D');
    const backlog = await sandbox.pool.query<{ id: string }>(
      `SELECT event_id AS id FROM events e JOIN webhooks w USING (company_id)
       LEFT JOIN webhook_laggards l ON l.webhook_id = w.webhook_id AND l.gateway_id = e.gateway_id
       JOIN webhook_progress p ON p.webhook_id = w.webhook_id
       WHERE (e.seq > p.cursor OR e.seq >= l.from_seq) AND e.type = ANY (w.event_types) AND e.gateway_id <> 101000003 ORDER BY seq`,
    );
    expect(backlog.rows.length).toBeGreaterThan(200);
    await behave(204, 1);
    await sandbox.call('DELETE', '/sandbox/inbox');
    await sandbox.advance('PT8H');
    const received = ids(await sandbox.inbox());
    const { rows } = await sandbox.pool.query<{ behind: number; laggards: number }>(
      `SELECT (h.seq - p.cursor)::int AS behind, (SELECT count(*)::int FROM webhook_laggards) AS laggards
       FROM webhook_progress p JOIN event_heads h USING (company_id)`,
    );
    expect(rows).toEqual([{ behind: 0, laggards: 0 }]);
    // The inbox keeps the last thousand.
    expect(received.length === 1_000 || backlog.rows.every(({ id }) => received.includes(id))).toBe(true);
  });

  test('an endpoint that takes nothing over for seven days is paused, and the log keeps everything', async () => {
    await behave(500, 1_000_000);
    // A day at most to the first event that it wants, seven of failing, and the longest wait between two attempts.
    await sandbox.advance('P9D');
    const { rows } = await sandbox.pool.query<{ paused_reason: string }>(
      'SELECT paused_reason FROM webhooks',
    );
    expect(rows).toEqual([{ paused_reason: 'FAILING' }]);
    const { rowCount } = await sandbox.pool.query("SELECT 1 FROM events WHERE type = 'WEBHOOK_PAUSED'");
    expect(rowCount).toBe(1);
  });
});
