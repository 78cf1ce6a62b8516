import type { Language } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { contractKey } from './access.ts';
import { noteChange } from './access-record/note-change.ts';
import { appendConsent, prepareConsent } from './consent-ledger/append.ts';
import { newestConsent } from './consent.ts';
import { hasEnded } from './contract-machine.ts';
import { asActor, lockOwnClaim, requireClaim, type OwnerContext } from './owner.ts';
import { lockContract, upsertContract } from './store.ts';
import type { ContractRow } from './tables.ts';

/** An owner accepts the newest consent text (or the named one) for a contract that stands; from now on it is their consent. */
export async function acceptConsent(
  owner: OwnerContext,
  input: { gatewayId: number; companyId: string; consentVersion?: string; language: Language },
): Promise<ContractRow> {
  await requireClaim(owner, input.gatewayId);
  const { access, ownerId } = owner;
  const versions = await access.consentVersions.get('all');
  const now = new Date(access.clock.now());
  const version = input.consentVersion ?? newestConsent(versions, now.getTime())?.version;
  if (version === undefined || !versions.some((known) => known.version === version)) {
    throw new AppError('value-not-allowed', { allowed: versions.map((known) => known.version) });
  }
  const consent = await prepareConsent(access, { ownerId, version, language: input.language });
  return access.transact(async (unit) => {
    await lockOwnClaim(owner, unit, input.gatewayId);
    const before = await lockContract(unit.tx, input.companyId, input.gatewayId);
    if (!before || hasEnded(before.status)) throw new AppError('not-found');
    const row = {
      ...before,
      owner_id: ownerId,
      consent_version: version,
      consent_given_at: now,
      consent_language: input.language,
      updated_at: now,
    };
    await upsertContract(unit.tx, row);
    await appendConsent(access, unit, row, 'RENEWED', consent);
    await noteChange(access, unit, {
      gatewayId: row.gateway_id,
      dataFrom: row.data_from,
      actor: asActor(owner),
      action: 'CONSENT',
      detail: { companyId: row.company_id, consentVersion: version, language: input.language },
    });
    unit.changed(access.contracts, contractKey(row.company_id, row.gateway_id));
    return row;
  });
}
