import type { OwnerContext } from './owner.ts';
import { takeOwnerStep } from './owner-step.ts';
import type { ContractRow } from './tables.ts';
import type { ContractId } from './write-contract.ts';

/** The owner lets a paused contract go on, with the scope and the time box it had. */
export function resumeContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  return takeOwnerStep(owner, input, () => ({ actor: 'OWNER', action: 'RESUME' }));
}
