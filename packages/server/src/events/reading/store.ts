import { sql } from 'kysely';
import type { EventType } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { selectEvents, tables } from '../log/store.ts';
import type { EventRow } from '../tables.ts';

/** What a reader wants of a log; without types: all. */
export interface EventFilter {
  readonly types?: readonly EventType[] | undefined;
  readonly gatewayId?: number | undefined;
}

/** Number of the oldest event that is kept; undefined: none is. */
export async function oldestSeq(db: Db, companyId: string): Promise<number | undefined> {
  const row = await tables(db)
    .selectFrom('events')
    .select('seq')
    .where('company_id', '=', companyId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.seq;
}

/** Number of the first event recorded at this time or later; times never go back along a log. */
export async function firstSince(db: Db, companyId: string, since: Date): Promise<number | undefined> {
  const row = await tables(db)
    .selectFrom('events')
    .select('seq')
    .where('company_id', '=', companyId)
    .where('recorded_at', '>=', since)
    .orderBy('recorded_at')
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row?.seq;
}

/** What matches of the numbers after `after` up to `upTo`, in order. */
export function readRange(
  db: Db,
  companyId: string,
  { after, upTo, limit, types, gatewayId }: EventFilter & { after: number; upTo: number; limit: number },
): Promise<EventRow[]> {
  return selectEvents(db, companyId)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .$if(gatewayId !== undefined, (query) => query.where('gateway_id', '=', gatewayId ?? 0))
    .$if(types !== undefined, (query) => query.where('type', '=', sql<EventType>`ANY(${types}::text[])`))
    .orderBy('seq')
    .limit(limit)
    .execute();
}

export async function logEpoch(db: Db): Promise<number> {
  const row = await db.selectFrom('installation').select('log_epoch').executeTakeFirstOrThrow();
  return row.log_epoch;
}
