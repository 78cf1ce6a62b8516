import { isDeepStrictEqual } from 'node:util';
import type { Onboarding } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { mailCompany } from '../mails/mail-company.ts';
import { findCompany } from '../store.ts';
import type { CompanyRow } from '../tables.ts';
import { companyStep } from './company-machine.ts';
import { lockCompany, updateCompany } from './store.ts';

/** The part of the onboarding document that this domain keeps; webhooks belong to `events`. */
export type CompanySettings = Omit<Onboarding, 'companyId' | 'webhooks'>;

const NOT_REGISTERED = {
  pointer: '/path/companyId',
  message:
    'no such company is registered: it applies with POST /registrations, and an operator approves the application',
};

export async function readCompany({ db }: Access, companyId: string): Promise<CompanyRow> {
  const company = await findCompany(db, companyId);
  if (!company) throw new AppError('not-found', { errors: [NOT_REGISTERED] });
  return company;
}

/** The company, locked until the transaction ends; 404 with the cure when it never registered. */
export async function lockRegistered(unit: UnitOfWork, companyId: string): Promise<CompanyRow> {
  const company = await lockCompany(unit.tx, companyId);
  if (!company) throw new AppError('not-found', { errors: [NOT_REGISTERED] });
  return company;
}

/** Null before the first onboarding. */
export function settingsOf(company: CompanyRow): CompanySettings | null {
  if (company.version === 0) return null;
  return {
    languages: company.languages,
    ipAllowList: company.ip_allow_list,
    ipMode: company.ip_mode,
    redirectUris: company.redirect_uris,
    webhookHosts: company.webhook_hosts,
    gatekeeper: company.gatekeeper,
    acceptance: {
      ownerInitiated: company.owner_initiated_auto ? 'AUTOMATIC' : 'MANUAL',
      partnerInitiated: company.partner_initiated_auto ? 'AUTOMATIC' : 'MANUAL',
    },
    dataPoints: company.data_points,
    plan: company.plan,
  };
}

/** Writes the settings of a locked company as its next version, which is the answer; the first one lets it in. */
export async function writeOnboarding(
  access: Access,
  unit: UnitOfWork,
  company: CompanyRow,
  settings: CompanySettings,
): Promise<number> {
  const status = companyStep(company.status, 'ONBOARD');
  const version = company.version + 1;
  await updateCompany(unit.tx, company.company_id, {
    languages: settings.languages,
    ip_allow_list: settings.ipAllowList,
    ip_mode: settings.ipMode,
    redirect_uris: settings.redirectUris,
    webhook_hosts: settings.webhookHosts,
    gatekeeper: settings.gatekeeper,
    owner_initiated_auto: settings.acceptance.ownerInitiated === 'AUTOMATIC',
    partner_initiated_auto: settings.acceptance.partnerInitiated === 'AUTOMATIC',
    data_points: settings.dataPoints,
    plan: settings.plan,
    version,
    status,
    ...(status !== company.status && { status_changed_at: new Date(access.clock.now()) }),
  });
  unit.changed(access.companies, company.company_id);
  if (company.version > 0) await mailHosts(unit, company, settings.webhookHosts);
  return version;
}

/** Where events may be sent is the administrator's matter too, whoever changed it. */
async function mailHosts(
  unit: UnitOfWork,
  { company_id: companyId, webhook_hosts: before }: CompanyRow,
  hosts: readonly string[],
): Promise<void> {
  if (isDeepStrictEqual(before.toSorted(), hosts.toSorted())) return;
  const data = { hosts: hosts.join(', ') || '-' };
  await mailCompany(unit, companyId, (company) => ({
    template: 'webhook-hosts',
    data: { company, ...data },
  }));
}

/** A part of the document was changed by the company itself: an operator who has read it before is told (`version-conflict`). */
export async function raiseVersion(access: Access, unit: UnitOfWork, company: CompanyRow): Promise<void> {
  await updateCompany(unit.tx, company.company_id, { version: company.version + 1 });
  unit.changed(access.companies, company.company_id);
}
