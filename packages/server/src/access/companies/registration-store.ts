import { sql, type Kysely } from 'kysely';
import type { RegistrationStatus } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { CompanyTables, RegistrationRow } from './tables.ts';

function tables(db: Db): Kysely<CompanyTables> {
  return db.withTables<CompanyTables>();
}

/** Nobody else applies until the transaction ends, so that counts hold; reading goes on. */
export async function lockRegistrations(tx: Db): Promise<void> {
  await sql`LOCK TABLE registrations IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
}

/** The same application that still waits for a decision. */
export function findOpenByContent(tx: Db, contentHash: Buffer): Promise<RegistrationRow | undefined> {
  return tables(tx)
    .selectFrom('registrations')
    .selectAll()
    .where('status', '=', 'APPLIED')
    .where('content_hash', '=', contentHash)
    .executeTakeFirst();
}

/** Applications that wait: all of them, those of the e-mail address, those of its domain. */
export async function countOpen(
  tx: Db,
  email: string,
): Promise<{ all: number; same: number; domain: number }> {
  return tables(tx)
    .selectFrom('registrations')
    .select((select) => [
      select.fn.countAll<number>().as('all'),
      sql<number>`count(*) FILTER (WHERE email = ${email})`.as('same'),
      sql<number>`count(*) FILTER (WHERE split_part(email, '@', 2) = split_part(${email}, '@', 2))`.as(
        'domain',
      ),
    ])
    .where('status', '=', 'APPLIED')
    .executeTakeFirstOrThrow();
}

export async function insertRegistration(
  tx: Db,
  row: Omit<RegistrationRow, 'status' | 'reason' | 'company_id' | 'decided_at'>,
): Promise<void> {
  await tables(tx)
    .insertInto('registrations')
    .values({ ...row, status: 'APPLIED', reason: null, company_id: null, decided_at: null })
    .execute();
}

export function findRegistration(db: Db, registrationId: string): Promise<RegistrationRow | undefined> {
  return tables(db)
    .selectFrom('registrations')
    .selectAll()
    .where('registration_id', '=', registrationId)
    .executeTakeFirst();
}

export function findRegistrations(db: Db, registrationIds: readonly string[]): Promise<RegistrationRow[]> {
  return tables(db)
    .selectFrom('registrations')
    .selectAll()
    .where('registration_id', '=', sql<string>`ANY(${[...registrationIds]}::text[])`)
    .execute();
}

export function lockRegistration(tx: Db, registrationId: string): Promise<RegistrationRow | undefined> {
  return tables(tx)
    .selectFrom('registrations')
    .selectAll()
    .where('registration_id', '=', registrationId)
    .forUpdate()
    .executeTakeFirst();
}

export function updateRegistration(
  tx: Db,
  registrationId: string,
  decision: Pick<RegistrationRow, 'status' | 'reason' | 'company_id' | 'decided_at'>,
): Promise<RegistrationRow> {
  return tables(tx)
    .updateTable('registrations')
    .set(decision)
    .where('registration_id', '=', registrationId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** In the order of application. */
export function listRegistrations(
  db: Db,
  filter: { status: RegistrationStatus | undefined; after: string; limit: number },
): Promise<RegistrationRow[]> {
  let query = tables(db).selectFrom('registrations').selectAll().where('registration_id', '>', filter.after);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  return query.orderBy('registration_id').limit(filter.limit).execute();
}

export async function countOpenRegistrations(db: Db): Promise<number> {
  const { count } = await tables(db)
    .selectFrom('registrations')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('status', '=', 'APPLIED')
    .executeTakeFirstOrThrow();
  return count;
}

/** Of those that wait for a decision. */
export function newestOpenRegistration(db: Db): Promise<RegistrationRow | undefined> {
  return tables(db)
    .selectFrom('registrations')
    .selectAll()
    .where('status', '=', 'APPLIED')
    .orderBy('registration_id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function deleteRefused(db: Db, before: Date): Promise<void> {
  await tables(db)
    .deleteFrom('registrations')
    .where('status', '=', 'REFUSED')
    .where('decided_at', '<', before)
    .execute();
}
