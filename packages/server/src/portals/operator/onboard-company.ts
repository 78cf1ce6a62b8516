import type { Onboarding, OnboardingResult, OnboardingState } from '@hearthgate/wire';
import {
  companyStep,
  issueAdministratorLink,
  issueFirstKeyLink,
  lockRegistered,
  readCompany,
  settingsFaults,
  settingsOf,
  settingsWarnings,
  writeOnboarding,
  type Access,
} from '../../access/index.ts';
import {
  listWebhooks,
  replaceWebhooks,
  webhookFaults,
  webhookWarnings,
  type Events,
} from '../../events/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { diffOnboarding } from './diff-onboarding.ts';

/** What operators work with. That an operator asks is checked by the gate of the port that the routes are on. */
export interface OperatorContext {
  readonly access: Access;
  readonly events: Events;
}

export interface OnboardingInput {
  readonly companyId: string;
  readonly document: Onboarding;
  /** The version that the document was made from; a dry run needs none. */
  readonly version: number | undefined;
  readonly dryRun: boolean;
}

type Company = Awaited<ReturnType<typeof readCompany>>;

/**
 * Makes the document so, in one transaction over both domains, or with `dryRun` only tells what it would change. The first
 * time it lets the company in, and makes the links to its first key and for its administrator.
 */
export async function onboardCompany(
  { access, events }: OperatorContext,
  { companyId, document, version, dryRun }: OnboardingInput,
): Promise<OnboardingResult> {
  const { webhooks, companyId: named, ...settings } = document;
  if (named !== companyId) throw invalid([{ pointer: '/companyId', message: 'is not the one of the path' }]);
  return access.transact(async (unit) => {
    const { tx } = unit;
    const company = await lockRegistered(unit, companyId);
    companyStep(company.status, 'ONBOARD');
    if (!dryRun) requireVersion(company, version);
    const wanted = { companyId, webhooks, hosts: settings.webhookHosts };
    const faults = [
      ...(await settingsFaults(access, tx, settings)),
      ...(await webhookFaults(events, tx, wanted)),
    ];
    if (faults.length > 0) throw invalid(faults);
    const before = documentOf(company, await listWebhooks(tx, companyId));
    const changes = diffOnboarding(before, document);
    const newSecrets = changes.filter(
      ({ path, from }) => before && from === null && path.startsWith('/webhooks/'),
    );
    const warnings = [
      ...(await settingsWarnings(tx, company, settings)),
      ...(await webhookWarnings(tx, wanted)),
      ...newSecrets.map(({ path }) => ({
        path,
        message: 'the company learns its secret with the next link: POST .../first-key-link',
      })),
    ];
    const told = { dryRun, changes, warnings };
    if (dryRun || changes.length === 0) return { version: company.version, ...told };
    const written = await writeOnboarding(access, unit, company, settings);
    await replaceWebhooks(events, unit, wanted);
    if (before) return { version: written, ...told };
    // One mail has both links.
    const link = await issueAdministratorLink(access, unit, company);
    const firstKey = await issueFirstKeyLink(access, unit, company, link?.joinUrl);
    const administrator = link && { ...link, mailSent: firstKey.mailSent };
    return { version: written, ...told, firstKey, ...(administrator && { administrator }) };
  });
}

/** The document as it stands, with the version that a change has to name. */
export async function readOnboarding(
  { access }: OperatorContext,
  companyId: string,
): Promise<OnboardingState> {
  // The version comes first: what changes between the two reads is found by the next PUT.
  const company = await readCompany(access, companyId);
  const onboarding = documentOf(company, await listWebhooks(access.db, companyId));
  return { companyId, version: company.version, onboarding };
}

function documentOf(company: Company, webhooks: Onboarding['webhooks']): Onboarding | null {
  const settings = settingsOf(company);
  return settings && { companyId: company.company_id, ...settings, webhooks };
}

function requireVersion(company: Company, version: number | undefined): void {
  if (version === undefined) {
    const message = `is needed: the version you read, such as If-Match: "${company.version}"`;
    throw invalid([{ pointer: '/headers/if-match', message }]);
  }
  if (version !== company.version) throw new AppError('version-conflict', { current: company.version });
}

function invalid(errors: readonly { pointer: string; message: string }[]): AppError {
  return new AppError('request-invalid', { errors });
}
