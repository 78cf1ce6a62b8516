import { isDeepStrictEqual } from 'node:util';
import type {
  CompanySettings,
  CompanySettingsPatch,
  CompanySettingsResult,
  OnboardingWarning,
} from '@hearthgate/wire';
import {
  lockInService,
  noteCompanyChange,
  readCompany,
  requireRole,
  settingsFaults,
  settingsOf,
  settingsWarnings,
  writeOnboarding,
  type MemberContext,
} from '../../access/index.ts';
import { endpointsOutside } from '../../events/index.ts';
import { AppError } from '../../platform/app-error.ts';

type Company = Awaited<ReturnType<typeof readCompany>>;

/** The company as every member may see it; before its onboarding it has no settings. */
export async function describeOwnCompany({ access, companyId }: MemberContext): Promise<CompanySettings> {
  return viewOf(await readCompany(access, companyId));
}

/**
 * An administrator changes settings of the own company; operators who have read the onboarding document before are told
 * (`version-conflict`), as this is told when they were first.
 */
export async function changeCompany(
  { access, companyId, memberId, role }: MemberContext,
  { patch, version }: { patch: CompanySettingsPatch; version: number | undefined },
): Promise<CompanySettingsResult> {
  requireRole(role, 'ADMIN');
  return access.transact(async (unit) => {
    const company = await lockInService(unit, companyId);
    const before = settingsOf(company);
    if (!before) throw new AppError('company-suspended');
    requireVersion(company, version);
    const after = { ...before, ...patch };
    const errors = await settingsFaults(access, unit.tx, after);
    if (errors.length > 0) throw new AppError('request-invalid', { errors });
    const warnings = [
      ...(await settingsWarnings(unit.tx, company, after)),
      ...(await hostWarnings(unit.tx, companyId, after.webhookHosts)),
    ];
    const changes = changesOf(before, patch);
    if (changes.length === 0) return { company: viewOf(company), warnings };
    await writeOnboarding(access, unit, company, after);
    const entry = { action: 'SETTINGS_CHANGED', detail: { changes } } as const;
    await noteCompanyChange(access, unit.tx, { companyId, memberId }, entry);
    return { company: viewOf(await lockInService(unit, companyId)), warnings };
  });
}

function changesOf(before: object, patch: CompanySettingsPatch) {
  const old = before as Readonly<Record<string, unknown>>;
  return Object.entries(patch).flatMap(([name, to]) =>
    isDeepStrictEqual(old[name], to) ? [] : [{ path: `/${name}`, from: old[name], to }],
  );
}

async function hostWarnings(
  tx: Parameters<typeof endpointsOutside>[0],
  companyId: string,
  hosts: readonly string[],
): Promise<OnboardingWarning[]> {
  return (await endpointsOutside(tx, companyId, hosts)).map((name) => ({
    path: '/webhookHosts',
    message: `the endpoint ${name} leads to a host that is not on the list: nothing is sent to it until it is`,
  }));
}

function requireVersion(company: Company, version: number | undefined): void {
  if (version === undefined) {
    const message = `is needed: the version you read, such as If-Match: "${company.version}"`;
    throw new AppError('request-invalid', { errors: [{ pointer: '/headers/if-match', message }] });
  }
  if (version !== company.version) throw new AppError('version-conflict', { current: company.version });
}

function viewOf(company: Company): CompanySettings {
  const { administrator_name: name, administrator_email: email } = company;
  return {
    companyId: company.company_id,
    name: company.name,
    ...(company.brand && { brand: company.brand }),
    status: company.status,
    version: company.version,
    ...(name !== null && email !== null && { administrator: { name, email } }),
    languages: company.languages,
    ipAllowList: company.ip_allow_list,
    ipMode: company.ip_mode,
    redirectUris: company.redirect_uris,
    webhookHosts: company.webhook_hosts,
    acceptance: {
      ownerInitiated: company.owner_initiated_auto ? 'AUTOMATIC' : 'MANUAL',
      partnerInitiated: company.partner_initiated_auto ? 'AUTOMATIC' : 'MANUAL',
    },
    dataPoints: company.data_points,
    plan: company.plan,
  };
}
