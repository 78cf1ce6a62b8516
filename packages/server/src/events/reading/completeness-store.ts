import { sql } from 'kysely';
import type { EventType } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../log/store.ts';

export interface NumberedEvent {
  readonly gateway_id: number;
  readonly gatewayseq: number;
  readonly type: EventType;
  readonly occurred_at: Date;
}

/** The numbers of a gateway that were recorded in a span of time, in order. */
export async function numbersIn(
  tx: Db,
  {
    companyId,
    gatewayId,
    from,
    to,
    limit,
  }: { companyId: string; gatewayId: number; from: Date; to: Date; limit: number },
): Promise<NumberedEvent[]> {
  const { rows } = await sql<NumberedEvent>`
    SELECT gateway_id, gatewayseq, type, occurred_at FROM events
    WHERE company_id = ${companyId} AND gateway_id = ${gatewayId} AND recorded_at >= ${from} AND recorded_at < ${to}
    ORDER BY seq LIMIT ${limit}`.execute(tx);
  return rows;
}

/** The lowest number of a gateway that is kept, and the highest one that was given out. */
export async function numbersKept(
  tx: Db,
  companyId: string,
  gatewayId: number,
): Promise<{ oldest: number | undefined; head: number }> {
  const oldest = await tables(tx)
    .selectFrom('events')
    .select('gatewayseq')
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  const head = await tables(tx)
    .selectFrom('gateway_heads')
    .select('gatewayseq')
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
  return { oldest: oldest?.gatewayseq ?? undefined, head: head?.gatewayseq ?? 0 };
}
