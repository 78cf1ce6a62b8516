import type { Language, Scope } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { appendConsent, prepareConsent } from './consent-ledger/append.ts';
import { newestConsent } from './consent.ts';
import { nextStatus, type ContractStep } from './contract-machine.ts';
import { requireClaim, type OwnerContext } from './owner.ts';
import { insertContract, lockContract } from './store.ts';
import type { ContractRow } from './tables.ts';
import { lockCurrent, transitionNotAllowed, writeContract, type ContractId } from './write-contract.ts';

const EVERYTHING: Scope = { monitoring: true, remoteControl: true, dataPoints: true };
const SHARE: ContractStep = { actor: 'OWNER', action: 'SHARE' };

export interface ShareInput extends ContractId {
  readonly language: Language;
  /** The newest text when none is named. */
  readonly consentVersion?: string;
  /** What the owner leaves out of `Scope` is not shared; without it everything is. */
  readonly scope?: Scope;
  /** The contract expires then; without it, it stands until somebody ends it. */
  readonly validUntil?: Date;
}

/** The owner shares a gateway with a company; where an earlier contract has ended, a new one begins. */
export async function shareGateway(owner: OwnerContext, input: ShareInput): Promise<ContractRow> {
  const claim = await requireClaim(owner, input.gatewayId);
  const { access, ownerId } = owner;
  const company = await access.companies.get(input.companyId);
  if (!company) throw new AppError('not-found');
  const versions = await access.consentVersions.get('all');
  const now = new Date(access.clock.now());
  const version = input.consentVersion ?? newestConsent(versions, now.getTime())?.version;
  if (version === undefined || !versions.some((known) => known.version === version)) {
    throw new AppError('value-not-allowed', { allowed: versions.map((known) => known.version) });
  }
  if (input.validUntil) requireFuture(input.validUntil, now);
  const scope = input.scope ?? EVERYTHING;
  const told = { versions, dataPoints: company.data_points };
  const row: ContractRow = {
    company_id: input.companyId,
    gateway_id: input.gatewayId,
    owner_id: ownerId,
    brand: claim.brand,
    status: company.auto_accept ? 'ACTIVE' : 'PENDING',
    initiated_by: 'OWNER',
    created_at: now,
    updated_at: now,
    valid_until: input.validUntil ?? null,
    partner_user_id: null,
    monitoring: scope.monitoring,
    remote_control: scope.remoteControl,
    data_points: scope.dataPoints,
    consent_version: version,
    consent_given_at: now,
    consent_language: input.language,
  };
  const consent = await prepareConsent(access, { ownerId, version, language: input.language });
  return access.transact(async (unit) => {
    const before = await lockCurrent(access, unit, input, told);
    if (before && nextStatus(before.status, SHARE) === undefined)
      throw transitionNotAllowed(before.status, SHARE);
    // A contract that is not there cannot be locked: of two first shares at once, one inserts it.
    if (!before && !(await insertContract(unit.tx, row))) {
      const other = await lockContract(unit.tx, input.companyId, input.gatewayId);
      throw transitionNotAllowed(other?.status ?? row.status, SHARE);
    }
    await writeContract(access, unit, row, { from: before?.status ?? null, actor: 'OWNER' }, told);
    await appendConsent(access, unit, row, 'GIVEN', consent);
    return row;
  });
}

function requireFuture(validUntil: Date, now: Date): void {
  if (validUntil > now) return;
  throw new AppError('request-invalid', {
    errors: [{ pointer: '/validUntil', message: 'must be in the future' }],
  });
}
