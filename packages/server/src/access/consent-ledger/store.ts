import { sql, type Kysely } from 'kysely';
import type { Language } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { NO_HASH } from './entry.ts';
import type { EntryRow, HeadRow, LedgerTables, SigningKeyRow, TextRow } from './tables.ts';

function tables(db: Db): Kysely<LedgerTables> {
  return db.withTables<LedgerTables>();
}

export async function insertTexts(tx: Db, rows: readonly TextRow[]): Promise<void> {
  await tables(tx).insertInto('consent_texts').values(rows).execute();
}

export function findText(db: Db, version: string, language: Language): Promise<TextRow | undefined> {
  return tables(db)
    .selectFrom('consent_texts')
    .selectAll()
    .where('version', '=', version)
    .where('language', '=', language)
    .executeTakeFirst();
}

export function listTexts(db: Db): Promise<TextRow[]> {
  return tables(db).selectFrom('consent_texts').selectAll().orderBy('version').orderBy('language').execute();
}

/** Nobody else makes a key until the transaction ends: nodes that start at once share one. */
export async function lockSigningKeys(tx: Db): Promise<void> {
  await sql`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
}

/** Newest first. */
export function listSigningKeys(db: Db): Promise<SigningKeyRow[]> {
  return tables(db)
    .selectFrom('signing_keys')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('kid')
    .execute();
}

export async function insertSigningKey(tx: Db, row: SigningKeyRow): Promise<void> {
  await tables(tx).insertInto('signing_keys').values(row).execute();
}

/** The owner's secret: the stored one, else the fresh one, which is stored. */
export async function ownerSecret(db: Db, ownerId: string, fresh: Buffer): Promise<Buffer> {
  await tables(db)
    .insertInto('owner_secrets')
    .values({ owner_id: ownerId, secret: fresh })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tables(db)
    .selectFrom('owner_secrets')
    .select('secret')
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  // Forgotten between the two statements: the fresh one is as good as any.
  return row?.secret ?? fresh;
}

export async function deleteOwnerSecret(db: Db, ownerId: string): Promise<void> {
  await tables(db).deleteFrom('owner_secrets').where('owner_id', '=', ownerId).execute();
}

/** The head of a company's chain, locked until the transaction ends; a new company's is before the first entry. */
export async function lockHead(tx: Db, companyId: string): Promise<HeadRow> {
  await tables(tx)
    .insertInto('consent_heads')
    .values({ company_id: companyId, no: 0, hash: NO_HASH })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tables(tx)
    .selectFrom('consent_heads')
    .selectAll()
    .where('company_id', '=', companyId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function insertEntry(tx: Db, row: EntryRow): Promise<void> {
  await tables(tx).insertInto('consent_entries').values(row).execute();
  await tables(tx)
    .updateTable('consent_heads')
    .set({ no: row.no, hash: row.hash })
    .where('company_id', '=', row.company_id)
    .execute();
}

/** The last entry about a gateway; `consents` leaves out the ends. */
export function lastEntry(
  db: Db,
  companyId: string,
  gatewayId: number,
  which: 'any' | 'consents' = 'any',
): Promise<EntryRow | undefined> {
  let query = tables(db)
    .selectFrom('consent_entries')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId);
  if (which === 'consents') query = query.where('action', '!=', 'ENDED');
  return query.orderBy('no', 'desc').limit(1).executeTakeFirst();
}

/** The last entry of every chain. */
export function lastEntries(db: Db): Promise<EntryRow[]> {
  return tables(db)
    .selectFrom('consent_entries')
    .distinctOn('company_id')
    .selectAll()
    .orderBy('company_id')
    .orderBy('no', 'desc')
    .execute();
}
