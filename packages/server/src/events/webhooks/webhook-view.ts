import type { Webhook } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Events } from '../events.ts';
import type { ProgressRow, WebhookRow } from '../tables.ts';
import { readBacklog, type Backlog } from './backlog.ts';
import { catchUp } from './catch-up.ts';
import { headerNamesOf, previousUntil, publicKeysOf } from './secrets.ts';
import { progressOf } from './store.ts';

/** Of the format of events; there has been no other. */
const VERSION = '1';

/** An endpoint as its company sees it, with where it stands now. */
export async function viewWebhook({ platform }: Events, db: Db, webhook: WebhookRow): Promise<Webhook> {
  const { masterKey, clock } = platform;
  const now = clock.now();
  const publicKeys = publicKeysOf(masterKey, webhook, now);
  return {
    webhookId: webhook.webhook_id,
    managedBy: webhook.managed_by,
    name: webhook.name,
    url: webhook.url,
    eventTypes: webhook.event_types,
    batch: webhook.batch,
    delivery: webhook.delivery,
    maxAgeHours: webhook.max_age_hours,
    headerNames: headerNamesOf(masterKey, webhook),
    signature: webhook.signature,
    ...(publicKeys && { publicKeys }),
    previousSecretUntil: textOf(previousUntil(webhook, now)),
    heartbeatMinutes: webhook.heartbeat_minutes,
    version: VERSION,
    paused: webhook.paused,
    pausedReason: webhook.paused_reason,
    pausedAt: textOf(webhook.paused_at),
    createdAt: webhook.created_at.toISOString(),
    state: stateOf(webhook, await progressOf(db, webhook), await readBacklog(db, webhook), now),
  };
}

function stateOf(
  { paused }: WebhookRow,
  progress: ProgressRow,
  { events, atLeast, oldestAt, parked }: Backlog,
  now: number,
): Webhook['state'] {
  const { failures, rate, next_attempt_at: nextAttemptAt } = progress;
  const isWaiting = nextAttemptAt !== null && nextAttemptAt.getTime() > now;
  return {
    status: paused ? 'PAUSED' : isWaiting ? 'WAITING' : 'DELIVERING',
    lastSuccessAt: textOf(progress.last_success_at),
    failures,
    failingSince: textOf(progress.first_failed_at),
    nextAttemptAt: textOf(nextAttemptAt),
    backlog: { events, atLeast, oldestAt: textOf(oldestAt) },
    parked,
    catchUp: catchUp({ events, rate, paused, nextAttemptAt }, now),
  };
}

function textOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
