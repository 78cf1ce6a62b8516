import { AppError } from '../platform/app-error.ts';
import type { Access } from './access.ts';
import { rowOfLimits, type PlanLimits } from './plan.ts';
import { upsertPlan } from './store.ts';

/** The table of the documented limits: companies rely on it, so it stays. */
const REFERENCE = 'reference';

/** Makes or changes a plan; its companies have the new limits with their next request. */
export async function setPlan(access: Access, limits: PlanLimits): Promise<PlanLimits> {
  if (limits.plan === REFERENCE) {
    const message = 'holds the documented limits and stays as it is; make a plan with another name';
    throw new AppError('request-invalid', { errors: [{ pointer: '/path/plan', message }] });
  }
  await access.transact(async (unit) => {
    await upsertPlan(unit.tx, rowOfLimits(limits));
    unit.changed(access.plans, limits.plan);
  });
  return limits;
}
