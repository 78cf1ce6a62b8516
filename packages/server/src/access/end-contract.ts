import type { OwnerContext } from './owner.ts';
import { takeOwnerStep } from './owner-step.ts';
import type { ContractRow } from './tables.ts';
import type { ContractId } from './write-contract.ts';

/** The owner ends a contract, or withdraws one that waits; from then on every call and delivery is refused. */
export function endContract(owner: OwnerContext, input: ContractId): Promise<ContractRow> {
  return takeOwnerStep(owner, input, ({ status }) => ({
    actor: 'OWNER',
    action: status === 'PENDING' ? 'WITHDRAW' : 'END',
  }));
}
