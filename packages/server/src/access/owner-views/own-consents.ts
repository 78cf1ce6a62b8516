import type { Brand, Language } from '@hearthgate/wire';
import { isOutdated } from '../consent.ts';
import { hasEnded, statusAt } from '../contract-machine.ts';
import { requireClaim, type OwnerContext } from '../owner.ts';
import { contractsOfGateway } from './store.ts';

/** What the owner accepted for one company. */
export interface OwnConsent {
  readonly companyId: string;
  readonly companyName: string;
  readonly version: string;
  readonly givenAt: Date;
  readonly language: Language;
  /** Remote control waits for the owner. */
  readonly outdated: boolean;
}

/** The consents under which companies now have to do with one gateway of the owner. */
export async function ownConsents(
  owner: OwnerContext,
  input: { readonly gatewayId: number },
): Promise<{ brand: Brand; consents: OwnConsent[] }> {
  const { brand } = await requireClaim(owner, input.gatewayId);
  const { access } = owner;
  const now = access.clock.now();
  const versions = await access.consentVersions.get('all');
  const contracts = await contractsOfGateway(access.db, input.gatewayId);
  const standing = contracts.filter((row) => !hasEnded(statusAt(row, now)));
  const consents = standing.map(async (row) => ({
    companyId: row.company_id,
    companyName: (await access.companies.get(row.company_id))?.name ?? row.company_id,
    version: row.consent_version,
    givenAt: row.consent_given_at,
    language: row.consent_language,
    outdated: isOutdated(row.consent_version, versions, now),
  }));
  return { brand, consents: await Promise.all(consents) };
}
