import { sql, type Updateable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';
import type { EventTables, NewWebhookRow, ProgressRow, WebhookKey, WebhookRow } from '../tables.ts';

export type WebhookChange = Omit<
  Updateable<EventTables['webhooks']>,
  'company_id' | 'webhook_id' | 'created_at'
>;

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

/** Where an endpoint stood when that was last written. */
export async function progressOf(db: Db, webhook: WebhookKey): Promise<ProgressRow> {
  return tables(db)
    .selectFrom('webhook_progress')
    .selectAll()
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .executeTakeFirstOrThrow();
}

/** A new endpoint; it gets what is logged after `cursor`. */
export async function insertWebhook(tx: Db, row: NewWebhookRow, cursor: number): Promise<void> {
  await tables(tx).insertInto('webhooks').values(row).execute();
  const { company_id, webhook_id } = row;
  await tables(tx).insertInto('webhook_progress').values({ company_id, webhook_id, cursor }).execute();
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

/** An endpoint as it is wanted now. */
export async function updateWebhook(
  tx: Db,
  { company_id: companyId, webhook_id: webhookId }: WebhookKey,
  wanted: WebhookChange,
): Promise<void> {
  if (Object.keys(wanted).length === 0) return;
  await tables(tx)
    .updateTable('webhooks')
    .set(wanted)
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .execute();
}

/** What had failed counts as not tried yet: of all the company's endpoints, or of one. Whoever delivers begins anew. */
export async function forgiveFailures(tx: Db, companyId: string, webhookId?: string): Promise<void> {
  const afresh = new Date(0);
  await tables(tx)
    .updateTable('webhook_progress')
    .set({ failures: 0, first_failed_at: null, next_attempt_at: null, fence: sql<number>`fence + 1` })
    .where('company_id', '=', companyId)
    .$if(webhookId !== undefined, (query) => query.where('webhook_id', '=', webhookId ?? ''))
    .execute();
  for (const table of ['webhook_laggards', 'webhook_parked'] as const) {
    await tables(tx)
      .updateTable(table)
      .set({ next_attempt_at: afresh })
      .where('company_id', '=', companyId)
      .$if(webhookId !== undefined, (query) => query.where('webhook_id', '=', webhookId ?? ''))
      .execute();
  }
}

const TABLES_OF_WEBHOOK = [
  'webhook_laggards',
  'webhook_parked',
  'webhook_batches',
  'webhook_replays',
  'webhook_progress',
  'webhooks',
] as const;

export async function deleteWebhook(
  tx: Db,
  { company_id: companyId, webhook_id: webhookId }: WebhookKey,
): Promise<void> {
  for (const table of TABLES_OF_WEBHOOK) {
    await tables(tx)
      .deleteFrom(table)
      .where('company_id', '=', companyId)
      .where('webhook_id', '=', webhookId)
      .execute();
  }
}
