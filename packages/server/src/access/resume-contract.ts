import { AppError } from '../platform/app-error.ts';
import { requireClaim, type OwnerContext } from './owner.ts';
import type { ContractRow } from './tables.ts';
import { takeStep } from './take-step.ts';
import type { ContractId } from './write-contract.ts';

/** The owner lets a paused contract go on, with the scope and the time box it had. */
export async function resumeContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  await requireClaim(owner, input.gatewayId);
  const row = await takeStep(owner.access, input, () => ({ actor: 'OWNER', action: 'RESUME' }));
  if (!row) throw new AppError('not-found');
  return row;
}
