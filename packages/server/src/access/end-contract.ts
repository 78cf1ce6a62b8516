import { AppError } from '../platform/app-error.ts';
import { requireClaim, type OwnerContext } from './owner.ts';
import type { ContractRow } from './tables.ts';
import { takeStep } from './take-step.ts';
import type { ContractId } from './write-contract.ts';

/** The owner ends a contract, or withdraws one that waits; from then on every call and delivery is refused. */
export async function endContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  await requireClaim(owner, input.gatewayId);
  const ended = await takeStep(owner.access, input, ({ status }) => ({
    actor: 'OWNER',
    action: status === 'PENDING' ? 'WITHDRAW' : 'END',
  }));
  if (!ended) throw new AppError('not-found');
  return ended;
}
