import { sql, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { AccessTables, ApiKeyRow } from '../tables.ts';

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}

/** Keys of a company, the oldest first. */
export function listKeys(db: Db, companyId: string): Promise<ApiKeyRow[]> {
  return tables(db)
    .selectFrom('api_keys')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('key_id')
    .execute();
}

/** Keys that work now; the caller holds the lock of the company, so that two at once cannot both make the last one. */
export async function countValidKeys(tx: Db, companyId: string, now: Date): Promise<number> {
  const { count } = await tables(tx)
    .selectFrom('api_keys')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('company_id', '=', companyId)
    .where('removed_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return count;
}

/** The key as it is after its removal; undefined when the company has no such key, or removed it before. */
export function removeKey(
  tx: Db,
  companyId: string,
  keyId: string,
  at: Date,
): Promise<ApiKeyRow | undefined> {
  return tables(tx)
    .updateTable('api_keys')
    .set({ removed_at: at })
    .where('company_id', '=', companyId)
    .where('key_id', '=', keyId)
    .where('removed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

export async function writeLastUsed(
  db: Db,
  used: ReadonlyMap<string, { companyId: string; atMs: number }>,
): Promise<void> {
  // In one order, so that two nodes do not wait for each other.
  const rows = [...used].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await sql`
    UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.at)
    FROM unnest(
      ${rows.map(([, { companyId }]) => companyId)}::text[],
      ${rows.map(([keyId]) => keyId)}::text[],
      ${rows.map(([, { atMs }]) => new Date(atMs))}::timestamptz[]) AS u (company_id, key_id, at)
    WHERE k.company_id = u.company_id AND k.key_id = u.key_id`.execute(db);
}
