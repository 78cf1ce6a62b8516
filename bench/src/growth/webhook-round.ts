import { caller } from '../../../packages/server/test/harness/sandbox.ts';
import type { Fleet } from '../harness/fleet.ts';
import { until, type Receiver } from '../harness/receiver.ts';

const TIMEOUT_MS = 60_000;
const POLL_MS = 10;

/** Events a second: a new endpoint begins so many DATA_POINT events before the end of the log, until all are sent and recorded. */
export async function webhookRound(fleet: Fleet, receiver: Receiver, count: number): Promise<number> {
  const { pool, companyId, key } = fleet;
  const call = caller(fleet.server.baseUrl);
  const ask = async <T>(method: string, path: string, body?: object) => {
    const answer = await call<T>(method, path, { key, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.body;
  };
  const wish = { url: `${receiver.url}/hook`, eventTypes: ['DATA_POINT'], paused: true };
  const { webhookId } = await ask<{ webhookId: string }>('POST', '/webhooks', wish);
  const { rows } = await pool.query<{ from: string; to: string }>(
    `SELECT min(seq) - 1 AS "from", max(seq) AS "to" FROM (
       SELECT seq FROM events WHERE company_id = $1 AND type LIKE '%DATA_POINT' ORDER BY seq DESC LIMIT $2) AS last`,
    [companyId, count],
  );
  const [range] = rows;
  if (!range) throw new Error('the log is empty');
  const progress = 'WHERE company_id = $1 AND webhook_id = $2';
  await pool.query(`UPDATE webhook_progress SET cursor = $3 ${progress}`, [companyId, webhookId, range.from]);
  await receiver.reset();
  const startedAt = performance.now();
  await ask('PATCH', `/webhooks/${webhookId}`, { paused: false });
  await until(receiver, count, TIMEOUT_MS);
  for (;;) {
    const { rows: at } = await pool.query<{ cursor: string }>(
      `SELECT cursor FROM webhook_progress ${progress}`,
      [companyId, webhookId],
    );
    if (Number(at[0]?.cursor) >= Number(range.to)) break;
    if (performance.now() - startedAt > TIMEOUT_MS) throw new Error('not everything was recorded');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const rate = (count * 1_000) / (performance.now() - startedAt);
  if ((await receiver.count()) !== count)
    throw new Error(`${await receiver.count()} requests for ${count} events`);
  await ask('DELETE', `/webhooks/${webhookId}`);
  return rate;
}
