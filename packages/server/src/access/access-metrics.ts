import { sql } from 'kysely';
import type { Metrics } from '../platform/metrics/metrics.ts';
import type { Access } from './access.ts';

/** Keys and the ledger of consents. */
export function addAccessMetrics(metrics: Metrics, { db, clock, ledger }: Access): void {
  const keys = metrics.polled(async () => {
    const now = new Date(clock.now());
    const { rows } = await sql<Record<'week' | 'month' | 'later' | 'expired', number>>`
      SELECT
        count(*) FILTER (WHERE leftover <= interval '0') AS expired,
        count(*) FILTER (WHERE leftover > interval '0' AND leftover <= interval '7 days') AS week,
        count(*) FILTER (WHERE leftover > interval '7 days' AND leftover <= interval '30 days') AS month,
        count(*) FILTER (WHERE leftover > interval '30 days') AS later
      FROM (SELECT expires_at - ${now}::timestamptz AS leftover FROM api_keys WHERE removed_at IS NULL) AS keys`.execute(
      db,
    );
    return rows[0];
  });
  metrics.gauge('api_keys', 'API keys that were not removed, by when they expire', async () => {
    const counts = await keys();
    return (
      counts && [
        [{ expires: 'past' }, counts.expired],
        [{ expires: 'within_7_days' }, counts.week],
        [{ expires: 'within_30_days' }, counts.month],
        [{ expires: 'later' }, counts.later],
      ]
    );
  });
  metrics.gauge(
    'consent_anchor_lag_seconds',
    'How long the file of signed heads has been behind the consent ledger; 0 when it is not',
    () => ledger.anchors.lagMs / 1_000,
  );
}
