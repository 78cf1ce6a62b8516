import { sql, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { AccessTables, ApiKeyRow } from '../tables.ts';

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}

/** Keys of a company that were not removed, after one of them, the oldest first: ids grow with time. */
export function listKeys(
  db: Db,
  companyId: string,
  { after, limit }: { after: string; limit: number },
): Promise<ApiKeyRow[]> {
  return tables(db)
    .selectFrom('api_keys')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('removed_at', 'is', null)
    .where('key_id', '>', after)
    .orderBy('key_id')
    .limit(limit)
    .execute();
}

/** Keys that ended before a moment, and of each company those beyond the `most` that ended last. */
export async function deleteEndedKeys(db: Db, now: Date, { before, most }: { before: Date; most: number }) {
  await sql`
    DELETE FROM api_keys k USING (
      SELECT company_id, key_id, ended_at, row_number() OVER (PARTITION BY company_id ORDER BY ended_at DESC) AS place
      FROM (SELECT company_id, key_id, least(removed_at, expires_at) AS ended_at FROM api_keys) AS ends
      WHERE ended_at <= ${now}) AS ended
    WHERE k.company_id = ended.company_id AND k.key_id = ended.key_id
      AND (ended.ended_at < ${before} OR ended.place > ${most})`.execute(db);
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
  const rows = [...used];
  await sql`
    UPDATE api_keys k SET last_used_at = greatest(k.last_used_at, u.at)
    FROM unnest(
      ${rows.map(([, { companyId }]) => companyId)}::text[],
      ${rows.map(([keyId]) => keyId)}::text[],
      ${rows.map(([, { atMs }]) => new Date(atMs))}::timestamptz[]) AS u (company_id, key_id, at)
    WHERE k.company_id = u.company_id AND k.key_id = u.key_id`.execute(db);
}
