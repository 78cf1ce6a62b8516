import { LANGUAGES } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Access } from './access.ts';
import type { ConsentTexts } from './consent-ledger/seeded-texts.ts';
import { storeTexts } from './consent-ledger/texts.ts';
import { insertConsentVersion, listConsentVersions, lockConsentVersions } from './store.ts';
import type { ConsentVersionRow } from './tables.ts';
import { OUTDATED_PAGE_MAX, readOutdated, satisfying } from './turning-outdated.ts';
import { tellOutdated } from './tell-outdated.ts';

export interface NewConsentText {
  readonly version: string;
  readonly texts: ConsentTexts;
  readonly effectiveFrom: Date;
  readonly requiredForRemoteControl?: boolean;
}

/** What a publication does to contracts that stand: how many of them turn outdated, and the first of them. */
export interface Publication {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly requiredForRemoteControl: boolean;
  readonly dryRun: boolean;
  readonly outdated: {
    readonly contracts: number;
    readonly companies: number;
    /** Those with the most contracts first. */
    readonly byCompany: readonly { companyId: string; name: string; contracts: number }[];
    readonly items: readonly { companyId: string; gatewayId: string; givenVersion: string }[];
    /** Of a dry run; null on the last page. */
    readonly nextCursor: string | null;
  };
}

/**
 * Publishes a version of the consent text. A required one is told to the companies of all contracts that it makes
 * outdated. A dry run answers the same and writes nothing.
 */
export async function publishConsent(
  access: Access,
  input: NewConsentText,
  options: { dryRun?: boolean; cursor?: string; limit?: number } = {},
): Promise<Publication> {
  const { dryRun = false, cursor, limit = OUTDATED_PAGE_MAX } = options;
  const required = input.requiredForRemoteControl ?? false;
  return access.transact(async (unit) => {
    if (!dryRun) await lockConsentVersions(unit.tx);
    const versions = await listConsentVersions(unit.tx);
    requirePublishable(access, input, versions);
    const outdated = required
      ? await readOutdated(unit.tx, satisfying(versions), { limit, cursor })
      : { contracts: 0, companies: 0, byCompany: [], items: [], nextCursor: null };
    if (!dryRun) await write(access, unit, input, versions);
    return {
      version: input.version,
      effectiveFrom: input.effectiveFrom.toISOString(),
      requiredForRemoteControl: required,
      dryRun,
      outdated: {
        ...outdated,
        byCompany: outdated.byCompany.map(({ company_id: companyId, name, contracts }) => ({
          companyId,
          name,
          contracts,
        })),
        // Once it is published, who accepts meanwhile would fall out of the pages.
        nextCursor: dryRun ? outdated.nextCursor : null,
        items: outdated.items.map((contract) => ({
          companyId: contract.company_id,
          gatewayId: String(contract.gateway_id),
          givenVersion: contract.consent_version,
        })),
      },
    };
  });
}

async function write(
  access: Access,
  unit: UnitOfWork,
  input: NewConsentText,
  before: readonly ConsentVersionRow[],
): Promise<void> {
  await insertConsentVersion(unit.tx, {
    version: input.version,
    effective_from: input.effectiveFrom,
    required_for_remote_control: input.requiredForRemoteControl ?? false,
  });
  await storeTexts(unit.tx, input.version, input.texts);
  unit.changed(access.consentVersions, 'all');
  if (input.requiredForRemoteControl !== true) return;
  await tellOutdated(access, unit, {
    version: input.version,
    effectiveFrom: input.effectiveFrom.toISOString(),
    satisfied: satisfying(before),
  });
}

/** A text is published once, after those before it, and a required one leaves owners the time to accept it. */
function requirePublishable(
  access: Access,
  input: NewConsentText,
  versions: readonly ConsentVersionRow[],
): void {
  const errors: { pointer: string; message: string }[] = [];
  const say = (pointer: string, message: string) => errors.push({ pointer, message });
  if (versions.some(({ version }) => version === input.version))
    say('/version', 'is published already, and a published text never changes; choose another version');
  for (const language of LANGUAGES) {
    if (input.texts[language].trim() === '') say(`/texts/${language}`, 'is empty');
  }
  const from = input.effectiveFrom.getTime();
  const newest = versions.at(-1)?.effective_from;
  if (newest && from < newest.getTime())
    say('/effectiveFrom', `is before the newest version, which takes effect on ${newest.toISOString()}`);
  const earliest = access.clock.now() + access.consentNoticeMs;
  if (input.requiredForRemoteControl === true && access.consentNoticeMs > 0 && from < earliest) {
    say(
      '/effectiveFrom',
      `a required text takes effect after its notice, at the earliest on ${new Date(earliest).toISOString()}`,
    );
  }
  if (errors.length > 0) throw new AppError('request-invalid', { errors });
}
