import type { EmsKnowledge } from '@hearthgate/wire';
import { NOTHING_KNOWN } from '@hearthgate/wire';
import type { Db } from '../../../platform/database/database.ts';
import type { GatewayTables } from '../../tables.ts';

/** What was learned of a device over all its connections. */
export async function findKnowledge(db: Db, gatewayId: number): Promise<EmsKnowledge> {
  const row = await db
    .withTables<GatewayTables>()
    .selectFrom('ems_devices')
    .select('knowledge')
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
  return row?.knowledge ?? NOTHING_KNOWN;
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
