import { AppError } from '../platform/app-error.ts';
import type { PartnerContext } from './act-on-contract.ts';
import { companyActor } from './caller.ts';
import { requireAccess } from './require-access.ts';
import { takeStep } from './take-step.ts';

/** The partner has taken note that a contract ended; afterwards it is as if it had never been. */
export async function acknowledgeContract(
  { access, caller }: PartnerContext,
  input: { gatewayId: string },
): Promise<void> {
  const grant = await requireAccess(access, caller, input.gatewayId, 'contract');
  const step = { actor: 'PARTNER', action: 'ACKNOWLEDGE' } as const;
  const row = await takeStep(access, grant, companyActor(caller), () => step);
  if (!row) throw new AppError('access-not-granted');
}
