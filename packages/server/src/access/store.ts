import { sql, type Kysely } from 'kysely';
import type { Db } from '../platform/database/database.ts';
import type {
  AccessTables,
  ApiKeyRow,
  CompanyRow,
  ConsentVersionRow,
  ContractRow,
  PlanRow,
} from './tables.ts';

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

export function findPlan(db: Db, plan: string): Promise<PlanRow | undefined> {
  return tables(db).selectFrom('plans').selectAll().where('plan', '=', plan).executeTakeFirst();
}

export function listPlanRows(db: Db): Promise<PlanRow[]> {
  return tables(db).selectFrom('plans').selectAll().orderBy('plan').execute();
}

export async function upsertPlan(db: Db, row: PlanRow): Promise<void> {
  await tables(db)
    .insertInto('plans')
    .values(row)
    .onConflict((conflict) => conflict.column('plan').doUpdateSet(row))
    .execute();
}

/** False when there is no such company. */
export async function updateCompanyPlan(db: Db, companyId: string, plan: string): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('companies')
    .set({ plan })
    .where('company_id', '=', companyId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export function findKey(db: Db, keyId: string): Promise<ApiKeyRow | undefined> {
  return tables(db).selectFrom('api_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst();
}

export function findKeyByHash(db: Db, hash: Buffer): Promise<ApiKeyRow | undefined> {
  return tables(db).selectFrom('api_keys').selectAll().where('hash', '=', hash).executeTakeFirst();
}

export async function insertKey(db: Db, row: ApiKeyRow): Promise<void> {
  await tables(db).insertInto('api_keys').values(row).execute();
}

export function findContract(db: Db, companyId: string, gatewayId: number): Promise<ContractRow | undefined> {
  return tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .executeTakeFirst();
}

export function findContracts(
  db: Db,
  companyId: string,
  gatewayIds: readonly number[],
): Promise<ContractRow[]> {
  return tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', sql<number>`ANY(${gatewayIds}::integer[])`)
    .execute();
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

export async function deleteContract(tx: Db, companyId: string, gatewayId: number): Promise<void> {
  await tables(tx)
    .deleteFrom('contracts')
    .where('company_id', '=', companyId)
    .where('gateway_id', '=', gatewayId)
    .execute();
}

/** Contracts of a gateway with any company. */
export function contractsOfGateways(db: Db, gatewayIds: readonly number[]): Promise<ContractRow[]> {
  return tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('gateway_id', '=', sql<number>`ANY(${gatewayIds}::integer[])`)
    .orderBy('gateway_id')
    .orderBy('company_id')
    .execute();
}

/** Contracts that stand, of a gateway or by an owner, in the order in which whoever locks several locks them. */
export function standingContracts(
  db: Db,
  of: { gatewayId: number } | { ownerId: string },
): Promise<Pick<ContractRow, 'company_id' | 'gateway_id'>[]> {
  const standing = tables(db)
    .selectFrom('contracts')
    .select(['company_id', 'gateway_id'])
    .where('status', 'in', ['PENDING', 'ACTIVE', 'PAUSED'] as const);
  const chosen =
    'gatewayId' in of
      ? standing.where('gateway_id', '=', of.gatewayId)
      : standing.where('owner_id', '=', of.ownerId);
  return chosen.orderBy('company_id').orderBy('gateway_id').execute();
}

/** `statusAt` of the contract machine in SQL. */
function statusBy(at: Date) {
  return sql<ContractRow['status']>`
    CASE WHEN status IN ('PENDING', 'ACTIVE', 'PAUSED') AND valid_until <= ${at} THEN 'EXPIRED' ELSE status END`;
}

/** Contracts of a company in the order of their gateways, after `afterGatewayId`. */
export function listContracts(
  db: Db,
  companyId: string,
  filter: {
    at: Date;
    status?: ContractRow['status'];
    monitoring?: true;
    afterGatewayId: number;
    limit: number;
  },
): Promise<ContractRow[]> {
  let query = tables(db)
    .selectFrom('contracts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('gateway_id', '>', filter.afterGatewayId);
  if (filter.status !== undefined) query = query.where(statusBy(filter.at), '=', filter.status);
  if (filter.monitoring) query = query.where('monitoring', '=', true);
  return query.orderBy('gateway_id').limit(filter.limit).execute();
}

export type FleetContract = Pick<
  ContractRow,
  'gateway_id' | 'brand' | 'status' | 'monitoring' | 'remote_control' | 'consent_version' | 'data_from'
>;

/** All contracts of a company, with what a fleet shows of them; `status` as of `at`. */
export function fleetContracts(db: Db, companyId: string, at: Date): Promise<FleetContract[]> {
  return tables(db)
    .selectFrom('contracts')
    .select(['gateway_id', 'brand', 'monitoring', 'remote_control', 'consent_version', 'data_from'])
    .select(statusBy(at).as('status'))
    .where('company_id', '=', companyId)
    .execute();
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

/** Ordered by the day they take effect, those of one moment as they were published. */
export function listConsentVersions(db: Db): Promise<ConsentVersionRow[]> {
  return tables(db)
    .selectFrom('consent_versions')
    .select(['version', 'effective_from', 'required_for_remote_control'])
    .orderBy('effective_from')
    .orderBy('no')
    .execute();
}

/** Nobody else publishes until the transaction ends; reading goes on. */
export async function lockConsentVersions(tx: Db): Promise<void> {
  await sql`LOCK TABLE consent_versions IN SHARE ROW EXCLUSIVE MODE`.execute(tx);
}

export async function insertConsentVersion(tx: Db, row: ConsentVersionRow): Promise<void> {
  await tables(tx).insertInto('consent_versions').values(row).execute();
}

/** Contracts that stand with a version in `satisfied` (null: any), which a newer required text makes outdated. */
function turningOutdated(db: Db, satisfied: readonly string[] | null) {
  const standing = tables(db)
    .selectFrom('contracts')
    .where('status', 'in', ['PENDING', 'ACTIVE', 'PAUSED'] as const);
  return satisfied === null
    ? standing
    : standing.where('consent_version', '=', sql<string>`ANY(${satisfied}::text[])`);
}

/** In the order of companies and gateways, after a place. */
export function contractsTurningOutdated(
  db: Db,
  satisfied: readonly string[] | null,
  limit: number,
  after?: { companyId: string; gatewayId: number },
): Promise<ContractRow[]> {
  let query = turningOutdated(db, satisfied).selectAll();
  if (after) {
    query = query.where(sql<boolean>`(company_id, gateway_id) > (${after.companyId}, ${after.gatewayId})`);
  }
  return query.orderBy('company_id').orderBy('gateway_id').limit(limit).execute();
}

export function countTurningOutdated(
  db: Db,
  satisfied: readonly string[] | null,
): Promise<{ contracts: number; companies: number }> {
  return turningOutdated(db, satisfied)
    .select((select) => [
      select.fn.countAll<number>().as('contracts'),
      select.fn.count<number>('company_id').distinct().as('companies'),
    ])
    .executeTakeFirstOrThrow();
}

/** Companies with the most of them first. */
export function countTurningOutdatedByCompany(
  db: Db,
  satisfied: readonly string[] | null,
  limit: number,
): Promise<{ company_id: string; name: string; contracts: number }[]> {
  const counts = turningOutdated(db, satisfied)
    .select((select) => ['company_id', select.fn.countAll<number>().as('contracts')])
    .groupBy('company_id');
  return tables(db)
    .selectFrom(counts.as('counts'))
    .innerJoin('companies', 'companies.company_id', 'counts.company_id')
    .select(['counts.company_id', 'companies.name', 'counts.contracts'])
    .orderBy('counts.contracts', 'desc')
    .orderBy('counts.company_id')
    .limit(limit)
    .execute();
}
