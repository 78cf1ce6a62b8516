import { sql } from 'kysely';
import type { SystemType } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { isOneOf, tables } from '../store.ts';

/** What each described gateway has behind it; null: not worked out yet. */
export async function systemTypesOf(
  db: Db,
  gatewayIds: readonly number[],
): Promise<Map<number, SystemType | null>> {
  const rows = await tables(db)
    .selectFrom('descriptions')
    .select(['gateway_id', 'system_type'])
    .where(isOneOf(gatewayIds))
    .execute();
  return new Map(rows.map((row) => [row.gateway_id, row.system_type]));
}

/** How many active notifications that were told each gateway has; those without any are left out. */
export async function activeCountsOf(db: Db, gatewayIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await tables(db)
    .selectFrom('notifications')
    .select(['gateway_id', sql<number>`count(*)::integer`.as('count')])
    .where(isOneOf(gatewayIds))
    .where('resolved_at', 'is', null)
    .where('raised_at', 'is not', null)
    .groupBy('gateway_id')
    .execute();
  return new Map(rows.map((row) => [row.gateway_id, row.count]));
}
