import type { ContractStatus, Language, Scope } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import { contractKey, type Access } from './access.ts';
import { newestConsent } from './consent.ts';
import { nextStatus, type ContractActor } from './contract-machine.ts';
import { contractView } from './contract-view.ts';
import type { ContractStatusFact } from './facts.ts';
import { findClaim, lockContract, upsertContract } from './store.ts';
import type { ConsentVersionRow, ContractRow } from './tables.ts';

/** The appliance owner who acts. */
export interface OwnerContext {
  readonly access: Access;
  readonly ownerId: string;
}

const EVERYTHING: Scope = { monitoring: true, remoteControl: true, dataPoints: true };

/** The owner shares a gateway with a company, under the newest consent text unless another is named. */
export async function shareGateway(
  { access, ownerId }: OwnerContext,
  input: { gatewayId: number; companyId: string; consentVersion?: string; language: Language; scope?: Scope },
): Promise<ContractRow> {
  const claim = await requireClaim(access, ownerId, input.gatewayId);
  const company = await access.companies.get(input.companyId);
  if (!company) throw new AppError('not-found');
  const versions = await access.consentVersions.get('all');
  const now = new Date(access.clock.now());
  const version = input.consentVersion ?? newestConsent(versions, now.getTime())?.version;
  if (version === undefined || !versions.some((known) => known.version === version)) {
    throw new AppError('value-not-allowed', { allowed: versions.map((known) => known.version) });
  }
  const scope = input.scope ?? EVERYTHING;
  const told = { versions, dataPoints: company.data_points };
  return access.transact(async (unit) => {
    const before = await lockContract(unit.tx, input.companyId, input.gatewayId);
    const shared = before ? nextStatus(before.status, { actor: 'OWNER', action: 'SHARE' }) : 'PENDING';
    if (before && shared === undefined) {
      throw new AppError('transition-not-allowed', { from: before.status, action: 'SHARE', allowed: [] });
    }
    const row: ContractRow = {
      company_id: input.companyId,
      gateway_id: input.gatewayId,
      owner_id: ownerId,
      brand: claim.brand,
      status: company.auto_accept ? 'ACTIVE' : 'PENDING',
      initiated_by: 'OWNER',
      created_at: now,
      updated_at: now,
      valid_until: null,
      partner_user_id: null,
      monitoring: scope.monitoring,
      remote_control: scope.remoteControl,
      data_points: scope.dataPoints,
      consent_version: version,
      consent_given_at: now,
      consent_language: input.language,
    };
    await writeContract(access, unit, row, before?.status ?? null, 'OWNER', told);
    return row;
  });
}

/** The owner ends a contract, whatever state it is in; from then on every call and delivery is refused. */
export async function endContract(
  { access, ownerId }: OwnerContext,
  input: { gatewayId: number; companyId: string },
): Promise<ContractRow> {
  await requireClaim(access, ownerId, input.gatewayId);
  const told = await readTold(access, input.companyId);
  return access.transact(async (unit) => {
    const before = await lockContract(unit.tx, input.companyId, input.gatewayId);
    if (!before) throw new AppError('not-found');
    const action = before.status === 'PENDING' ? 'WITHDRAW' : 'END';
    const next = nextStatus(before.status, { actor: 'OWNER', action });
    if (next === undefined || next === 'GONE') {
      throw new AppError('transition-not-allowed', { from: before.status, action, allowed: [] });
    }
    const row = { ...before, status: next, updated_at: new Date(access.clock.now()) };
    await writeContract(access, unit, row, before.status, 'OWNER', told);
    return row;
  });
}

/** The owner accepts the newest consent text (or the named one) for a contract that stands. */
export async function acceptConsent(
  { access, ownerId }: OwnerContext,
  input: { gatewayId: number; companyId: string; consentVersion?: string; language: Language },
): Promise<ContractRow> {
  await requireClaim(access, ownerId, input.gatewayId);
  const versions = await access.consentVersions.get('all');
  const now = new Date(access.clock.now());
  const version = input.consentVersion ?? newestConsent(versions, now.getTime())?.version;
  if (version === undefined || !versions.some((known) => known.version === version)) {
    throw new AppError('value-not-allowed', { allowed: versions.map((known) => known.version) });
  }
  return access.transact(async (unit) => {
    const before = await lockContract(unit.tx, input.companyId, input.gatewayId);
    if (!before || before.owner_id !== ownerId) throw new AppError('not-found');
    const row = {
      ...before,
      consent_version: version,
      consent_given_at: now,
      consent_language: input.language,
      updated_at: now,
    };
    await upsertContract(unit.tx, row);
    unit.afterCommit(() => access.contracts.drop(contractKey(row.company_id, row.gateway_id)));
    return row;
  });
}

/** An owner may act only on a gateway that they claimed; any other answers as if it did not exist. */
async function requireClaim(access: Access, ownerId: string, gatewayId: number) {
  const claim = await findClaim(access.db, gatewayId);
  if (claim?.owner_id !== ownerId) throw new AppError('not-found');
  return claim;
}

/** What the event about a contract needs besides the row; read before the transaction, which holds one connection only. */
interface Told {
  readonly versions: readonly ConsentVersionRow[];
  /** Data points are switched on for the company. */
  readonly dataPoints: boolean;
}

async function readTold(access: Access, companyId: string): Promise<Told> {
  const company = await access.companies.get(companyId);
  return { versions: await access.consentVersions.get('all'), dataPoints: company?.data_points === true };
}

async function writeContract(
  access: Access,
  unit: UnitOfWork,
  row: ContractRow,
  from: ContractStatus | null,
  actor: ContractActor,
  told: Told,
): Promise<void> {
  await upsertContract(unit.tx, row);
  const active = row.status === 'ACTIVE';
  const fact: ContractStatusFact = {
    kind: 'contract-status',
    data: { from, to: row.status, actor, contract: contractView(row, told.versions, access.clock.now()) },
    monitoring: active && row.monitoring,
    dataPoints: active && row.data_points && told.dataPoints,
  };
  unit.tell({
    kind: fact.kind,
    gatewayId: row.gateway_id,
    companyId: row.company_id,
    occurredAtMs: access.clock.now(),
    payload: fact,
  });
  unit.afterCommit(() => {
    access.contracts.drop(contractKey(row.company_id, row.gateway_id));
    access.contractCounts.drop(row.company_id);
  });
}
