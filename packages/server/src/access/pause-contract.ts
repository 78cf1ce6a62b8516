import type { OwnerContext } from './owner.ts';
import { takeOwnerStep } from './owner-step.ts';
import type { ContractRow } from './tables.ts';
import type { ContractId } from './write-contract.ts';

/** The owner pauses a contract: calls and events stop until it is resumed. */
export function pauseContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  return takeOwnerStep(owner, input, () => ({ actor: 'OWNER', action: 'PAUSE' }));
}
