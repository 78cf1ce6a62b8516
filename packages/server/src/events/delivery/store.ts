import { sql, type Updateable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';
import type { WebhookKey } from '../tables.ts';
import type { EventTables, NewWebhookRow, WebhookRow } from '../tables.ts';

export type WebhookChange = Omit<
  Updateable<EventTables['webhooks']>,
  'company_id' | 'webhook_id' | 'created_at'
>;

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

export async function deleteWebhook(tx: Db, companyId: string, webhookId: string): Promise<void> {
  for (const table of TABLES_OF_WEBHOOK) {
    await tables(tx)
      .deleteFrom(table)
      .where('company_id', '=', companyId)
      .where('webhook_id', '=', webhookId)
      .execute();
  }
}

/** More than this is not counted: "at least" is enough to know. */
export const BACKLOG_MAX = 100_000;

/** Events that the endpoint has still to be given, up to `BACKLOG_MAX`. */
export async function countBacklog(
  db: Db,
  { company_id: companyId, webhook_id: webhookId, event_types: eventTypes }: WebhookRow,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT FROM webhook_progress p JOIN events e ON e.company_id = p.company_id AND e.seq > p.cursor
      WHERE p.company_id = ${companyId} AND p.webhook_id = ${webhookId} AND e.type = ANY(${eventTypes}::text[])
      UNION ALL
      SELECT FROM webhook_parked WHERE company_id = ${companyId} AND webhook_id = ${webhookId}
      UNION ALL
      SELECT FROM webhook_laggards l JOIN webhook_progress p USING (company_id, webhook_id)
        JOIN events e ON e.company_id = l.company_id AND e.gateway_id = l.gateway_id AND e.seq BETWEEN l.from_seq AND p.cursor
      WHERE l.company_id = ${companyId} AND l.webhook_id = ${webhookId} AND e.type = ANY(${eventTypes}::text[])
      LIMIT ${BACKLOG_MAX}) AS waiting`.execute(db);
  return rows[0]?.count ?? 0;
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
