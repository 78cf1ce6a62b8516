import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';
import type { ReplayRow, WebhookKey, WebhookRow } from '../tables.ts';

/** Replays that have ended are kept for their counts, so many of an endpoint. */
const ENDED_MAX = 100;

export type NewReplay = Omit<ReplayRow, 'delivered' | 'failed' | 'withheld'>;

/** Newest first. */
export function replaysOf(db: Db, webhook: WebhookKey): Promise<ReplayRow[]> {
  return tables(db)
    .selectFrom('webhook_replays')
    .selectAll()
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .orderBy('replay_id', 'desc')
    .execute();
}

export function findReplay(db: Db, webhook: WebhookKey, replayId: string): Promise<ReplayRow | undefined> {
  return tables(db)
    .selectFrom('webhook_replays')
    .selectAll()
    .where('company_id', '=', webhook.company_id)
    .where('webhook_id', '=', webhook.webhook_id)
    .where('replay_id', '=', replayId)
    .executeTakeFirst();
}

/** Adds it, and forgets the oldest of those that have ended. */
export async function insertReplay(tx: Db, row: NewReplay): Promise<void> {
  await tables(tx).insertInto('webhook_replays').values(row).execute();
  const ended = tables(tx)
    .selectFrom('webhook_replays')
    .select('replay_id')
    .where('company_id', '=', row.company_id)
    .where('webhook_id', '=', row.webhook_id)
    .where('ended_at', 'is not', null)
    .orderBy('replay_id', 'desc')
    .offset(ENDED_MAX);
  await tables(tx)
    .deleteFrom('webhook_replays')
    .where('company_id', '=', row.company_id)
    .where('webhook_id', '=', row.webhook_id)
    .where('replay_id', 'in', ended)
    .execute();
}

/** Ends a replay where it stands; one that has ended stays as it is. */
export async function endReplay(tx: Db, replay: ReplayRow, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('webhook_replays')
    .set({ ended_at: at })
    .where('company_id', '=', replay.company_id)
    .where('webhook_id', '=', replay.webhook_id)
    .where('replay_id', '=', replay.replay_id)
    .where('ended_at', 'is', null)
    .execute();
}

/** Numbers of the first and the last event that were logged in this time, both included; undefined: none was. */
export async function seqsBetween(
  db: Db,
  companyId: string,
  from: Date,
  to: Date,
): Promise<{ first: number; last: number } | undefined> {
  const end = async (direction: 'asc' | 'desc') => {
    const row = await tables(db)
      .selectFrom('events')
      .select('seq')
      .where('company_id', '=', companyId)
      .where('recorded_at', '>=', from)
      .where('recorded_at', '<=', to)
      .orderBy('recorded_at', direction)
      .orderBy('seq', direction)
      .limit(1)
      .executeTakeFirst();
    return row?.seq;
  };
  const first = await end('asc');
  const last = first === undefined ? undefined : await end('desc');
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** Events of the endpoint's types from one number to another, counted up to `max`. */
export async function countEvents(
  db: Db,
  { company_id: companyId, event_types: eventTypes }: WebhookRow,
  { first, last }: { first: number; last: number },
  max: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT FROM events
      WHERE company_id = ${companyId} AND seq BETWEEN ${first} AND ${last} AND type = ANY(${eventTypes}::text[])
      LIMIT ${max}) AS found`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Numbers of these events; the times are those that the ids carry, which the index knows. */
export async function seqsOf(
  db: Db,
  companyId: string,
  ids: readonly string[],
  times: readonly Date[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; seq: number }>`
    SELECT event_id AS id, seq FROM events
    WHERE company_id = ${companyId} AND recorded_at = ANY(${times}::timestamptz[]) AND event_id = ANY(${ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}
