import type { Db } from '../../platform/database/database.ts';
import { selectEvents, tables } from '../log/store.ts';
import type { EventRow, ReplayRow, WebhookKey } from '../tables.ts';

/** Replays of an endpoint that are not over, the oldest first. */
export function openReplays(
  db: Db,
  { company_id: companyId, webhook_id: webhookId }: WebhookKey,
): Promise<ReplayRow[]> {
  return tables(db)
    .selectFrom('webhook_replays')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('replay_id')
    .execute();
}

/** False when it was cancelled meanwhile. */
export async function saveReplay(
  db: Db,
  { company_id: companyId, webhook_id: webhookId, replay_id: replayId }: ReplayRow,
  reached: Pick<ReplayRow, 'next_seq' | 'delivered' | 'failed' | 'withheld' | 'ended_at'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('webhook_replays')
    .set(reached)
    .where('company_id', '=', companyId)
    .where('webhook_id', '=', webhookId)
    .where('replay_id', '=', replayId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export function readRange(
  db: Db,
  companyId: string,
  fromSeq: number,
  toSeq: number,
  limit: number,
): Promise<EventRow[]> {
  return selectEvents(db, companyId)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
