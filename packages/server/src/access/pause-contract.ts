import { AppError } from '../platform/app-error.ts';
import { requireClaim, type OwnerContext } from './owner.ts';
import type { ContractRow } from './tables.ts';
import { takeStep } from './take-step.ts';
import type { ContractId } from './write-contract.ts';

/** The owner pauses a contract: calls and events stop until it is resumed. */
export async function pauseContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  await requireClaim(owner, input.gatewayId);
  const row = await takeStep(owner.access, input, () => ({ actor: 'OWNER', action: 'PAUSE' }));
  if (!row) throw new AppError('not-found');
  return row;
}
