import { sql, type Kysely } from 'kysely';
import type { Db } from '../../../platform/database/database.ts';
import type { EntryRow, HeadRow, LedgerTables } from '../tables.ts';

function tables(db: Db): Kysely<LedgerTables> {
  return db.withTables<LedgerTables>();
}

/** False before the first start of a server that has a ledger. */
export async function hasLedger(db: Db): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT to_regclass('consent_entries') IS NOT NULL AS found`.execute(db);
  return rows[0]?.found === true;
}

/** Every company with a head or an entry. */
export async function ledgerCompanies(db: Db): Promise<string[]> {
  const { rows } = await sql<{ company_id: string }>`
    SELECT company_id FROM consent_heads UNION SELECT company_id FROM consent_entries ORDER BY company_id`.execute(
    db,
  );
  return rows.map((row) => row.company_id);
}

export function findHead(db: Db, companyId: string): Promise<HeadRow | undefined> {
  return tables(db)
    .selectFrom('consent_heads')
    .selectAll()
    .where('company_id', '=', companyId)
    .executeTakeFirst();
}

export function readEntries(db: Db, companyId: string, afterNo: number, limit: number): Promise<EntryRow[]> {
  return tables(db)
    .selectFrom('consent_entries')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .execute();
}

/** Hashes of the named entries, by `companyId no`; those that do not exist are left out. */
export async function hashesOf(
  db: Db,
  places: readonly { companyId: string; no: number }[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ company_id: string; no: number; hash: string }>`
    SELECT e.company_id, e.no, e.hash FROM consent_entries e
    JOIN unnest(${places.map((place) => place.companyId)}::text[], ${places.map((place) => place.no)}::bigint[])
      AS p (company_id, no) ON e.company_id = p.company_id AND e.no = p.no`.execute(db);
  return new Map(rows.map((row) => [`${row.company_id} ${row.no}`, row.hash]));
}
