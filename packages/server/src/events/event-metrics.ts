import { sql } from 'kysely';
import { samplesOf, type Metrics } from '../platform/metrics/metrics.ts';
import type { Events } from './events.ts';

/** Endpoints whose oldest waiting event is looked up: those that are furthest behind by number. */
const LOOKED_AT_MAX = 200;

interface Backlog {
  readonly state: 'up_to_date' | 'behind' | 'failing' | 'paused';
  readonly endpoints: number;
  readonly waiting: number;
  readonly oldest: Date | null;
}

/** From facts to logs, and from logs to endpoints. */
export function addEventMetrics(metrics: Metrics, { fanOut, attempts, platform }: Events): void {
  const { db, clock } = platform;
  metrics.counter(
    'fanout_facts_total',
    'Facts that were written into the logs of companies',
    () => fanOut.counts.facts,
  );
  metrics.counter(
    'fanout_failures_total',
    'Batches of facts that failed and were tried again',
    () => fanOut.counts.failures,
  );
  metrics.counter('events_total', 'Events in the logs of companies, by type', () =>
    samplesOf('type', fanOut.counts.events),
  );
  metrics.histogram('fanout_batch_seconds', 'Time of a batch of facts', () => fanOut.counts.seconds);
  metrics.gauge(
    'outbox_lag_seconds',
    'How long the fact that waits longest has been known to this node; 0 when none waits',
    () => fanOut.lagMs / 1_000,
  );
  metrics.counter('delivery_attempts_total', 'What became of messages to endpoints', () =>
    samplesOf('outcome', attempts.outcomes),
  );
  metrics.histogram(
    'delivery_attempt_seconds',
    'Time until a receiver answered, or was given up',
    () => attempts.seconds,
  );

  const backlog = metrics.polled(async () => {
    const { rows } = await sql<Backlog>`
      WITH endpoints AS (
        SELECT w.company_id, p.cursor, h.seq - p.cursor AS waiting,
          CASE WHEN w.paused THEN 'paused' WHEN p.failures > 0 THEN 'failing' WHEN h.seq > p.cursor THEN 'behind'
            ELSE 'up_to_date' END AS state
        FROM webhooks w
        JOIN webhook_progress p USING (company_id, webhook_id)
        JOIN event_heads h USING (company_id)),
      late AS (
        SELECT b.state, min(e.recorded_at) AS oldest
        FROM (SELECT * FROM endpoints WHERE waiting > 0 AND state <> 'paused'
              ORDER BY waiting DESC LIMIT ${LOOKED_AT_MAX}::int) AS b
        CROSS JOIN LATERAL (
          SELECT recorded_at FROM events WHERE company_id = b.company_id AND seq > b.cursor ORDER BY seq LIMIT 1) AS e
        GROUP BY b.state)
      SELECT state, count(*) AS endpoints, sum(waiting)::bigint AS waiting, min(oldest) AS oldest
      FROM endpoints LEFT JOIN late USING (state) GROUP BY state`.execute(db);
    const parked = await sql<{ count: number }>`SELECT count(*) AS count FROM webhook_parked`.execute(db);
    const now = clock.now();
    const of = (state: Backlog['state']) => rows.find((row) => row.state === state);
    const states = (['up_to_date', 'behind', 'failing', 'paused'] as const).map((state) => {
      const { endpoints = 0, waiting = 0, oldest = null } = of(state) ?? {};
      const ageSeconds = oldest ? Math.max(0, now - oldest.getTime()) / 1_000 : 0;
      return { labels: { state }, endpoints, waiting, ageSeconds };
    });
    return { states, parked: parked.rows[0]?.count ?? 0 };
  });
  metrics.gauge('delivery_endpoints', 'Endpoints of companies by state', async () =>
    (await backlog())?.states.map(({ labels, endpoints }) => [labels, endpoints]),
  );
  metrics.gauge(
    'delivery_waiting_events',
    'Events of all types behind the cursors of endpoints, by state',
    async () => (await backlog())?.states.map(({ labels, waiting }) => [labels, waiting]),
  );
  metrics.gauge(
    'delivery_backlog_age_seconds',
    `Age of the oldest event that waits, by state; of the ${LOOKED_AT_MAX} endpoints with most`,
    async () => (await backlog())?.states.map(({ labels, ageSeconds }) => [labels, ageSeconds]),
  );
  metrics.gauge(
    'delivery_parked_events',
    'Events that were put aside after many failures',
    async () => (await backlog())?.parked,
  );
}
