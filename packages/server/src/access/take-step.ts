import type { Access } from './access.ts';
import { nextStatus, type ContractStep } from './contract-machine.ts';
import type { ContractRow } from './tables.ts';
import {
  forgetContract,
  lockCurrent,
  readTold,
  transitionNotAllowed,
  writeContract,
  type ContractId,
} from './write-contract.ts';

/**
 * One step of the machine on a locked contract: of two at once the second sees where the first has led. Undefined when
 * there is no contract; the caller has checked that this actor may act on it.
 */
export async function takeStep(
  access: Access,
  id: ContractId,
  choose: (before: ContractRow) => ContractStep,
): Promise<ContractRow | undefined> {
  const told = await readTold(access, id.companyId);
  return access.transact(async (unit) => {
    const before = await lockCurrent(access, unit, id, told);
    if (!before) return undefined;
    const step = choose(before);
    const next = nextStatus(before.status, step);
    if (next === undefined) throw transitionNotAllowed(before.status, step);
    if (next === 'GONE') {
      await forgetContract(access, unit, before);
      return before;
    }
    const row: ContractRow = { ...before, status: next, updated_at: new Date(access.clock.now()) };
    await writeContract(access, unit, row, { from: before.status, actor: step.actor }, told);
    return row;
  });
}
