import { sql } from 'kysely';
import type { Health } from '@hearthgate/wire';
import type { Db } from '../platform/database/database.ts';

/** How far deliveries are behind, over all companies; counts events of all types, wanted by their endpoint or not. */
export async function deliveryHealth(db: Db): Promise<Health['queues']['deliveries']> {
  const { rows } = await sql<Health['queues']['deliveries']>`
    SELECT
      COALESCE(sum(h.seq - p.cursor) FILTER (WHERE NOT w.paused), 0)::bigint AS waiting,
      count(*) FILTER (WHERE NOT w.paused AND h.seq > p.cursor) AS "endpointsBehind",
      count(*) FILTER (WHERE NOT w.paused AND p.failures > 0) AS "endpointsFailing",
      count(*) FILTER (WHERE w.paused) AS "endpointsPaused",
      (SELECT count(*) FROM webhook_parked) AS parked
    FROM webhooks w
    JOIN webhook_progress p USING (company_id, webhook_id)
    JOIN event_heads h USING (company_id)`.execute(db);
  const [health] = rows;
  if (!health) throw new Error('a count without a row');
  return health;
}
