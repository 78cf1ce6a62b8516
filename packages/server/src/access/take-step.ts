import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { Access } from './access.ts';
import type { Actor } from './access-record/actor.ts';
import { noteChange } from './access-record/note-change.ts';
import { noteCompanyChange } from './company-record/note-company-change.ts';
import { closedBy, nextStatus, type ContractStep } from './contract-machine.ts';
import type { ContractRow } from './tables.ts';
import {
  forgetContract,
  lockCurrent,
  readTold,
  transitionNotAllowed,
  writeContract,
  type ContractId,
  type Told,
} from './write-contract.ts';

/**
 * One step of the machine on a locked contract: of two at once the second sees where the first has led. Undefined when
 * there is no contract; the caller has checked that this actor may act on it.
 */
export async function takeStep(
  access: Access,
  id: ContractId,
  by: Actor,
  choose: (before: ContractRow) => ContractStep,
): Promise<ContractRow | undefined> {
  const told = await readTold(access);
  return access.transact(async (unit) => {
    const before = await lockCurrent(access, unit, id, told);
    return before && advance(access, unit, before, { step: choose(before), by }, told);
  });
}

/** The step itself, on a contract that `lockCurrent` has locked. */
export async function advance(
  access: Access,
  unit: UnitOfWork,
  before: ContractRow,
  { step, by }: { step: ContractStep; by: Actor },
  told: Told,
): Promise<ContractRow> {
  const next = nextStatus(before.status, step);
  if (next === undefined) throw transitionNotAllowed(before.status, step);
  await noteStep(access, unit, before, step, by);
  if (next === 'GONE') {
    await forgetContract(access, unit, before);
    await noteChange(access, unit, {
      gatewayId: before.gateway_id,
      dataFrom: before.data_from,
      actor: by,
      action: 'CONTRACT',
      detail: { companyId: before.company_id, to: next },
    });
    return before;
  }
  const row: ContractRow = {
    ...before,
    status: next,
    closed_by: closedBy(next, step),
    updated_at: new Date(access.clock.now()),
  };
  await writeContract(access, unit, row, { from: before.status, actor: step.actor, by }, told);
  return row;
}

/** What a member did with a contract; what programs do they know. */
async function noteStep(
  access: Access,
  unit: UnitOfWork,
  { company_id: companyId, gateway_id: gatewayId }: ContractRow,
  { actor, action }: ContractStep,
  { memberId }: Actor,
): Promise<void> {
  if (actor !== 'PARTNER' || memberId === undefined) return;
  await noteCompanyChange(
    access,
    unit.tx,
    { companyId, memberId },
    {
      action: RECORDED_AS[action],
      target: String(gatewayId),
    },
  );
}

const RECORDED_AS = {
  ACCEPT: 'CONTRACT_ACCEPTED',
  REJECT: 'CONTRACT_REJECTED',
  REVOKE: 'CONTRACT_REVOKED',
  ACKNOWLEDGE: 'CONTRACT_ACKNOWLEDGED',
} as const;
