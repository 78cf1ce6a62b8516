import { sql, type Selectable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';
import type { AttemptKind, AttemptOutcome, EventTables, WebhookKey } from '../tables.ts';

export type AttemptRow = Readonly<Selectable<EventTables['webhook_attempts']>>;

/** What is looked for; `before` is the number after which the page begins, 0 for the newest. */
export interface AttemptFilter {
  readonly before: number;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly outcome?: AttemptOutcome | undefined;
  readonly kind?: AttemptKind | undefined;
  /** An event, by its id and its number in the log; a number that is gone is left out. */
  readonly event?: { readonly id: string; readonly seq: number | undefined } | undefined;
}

function inTime(db: Db, webhook: WebhookKey, { before, from, to }: AttemptFilter) {
  let query = tables(db)
    .selectFrom('webhook_attempts')
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id);
  if (before > 0) query = query.where('no', '<', before);
  if (from) query = query.where('attempted_at', '>=', from);
  if (to) query = query.where('attempted_at', '<=', to);
  return query;
}

/** The number that is `rows` rows away, newest first; undefined when there are fewer. */
export async function attemptFloor(
  db: Db,
  webhook: WebhookKey,
  filter: AttemptFilter,
  rows: number,
): Promise<number | undefined> {
  const row = await inTime(db, webhook, filter)
    .select('no')
    .orderBy('no', 'desc')
    .offset(rows)
    .limit(1)
    .executeTakeFirst();
  return row?.no;
}

/** Newest first, above `floor`. */
export function listAttempts(
  db: Db,
  webhook: WebhookKey,
  filter: AttemptFilter,
  floor: number,
  limit: number,
): Promise<AttemptRow[]> {
  const { outcome, kind, event } = filter;
  let query = inTime(db, webhook, filter).selectAll().where('no', '>', floor);
  if (outcome) query = query.where('outcome', '=', outcome);
  if (kind) query = query.where('kind', '=', kind);
  if (event) {
    const { id, seq } = event;
    query = query.where((where) =>
      where.or([
        where('message_id', '=', id),
        ...(seq === undefined
          ? []
          : [
              where.and([
                where('events', '>', 1),
                where(sql<number>`${seq}::bigint`, '>=', where.ref('first_seq')),
                where(sql<number>`${seq}::bigint`, '<=', where.ref('last_seq')),
              ]),
            ]),
      ]),
    );
  }
  return query.orderBy('no', 'desc').limit(limit).execute();
}

export function findAttempt(db: Db, webhook: WebhookKey, no: number): Promise<AttemptRow | undefined> {
  return tables(db)
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .where('no', '=', no)
    .executeTakeFirst();
}

/** The newest attempt with this message. */
export function findMessage(db: Db, webhook: WebhookKey, messageId: string): Promise<AttemptRow | undefined> {
  return tables(db)
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .where('message_id', '=', messageId)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
}
