import type { Access } from './access.ts';
import { limitsOfRow, type PlanLimits } from './plan.ts';
import { listPlanRows } from './store.ts';

/** All plans, by name. */
export async function listPlans(access: Access): Promise<PlanLimits[]> {
  return (await listPlanRows(access.db)).map(limitsOfRow);
}
