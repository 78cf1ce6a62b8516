import { sql } from 'kysely';
import type { Health } from '@hearthgate/wire';
import { countWaitingMails } from '../../../platform/mail/store.ts';
import type { Platform } from '../../../platform/platform.ts';

export async function measureDatabase({ db, monotonic }: Platform): Promise<Health['database']> {
  const before = monotonic();
  await sql`SELECT 1`.execute(db);
  const latencyMs = monotonic() - before;
  const { rows } = await sql<Omit<Health['database'], 'latencyMs'>>`
    SELECT pg_database_size(current_database()) AS "sizeBytes",
      (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      current_setting('max_connections')::integer AS "connectionsMax"`.execute(db);
  const [sizes] = rows;
  if (!sizes) throw new Error('a measurement without a row');
  return { latencyMs: Math.round(latencyMs * 100) / 100, ...sizes };
}

interface Waiting {
  readonly waiting: number;
  readonly oldest: Date | null;
}

/** Facts and timers of the platform; times are those of its clock. */
export async function measureQueues({ db, clock }: Platform): Promise<Omit<Health['queues'], 'deliveries'>> {
  const now = clock.now();
  const ageOf = (oldest: Date | null) => (oldest ? Math.max(0, Math.round(now - oldest.getTime())) : null);
  const [outbox, mails, timers] = await Promise.all([
    sql<Waiting>`SELECT count(*) AS waiting, min(occurred_at) AS oldest FROM outbox`.execute(db),
    countWaitingMails(db),
    sql<Waiting & { overdue: number }>`
      SELECT count(*) AS waiting, count(*) FILTER (WHERE due_at <= ${new Date(now)}) AS overdue,
        min(due_at) FILTER (WHERE due_at <= ${new Date(now)}) AS oldest FROM timers`.execute(db),
  ]);
  const [facts] = outbox.rows;
  const [due] = timers.rows;
  return {
    outbox: { waiting: facts?.waiting ?? 0, oldestMs: ageOf(facts?.oldest ?? null) },
    mails: { waiting: mails.waiting, oldestMs: ageOf(mails.oldest) },
    timers: {
      waiting: due?.waiting ?? 0,
      overdue: due?.overdue ?? 0,
      overdueMs: ageOf(due?.oldest ?? null),
    },
  };
}
