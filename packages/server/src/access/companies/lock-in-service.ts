import { AppError } from '../../platform/app-error.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { CompanyRow } from '../tables.ts';
import { requireInService } from './company-machine.ts';
import { lockCompany } from './store.ts';

/** The calling company, locked until the transaction ends: one that is leaving gets nothing that would outlive it. */
export async function lockInService(unit: UnitOfWork, companyId: string): Promise<CompanyRow> {
  const company = await lockCompany(unit.tx, companyId);
  if (!company) throw new AppError('not-found');
  requireInService(company);
  return company;
}
