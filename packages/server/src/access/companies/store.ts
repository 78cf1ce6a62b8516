import type { Insertable, Kysely, Updateable } from 'kysely';
import type { CompanyStatus, ContractStatus } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { AccessTables, ApiKeyRow, CompanyRow } from '../tables.ts';

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}

/** A company without onboarding: nobody may call yet. */
export async function insertCompany(
  tx: Db,
  row: Pick<
    Insertable<AccessTables['companies']>,
    | 'company_id'
    | 'name'
    | 'brand'
    | 'registration_id'
    | 'administrator_name'
    | 'administrator_email'
    | 'created_at'
  >,
): Promise<void> {
  await tables(tx)
    .insertInto('companies')
    .values({ ...row, languages: [], ip_allow_list: [], status_reason: null, status_changed_at: null })
    .execute();
}

/** Locked until the transaction ends: what operators change in a company happens one after the other. */
export function lockCompany(tx: Db, companyId: string): Promise<CompanyRow | undefined> {
  return tables(tx)
    .selectFrom('companies')
    .selectAll()
    .where('company_id', '=', companyId)
    .forUpdate()
    .executeTakeFirst();
}

/** Locked against change only: any number of contracts may begin at once, and none while the company is offboarded. */
export function holdCompany(tx: Db, companyId: string): Promise<CompanyRow | undefined> {
  return tables(tx)
    .selectFrom('companies')
    .selectAll()
    .where('company_id', '=', companyId)
    .forShare()
    .executeTakeFirst();
}

export async function updateCompany(
  tx: Db,
  companyId: string,
  change: Updateable<AccessTables['companies']>,
): Promise<void> {
  await tables(tx).updateTable('companies').set(change).where('company_id', '=', companyId).execute();
}

/** In the order in which they were approved. */
export function listCompanies(
  db: Db,
  filter: { status: CompanyStatus | undefined; after: string; limit: number },
): Promise<CompanyRow[]> {
  let query = tables(db).selectFrom('companies').selectAll().where('company_id', '>', filter.after);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  return query.orderBy('company_id').limit(filter.limit).execute();
}

export function contractsByStatus(
  db: Db,
  companyId: string,
): Promise<{ status: ContractStatus; count: number }[]> {
  return tables(db)
    .selectFrom('contracts')
    .select((select) => ['status', select.fn.countAll<number>().as('count')])
    .where('company_id', '=', companyId)
    .groupBy('status')
    .execute();
}

/** Gateways whose contracts with the company have not ended, the lowest first. */
export async function standingGateways(db: Db, companyId: string, limit: number): Promise<number[]> {
  const rows = await tables(db)
    .selectFrom('contracts')
    .select('gateway_id')
    .where('company_id', '=', companyId)
    .where('status', 'in', ['PENDING', 'ACTIVE', 'PAUSED'])
    .orderBy('gateway_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.gateway_id);
}

/** Keys that nobody has removed, expired ones included, the newest first. */
export function keptKeys(db: Db, companyId: string, limit: number): Promise<ApiKeyRow[]> {
  return tables(db)
    .selectFrom('api_keys')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('removed_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

export function removeAllKeys(
  tx: Db,
  companyId: string,
  at: Date,
): Promise<{ key_id: string; hash: Buffer }[]> {
  return tables(tx)
    .updateTable('api_keys')
    .set({ removed_at: at })
    .where('company_id', '=', companyId)
    .where('removed_at', 'is', null)
    .returning(['key_id', 'hash'])
    .execute();
}
