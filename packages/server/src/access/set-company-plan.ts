import { AppError } from '../platform/app-error.ts';
import type { Access } from './access.ts';
import { findPlan, updateCompanyPlan } from './store.ts';

/** The company's limits are those of the plan from its next request on. */
export async function setCompanyPlan(
  access: Access,
  input: { companyId: string; plan: string },
): Promise<{ companyId: string; plan: string }> {
  const { companyId, plan } = input;
  if (!(await findPlan(access.db, plan))) {
    const message = `there is no plan ${plan}; GET /operator/plans lists them`;
    throw new AppError('request-invalid', { errors: [{ pointer: '/plan', message }] });
  }
  await access.transact(async (unit) => {
    if (!(await updateCompanyPlan(unit.tx, companyId, plan))) throw new AppError('not-found');
    unit.changed(access.companies, companyId);
  });
  return { companyId, plan };
}
