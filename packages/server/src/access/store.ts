import type { Kysely } from 'kysely';
import type { Db } from '../platform/database/database.ts';
import type { AccessTables, ApiKeyRow, CompanyRow, ConsentVersionRow, ContractRow } from './tables.ts';

function tables(db: Db): Kysely<AccessTables> {
  return db.withTables<AccessTables>();
}

export function findCompany(db: Db, companyId: string): Promise<CompanyRow | undefined> {
  return tables(db)
    .selectFrom('companies')
    .selectAll()
    .where('company_id', '=', companyId)
    .executeTakeFirst();
}

export async function insertCompany(db: Db, row: Omit<CompanyRow, 'status'>): Promise<void> {
  await tables(db).insertInto('companies').values(row).execute();
}

export async function updateAutoAccept(db: Db, companyId: string, autoAccept: boolean): Promise<void> {
  await tables(db)
    .updateTable('companies')
    .set({ auto_accept: autoAccept })
    .where('company_id', '=', companyId)
    .execute();
}

export function findKey(db: Db, keyId: string): Promise<ApiKeyRow | undefined> {
  return tables(db).selectFrom('api_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst();
}

export async function insertKey(db: Db, row: ApiKeyRow): Promise<void> {
  await tables(db).insertInto('api_keys').values(row).execute();
}

export async function insertOwner(db: Db, row: AccessTables['owners']): Promise<void> {
  await tables(db).insertInto('owners').values(row).execute();
}

export async function insertClaim(db: Db, row: AccessTables['claims']): Promise<void> {
  await tables(db).insertInto('claims').values(row).execute();
}

export function findClaim(db: Db, gatewayId: number): Promise<AccessTables['claims'] | undefined> {
  return tables(db).selectFrom('claims').selectAll().where('gateway_id', '=', gatewayId).executeTakeFirst();
}

export function findContract(db: Db, companyId: string, gatewayId: number): Promise<ContractRow | undefined> {
  return tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
}

/** The contract, locked until the transaction ends. */
export function lockContract(tx: Db, companyId: string, gatewayId: number): Promise<ContractRow | undefined> {
  return tables(tx)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .forUpdate()
    .executeTakeFirst();
}

export async function upsertContract(tx: Db, row: ContractRow): Promise<void> {
  await tables(tx)
    .insertInto('contracts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['company_id', 'gateway_id']).doUpdateSet(row))
    .execute();
}

/** Contracts of a company in the order of their gateways, after `afterGatewayId`. */
export function listContracts(
  db: Db,
  companyId: string,
  filter: { status?: ContractRow['status']; monitoringAt?: Date; afterGatewayId: number; limit: number },
): Promise<ContractRow[]> {
  let query = tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '>', filter.afterGatewayId);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.monitoringAt !== undefined) {
    const at = filter.monitoringAt;
    query = query
      .where('status', '=', 'ACTIVE')
      .where('monitoring', '=', true)
      .where((where) => where.or([where('valid_until', 'is', null), where('valid_until', '>', at)]));
  }
  return query.orderBy('gateway_id').limit(filter.limit).execute();
}

export async function countContracts(db: Db, companyId: string): Promise<number> {
  const row = await tables(db)
    .selectFrom('contracts')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('company_id', '=', companyId)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirstOrThrow();
  return row.count;
}

export function listConsentVersions(db: Db): Promise<ConsentVersionRow[]> {
  return tables(db).selectFrom('consent_versions').selectAll().orderBy('effective_from').execute();
}

export async function upsertConsentVersion(db: Db, row: ConsentVersionRow): Promise<void> {
  await tables(db)
    .insertInto('consent_versions')
    .values(row)
    .onConflict((conflict) => conflict.column('version').doUpdateSet(row))
    .execute();
}
