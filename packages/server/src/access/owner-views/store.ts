import type { Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { AccessTables, ContractRow } from '../tables.ts';

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}

export function contractsOfGateway(db: Db, gatewayId: number): Promise<ContractRow[]> {
  return tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .orderBy('company_id')
    .execute();
}
