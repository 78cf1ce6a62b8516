import type { CompanyDetail, CompanySummary } from '@hearthgate/wire';
import {
  changeCompanyStatus,
  companySummary,
  describeCompany as describeAccess,
  offboardCompany as offboardAccess,
} from '../../access/index.ts';
import { removeWebhooks, resumeDelivery, webhookDetails } from '../../events/index.ts';
import type { OperatorContext } from './onboard-company.ts';

interface Because {
  readonly companyId: string;
  readonly reason: string;
}

export async function describeCompany(
  { access, events }: OperatorContext,
  companyId: string,
): Promise<CompanyDetail> {
  const company = await describeAccess(access, companyId);
  return { ...company, webhooks: await webhookDetails(events, companyId) };
}

/** From the commit on every call is refused, waiting commands too, and deliveries stand still with their backlog. */
export async function suspendCompany({ access }: OperatorContext, input: Because): Promise<CompanySummary> {
  const change = { ...input, action: 'SUSPEND' } as const;
  return access.transact(async (unit) => companySummary(await changeCompanyStatus(access, unit, change)));
}

export async function resumeCompany(
  { access, events }: OperatorContext,
  { companyId }: { companyId: string },
): Promise<CompanySummary> {
  return access.transact(async (unit) => {
    const change = { companyId, action: 'RESUME', reason: null } as const;
    const company = await changeCompanyStatus(access, unit, change);
    await resumeDelivery(events, unit, companyId);
    return companySummary(company);
  });
}

/** For good: keys, link and webhooks are gone with the commit, the contracts soon after. */
export async function offboardCompany(
  { access, events }: OperatorContext,
  input: Because,
): Promise<CompanySummary> {
  return access.transact(async (unit) => {
    const company = await offboardAccess(access, unit, input);
    await removeWebhooks(events, unit, input.companyId);
    return companySummary(company);
  });
}
