import type { CompanyStatus } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';

export type CompanyAction = 'ONBOARD' | 'SUSPEND' | 'RESUME' | 'OFFBOARD';

/** What leads where; what is not listed is not allowed. A suspended company is onboarded anew without being let in. */
const STEPS: Readonly<Record<CompanyStatus, Partial<Record<CompanyAction, CompanyStatus>>>> = {
  REGISTERED: { ONBOARD: 'ACTIVE', OFFBOARD: 'OFFBOARDED' },
  ACTIVE: { ONBOARD: 'ACTIVE', SUSPEND: 'SUSPENDED', OFFBOARD: 'OFFBOARDED' },
  SUSPENDED: { ONBOARD: 'SUSPENDED', RESUME: 'ACTIVE', OFFBOARD: 'OFFBOARDED' },
  OFFBOARDED: {},
};

/** Where the action leads; 409 when it is not allowed from here. */
export function companyStep(from: CompanyStatus, action: CompanyAction): CompanyStatus {
  const to = STEPS[from][action];
  if (to === undefined)
    throw new AppError('transition-not-allowed', { from, action, allowed: Object.keys(STEPS[from]) });
  return to;
}

/** Refuses what a company asks for that has no API access. Its keys went with it, so one that left is told so (401). */
export function requireInService({ status }: { status: CompanyStatus }): void {
  if (status === 'ACTIVE') return;
  if (status === 'OFFBOARDED') throw new AppError('api-key-removed', {}, { 'www-authenticate': 'ApiKey' });
  throw new AppError('company-suspended');
}

/** Refuses a new contract with a company that may not have one. */
export function requireEligible(company: { status: CompanyStatus; gatekeeper: boolean }): void {
  if (company.status !== 'ACTIVE') throw new AppError('company-not-available');
  if (company.gatekeeper) throw new AppError('gatekeeper-not-eligible');
}
