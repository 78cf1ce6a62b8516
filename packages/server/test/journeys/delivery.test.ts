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

  test('a failed event is tried again with the same id, and later ones wait for it', async () => {
    await behave(500, 2);
    await sandbox.advance('PT1H');
    const all = await sandbox.inbox();
    const [first] = all;
    expect(all.length).toBeGreaterThan(6);
    expect(ids(all.slice(0, 3))).toEqual([first?.body.id, first?.body.id, first?.body.id]);
    expect(all.every(({ signatureValid }) => signatureValid)).toBe(true);
    const delivered = all.slice(2);
    expect(new Set(ids(delivered)).size).toBe(delivered.length);
    for (const items of Map.groupBy(delivered, ({ body }) => body.gatewayid).values()) {
      const seqs = items.map(({ body }) => body.gatewayseq ?? 0);
      expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
    }
    const tried = (await attempts()).filter(({ event_id: id }) => id === first?.body.id);
    expect(tried.map(({ outcome, attempt, http_status: status }) => [outcome, attempt, status])).toEqual([
      ['FAILED', 1, 500],
      ['FAILED', 2, 500],
      ['DELIVERED', 3, 204],
    ]);
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
      `SELECT event_id AS id FROM events e JOIN webhook_progress w USING (company_id)
       WHERE e.seq > w.cursor AND e.gateway_id <> 101000003 ORDER BY seq`,
    );
    expect(backlog.rows.length).toBeGreaterThan(200);
    await behave(204, 1);
    await sandbox.call('DELETE', '/sandbox/inbox');
    await sandbox.advance('PT8H');
    const received = new Set(ids(await sandbox.inbox()));
    const { rows } = await sandbox.pool.query<{ behind: number }>(
      'SELECT (h.seq - w.cursor)::int AS behind FROM webhook_progress w JOIN event_heads h USING (company_id)',
    );
    expect(rows).toEqual([{ behind: 0 }]);
    // The inbox keeps the last thousand.
    expect(backlog.rows.slice(-100).every(({ id }) => received.has(id) || received.size === 1_000)).toBe(
      true,
    );
  });

  test('an event that cannot be delivered for seven days is given up by the endpoint and stays in the log', async () => {
    await behave(500, 1_000_000);
    await sandbox.advance('P8D');
    const givenUp = (await attempts()).filter(({ outcome }) => outcome === 'GAVE_UP');
    expect(givenUp.length).toBeGreaterThan(0);
    const { rowCount } = await sandbox.pool.query('SELECT 1 FROM events WHERE event_id = $1', [
      givenUp[0]?.event_id,
    ]);
    expect(rowCount).toBe(1);
  });
});
