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

/** Gives an endpoint another URL, if it still has one that ends like the new one's path. */
export async function moveWebhookHost(
  db: Db,
  companyId: string,
  webhookId: string,
  url: string,
): Promise<void> {
  await tables(db)
    .updateTable('webhooks')
    .set({ url })
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .where('url', 'like', `%${new URL(url).pathname}`)
    .execute();
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
  return tables(db).selectFrom('webhooks').selectAll().where('company_id', '=', companyId).execute();
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
