import type { EventType } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';
import type { EventTables, WebhookRow } from '../tables.ts';

export async function insertWebhook(
  db: Db,
  row: Omit<WebhookRow, 'paused' | 'failures' | 'first_failed_at' | 'next_attempt_at'>,
): Promise<void> {
  await tables(db)
    .insertInto('webhooks')
    .values({ ...row, first_failed_at: null, next_attempt_at: null })
    .execute();
}

/** Number of the newest event in a company's log. */
export async function lastSeq(db: Db, companyId: string): Promise<number> {
  const head = await tables(db)
    .selectFrom('event_heads')
    .select('seq')
    .where('company_id', '=', companyId)
    .executeTakeFirst();
  return head?.seq ?? 0;
}

/** An endpoint as its company wants it now; what failed before is tried again at once, a new URL starts afresh. */
export async function updateWebhook(
  tx: Db,
  { company_id: companyId, webhook_id: webhookId, url: before }: WebhookRow,
  wanted: { url: string; event_types: EventType[] },
): Promise<void> {
  await tables(tx)
    .updateTable('webhooks')
    .set({
      ...wanted,
      next_attempt_at: null,
      ...(wanted.url !== before && { failures: 0, first_failed_at: null }),
    })
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .execute();
}

/** What had failed counts as not tried yet. */
export async function forgiveFailures(tx: Db, companyId: string): Promise<void> {
  await tables(tx)
    .updateTable('webhooks')
    .set({ failures: 0, first_failed_at: null, next_attempt_at: null })
    .where('company_id', '=', companyId)
    .execute();
}

export async function deleteWebhook(tx: Db, companyId: string, webhookId: string): Promise<void> {
  for (const table of ['webhook_positions', 'webhooks'] as const) {
    await tables(tx)
      .deleteFrom(table)
      .where('company_id', '=', companyId)
      .where('webhook_id', '=', webhookId)
      .execute();
  }
}

/** Events that the endpoint has still to be given. */
export async function countBacklog(db: Db, webhook: WebhookRow): Promise<number> {
  const row = await tables(db)
    .selectFrom('events')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('company_id', '=', webhook.company_id)
    .where('seq', '>', webhook.cursor)
    .where('type', 'in', webhook.event_types)
    .executeTakeFirstOrThrow();
  return row.count;
}

export function findWebhook(db: Db, companyId: string, webhookId: string): Promise<WebhookRow | undefined> {
  return tables(db)
    .selectFrom('webhooks')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst();
}

export function webhooksOf(db: Db, companyId: string): Promise<WebhookRow[]> {
  return tables(db)
    .selectFrom('webhooks')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('name')
    .execute();
}

export async function companiesWithWebhooks(db: Db): Promise<string[]> {
  const rows = await tables(db).selectFrom('webhooks').select('company_id').distinct().execute();
  return rows.map((row) => row.company_id);
}

export type Progress = Pick<WebhookRow, 'cursor' | 'failures' | 'first_failed_at' | 'next_attempt_at'>;

export async function saveProgress(tx: Db, webhook: WebhookRow, progress: Progress): Promise<void> {
  await tables(tx)
    .updateTable('webhooks')
    .set(progress)
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .execute();
}

/** The number of the event before, for this endpoint and gateway; 0: none yet. */
export async function positionOf(db: Db, webhook: WebhookRow, gatewayId: number): Promise<number> {
  const row = await tables(db)
    .selectFrom('webhook_positions')
    .select('gatewayseq')
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
  return row?.gatewayseq ?? 0;
}

export async function setPosition(
  tx: Db,
  webhook: WebhookRow,
  gatewayId: number,
  gatewayseq: number,
): Promise<void> {
  await tables(tx)
    .insertInto('webhook_positions')
    .values({
      company_id: webhook.company_id,
      webhook_id: webhook.webhook_id,
      gateway_id: gatewayId,
      gatewayseq,
    })
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'webhook_id', 'gateway_id']).doUpdateSet({ gatewayseq }),
    )
    .execute();
}

export async function insertAttempt(tx: Db, row: EventTables['webhook_attempts']): Promise<void> {
  await tables(tx).insertInto('webhook_attempts').values(row).execute();
}
