import { sql } from 'kysely';
import type { Db } from '../platform/database/database.ts';
import type { StoredSecret } from './credentials.ts';

export type BrokerAccount = StoredSecret & { readonly gateway_id: number };

/** What a broker needs to let gateways in, in the order of their ids, after this one. */
export async function brokerAccounts(db: Db, after: number, limit: number): Promise<BrokerAccount[]> {
  const { rows } = await sql<BrokerAccount>`
    SELECT gateway_id, password_salt, password_hash, password_iterations FROM gateways
    WHERE gateway_id > ${after} ORDER BY gateway_id LIMIT ${limit}`.execute(db);
  return rows;
}
