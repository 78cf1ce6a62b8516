import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { WebhookRow } from '../tables.ts';

/** More than this is not counted: "at least" is enough to know. */
const BACKLOG_MAX = 100_000;

export interface Backlog {
  /** Events that the endpoint has still to be given. */
  readonly events: number;
  /** There are more. */
  readonly atLeast: boolean;
  readonly oldestAt: Date | null;
  /** How many of them are parked. */
  readonly parked: number;
}

/** What waits for an endpoint: the log behind its cursor, the gateways that lag, and what is parked. */
export async function readBacklog(db: Db, webhook: WebhookRow): Promise<Backlog> {
  const { company_id: companyId, webhook_id: webhookId, event_types: eventTypes } = webhook;
  const { rows } = await sql<{ events: number; parked: number; oldest: Date | null }>`
    WITH progress AS (
      SELECT cursor FROM webhook_progress WHERE company_id = ${companyId} AND webhook_id = ${webhookId}),
    parked AS (
      SELECT seq FROM webhook_parked WHERE company_id = ${companyId} AND webhook_id = ${webhookId}),
    lagging AS (
      SELECT e.seq FROM webhook_laggards l JOIN progress p ON true JOIN events e
        ON e.company_id = l.company_id AND e.gateway_id = l.gateway_id AND e.seq BETWEEN l.from_seq AND p.cursor
      WHERE l.company_id = ${companyId} AND l.webhook_id = ${webhookId} AND e.type = ANY(${eventTypes}::text[])
      LIMIT ${BACKLOG_MAX + 1}),
    lagging_own AS (
      SELECT e.seq FROM webhook_laggards l JOIN progress p ON true JOIN events e
        ON e.company_id = l.company_id AND e.gateway_id IS NULL AND e.seq BETWEEN l.from_seq AND p.cursor
      WHERE l.company_id = ${companyId} AND l.webhook_id = ${webhookId} AND l.gateway_id = 0
        AND e.type = ANY(${eventTypes}::text[])),
    behind AS (
      SELECT e.seq FROM progress p JOIN events e ON e.company_id = ${companyId} AND e.seq > p.cursor
      WHERE e.type = ANY(${eventTypes}::text[]) ORDER BY e.seq LIMIT ${BACKLOG_MAX + 1}),
    waiting AS (
      SELECT seq FROM parked UNION SELECT seq FROM lagging UNION SELECT seq FROM lagging_own UNION SELECT seq FROM behind)
    SELECT (SELECT count(*) FROM waiting) AS events, (SELECT count(*) FROM parked) AS parked,
      (SELECT min(recorded_at) FROM events WHERE company_id = ${companyId} AND seq = (SELECT min(seq) FROM waiting)) AS oldest`.execute(
    db,
  );
  const { events = 0, parked = 0, oldest = null } = rows[0] ?? {};
  return { events: Math.min(events, BACKLOG_MAX), atLeast: events > BACKLOG_MAX, oldestAt: oldest, parked };
}
