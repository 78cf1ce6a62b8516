import type { CompanyStatus } from '@hearthgate/wire';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { Access } from '../access.ts';
import { endedCompany } from '../removals/ended.ts';
import type { CompanyRow } from '../tables.ts';
import { companyStep, type CompanyAction } from './company-machine.ts';
import { lockRegistered } from './onboarding.ts';
import { updateCompany } from './store.ts';

/**
 * Suspends a company, lets it go on, or ends it: calls, deliveries and waiting commands ask for the status each time.
 * `offboardCompany` does what an end needs besides.
 */
export async function changeCompanyStatus(
  access: Access,
  unit: UnitOfWork,
  input: { companyId: string; action: Exclude<CompanyAction, 'ONBOARD'>; reason: string | null },
): Promise<CompanyRow> {
  const company = await lockRegistered(unit, input.companyId);
  const status: CompanyStatus = companyStep(company.status, input.action);
  const change = {
    status,
    status_reason: input.reason,
    status_changed_at: new Date(access.clock.now()),
  };
  await updateCompany(unit.tx, input.companyId, change);
  if (status === 'SUSPENDED' || status === 'OFFBOARDED')
    unit.ended(endedCompany(access, input.companyId, status));
  unit.changed(access.companies, input.companyId);
  return { ...company, ...change };
}
