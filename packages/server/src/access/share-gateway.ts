import type { Language, Scope } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { Tx } from '../platform/database/database.ts';
import { requireEligible } from './companies/company-machine.ts';
import { holdCompany } from './companies/store.ts';
import { appendConsent, prepareConsent } from './consent-ledger/append.ts';
import { newestConsent } from './consent.ts';
import { nextStatus, type ContractStep } from './contract-machine.ts';
import { asActor, lockOwnClaim, requireClaim, type OwnerContext } from './owner.ts';
import { standingContracts } from './store.ts';
import type { ContractRow } from './tables.ts';
import { lockCurrent, transitionNotAllowed, writeContract, type ContractId } from './write-contract.ts';

const EVERYTHING: Scope = { monitoring: true, remoteControl: true, dataPoints: true };
/** Contracts of one gateway that stand at a time. */
const STANDING_MAX = 50;
const SHARE: ContractStep = { actor: 'OWNER', action: 'SHARE' };

export interface ShareInput extends ContractId {
  readonly language: Language;
  /** The newest text when none is named. */
  readonly consentVersion?: string;
  /** What the owner leaves out of `Scope` is not shared; without it everything is. */
  readonly scope?: Scope;
  /** The contract expires then; without it, it stands until somebody ends it. */
  readonly validUntil?: Date;
  /** `PARTNER`: the company has invited the owner, under its own `partnerUserId` for them. */
  readonly initiatedBy?: 'OWNER' | 'PARTNER';
  readonly partnerUserId?: string;
}

/** The owner shares a gateway with a company; where an earlier contract has ended, a new one begins. */
export async function shareGateway(owner: OwnerContext, input: ShareInput): Promise<ContractRow> {
  const { brand } = await requireClaim(owner, input.gatewayId);
  const { access, ownerId } = owner;
  if (!(await access.companies.get(input.companyId))) throw new AppError('not-found');
  const versions = await access.consentVersions.get('all');
  const now = new Date(access.clock.now());
  const version = input.consentVersion ?? newestConsent(versions, now.getTime())?.version;
  if (version === undefined || !versions.some((known) => known.version === version)) {
    throw new AppError('value-not-allowed', { allowed: versions.map((known) => known.version) });
  }
  if (input.validUntil) requireFuture(input.validUntil, now);
  const scope = input.scope ?? EVERYTHING;
  const initiatedBy = input.initiatedBy ?? 'OWNER';
  const shared = {
    company_id: input.companyId,
    gateway_id: input.gatewayId,
    owner_id: ownerId,
    brand,
    initiated_by: initiatedBy,
    created_at: now,
    updated_at: now,
    valid_until: input.validUntil ?? null,
    closed_by: null,
    partner_user_id: input.partnerUserId ?? null,
    monitoring: scope.monitoring,
    remote_control: scope.remoteControl,
    data_points: scope.dataPoints,
    consent_version: version,
    consent_given_at: now,
    consent_language: input.language,
  };
  const consent = await prepareConsent(access, { ownerId, version, language: input.language });
  return access.transact(async (unit) => {
    const status = await firstStatus(unit.tx, input.companyId, initiatedBy);
    // Whoever shares this gateway and whoever takes it over wait for each other, so that no contract slips in between.
    const claim = await lockOwnClaim(owner, unit, input.gatewayId);
    const row: ContractRow = { ...shared, status, data_from: claim.dataFrom };
    const before = await lockCurrent(access, unit, input, { versions });
    if (before && nextStatus(before.status, SHARE) === undefined)
      throw transitionNotAllowed(before.status, SHARE);
    await requireRoom(unit.tx, input.gatewayId);
    await writeContract(
      access,
      unit,
      row,
      { from: before?.status ?? null, actor: 'OWNER', by: asActor(owner) },
      { versions },
    );
    await appendConsent(access, unit, row, 'GIVEN', consent);
    return row;
  });
}

/** All of them close in one transaction when the gateway changes hands. */
async function requireRoom(tx: Tx, gatewayId: number): Promise<void> {
  const standing = await standingContracts(tx, { gatewayId });
  if (standing.length >= STANDING_MAX) throw new AppError('limit-reached', { maximum: STANDING_MAX });
}

/** As the company has chosen for this flow. It is held until the commit, so that it cannot leave in between. */
async function firstStatus(
  tx: Tx,
  companyId: string,
  initiatedBy: ContractRow['initiated_by'],
): Promise<'ACTIVE' | 'PENDING'> {
  const company = await holdCompany(tx, companyId);
  if (!company) throw new AppError('not-found');
  requireEligible(company);
  const isAutomatic = initiatedBy === 'OWNER' ? company.owner_initiated_auto : company.partner_initiated_auto;
  return isAutomatic ? 'ACTIVE' : 'PENDING';
}

function requireFuture(validUntil: Date, now: Date): void {
  if (validUntil > now) return;
  throw new AppError('request-invalid', {
    errors: [{ pointer: '/validUntil', message: 'must be in the future' }],
  });
}
