import { AppError } from '../platform/app-error.ts';
import type { ContractStep } from './contract-machine.ts';
import { asActor, requireClaim, type OwnerContext } from './owner.ts';
import type { ContractRow } from './tables.ts';
import { takeStep } from './take-step.ts';
import type { ContractId } from './write-contract.ts';

/** A step that an owner takes with a contract of an own gateway; one of an earlier owner's time does not exist for them. */
export async function takeOwnerStep(
  owner: OwnerContext,
  id: ContractId,
  choose: (before: ContractRow) => ContractStep,
): Promise<ContractRow> {
  const claim = await requireClaim(owner, id.gatewayId);
  const row = await takeStep(owner.access, id, asActor(owner), (before) => {
    if (before.data_from < claim.dataFrom) throw new AppError('not-found');
    return choose(before);
  });
  if (!row) throw new AppError('not-found');
  return row;
}
