import { sql } from 'kysely';
import type { EmsKnowledge } from '@hearthgate/wire';
import { NOTHING_KNOWN } from '@hearthgate/wire';
import type { Db } from '../../../platform/database/database.ts';
import type { GatewayTables } from '../../tables.ts';

/** What was learned of devices over all their connections, in the order of their ids. */
export async function findKnowledge(db: Db, gatewayIds: readonly number[]): Promise<EmsKnowledge[]> {
  const rows = await db
    .withTables<GatewayTables>()
    .selectFrom('ems_devices')
    .select(['gateway_id', 'knowledge'])
    .where(sql<boolean>`gateway_id = ANY(${[...gatewayIds]}::integer[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.gateway_id, row.knowledge]));
  return gatewayIds.map((id) => byId.get(id) ?? NOTHING_KNOWN);
}

export async function saveKnowledge(
  db: Db,
  gatewayId: number,
  knowledge: EmsKnowledge,
  at: Date,
): Promise<void> {
  const row = { knowledge: JSON.stringify(knowledge), changed_at: at };
  await db
    .withTables<GatewayTables>()
    .insertInto('ems_devices')
    .values({ gateway_id: gatewayId, ...row })
    .onConflict((conflict) => conflict.column('gateway_id').doUpdateSet(row))
    .execute();
}
