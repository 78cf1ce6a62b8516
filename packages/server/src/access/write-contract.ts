import type { ContractStatus } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { sliceOfGateway, type UnitOfWork } from '../platform/database/unit-of-work.ts';
import { contractKey, type Access } from './access.ts';
import { SYSTEM, type Actor } from './access-record/actor.ts';
import { noteChange } from './access-record/note-change.ts';
import {
  allowedActions,
  hasEnded,
  statusAt,
  type ContractActor,
  type ContractStep,
} from './contract-machine.ts';
import { appendEnd } from './consent-ledger/append.ts';
import { contractView } from './contract-view.ts';
import type { ContractStatusFact } from './facts.ts';
import { mailContract } from './mails/mail-contract.ts';
import { endedContract } from './removals/ended.ts';
import { deleteContract, lockContract, upsertContract } from './store.ts';
import type { ConsentVersionRow, ContractRow } from './tables.ts';

export const EXPIRE_KIND = 'contract-expire';
export const FORGET_KIND = 'contract-forget';
/** A contract that has ended and that the partner never acknowledged is forgotten after this. */
const FORGET_AFTER_MS = 90 * 86_400_000;

export interface ContractId {
  readonly companyId: string;
  readonly gatewayId: number;
}

/** What the event about a contract needs besides the row; read before the transaction, which holds one connection only. */
export interface Told {
  readonly versions: readonly ConsentVersionRow[];
}

export async function readTold(access: Access): Promise<Told> {
  return { versions: await access.consentVersions.get('all') };
}

/**
 * The contract, locked, and expired first when its time box has run out. Its timer is locked before it, in the order of
 * a timer that fires, so that the two never wait for each other; `writeContract` sets it anew.
 */
export async function lockCurrent(
  access: Access,
  unit: UnitOfWork,
  { companyId, gatewayId }: ContractId,
  told: Told,
): Promise<ContractRow | undefined> {
  await unit.cancel(sliceOfGateway(gatewayId), timerId({ companyId, gatewayId }));
  const row = await lockContract(unit.tx, companyId, gatewayId);
  if (!row || statusAt(row, access.clock.now()) === row.status) return row;
  return expire(access, unit, row, told);
}

/** Ends a contract as of the end of its time box, however late that is noticed. */
export async function expire(
  access: Access,
  unit: UnitOfWork,
  before: ContractRow,
  told: Told,
): Promise<ContractRow> {
  const endedAt = before.valid_until ?? new Date(access.clock.now());
  const row: ContractRow = { ...before, status: 'EXPIRED', updated_at: endedAt };
  await writeContract(access, unit, row, { from: before.status, actor: 'SYSTEM', by: SYSTEM }, told);
  return row;
}

/** From where a contract comes, in which role that was done, and by whom. */
export interface ContractChange {
  readonly from: ContractStatus | null;
  readonly actor: ContractActor;
  readonly by: Actor;
}

/**
 * The one place where the status of a contract is written: the row, its timer, the end of its consent in the ledger, the
 * owner's record, the mail to its owners, and the fact that moves its audience.
 */
export async function writeContract(
  access: Access,
  unit: UnitOfWork,
  row: ContractRow,
  { by, ...change }: ContractChange,
  told: Told,
): Promise<void> {
  await upsertContract(unit.tx, row);
  await setTimer(unit, row);
  if (hasEnded(row.status)) await appendEnd(access, unit, row);
  if (hasEnded(row.status) || row.status === 'PAUSED') unit.ended(endedContract(row, change.actor));
  await noteChange(access, unit, {
    gatewayId: row.gateway_id,
    dataFrom: row.data_from,
    actor: by,
    action: 'CONTRACT',
    detail: recorded(row),
  });
  await mailContract(access, unit, row, change.from);
  const active = row.status === 'ACTIVE';
  const changedAtMs = row.updated_at.getTime();
  const fact: ContractStatusFact = {
    kind: 'contract-status',
    data: { ...change, to: row.status, contract: contractView(row, told.versions, changedAtMs) },
    monitoring: active && row.monitoring,
    dataPoints: active && row.data_points,
  };
  unit.tell({
    kind: fact.kind,
    gatewayId: row.gateway_id,
    companyId: row.company_id,
    occurredAtMs: changedAtMs,
    payload: fact,
  });
  dropCached(access, unit, row);
}

/** What a step led to, for the owner's record; not from where, which may be of the time of an earlier owner. */
function recorded(row: ContractRow): object {
  return {
    companyId: row.company_id,
    to: row.status,
    ...(row.closed_by && { closedBy: row.closed_by }),
    scope: { monitoring: row.monitoring, remoteControl: row.remote_control, dataPoints: row.data_points },
    ...(row.valid_until && { validUntil: row.valid_until.toISOString() }),
    consentVersion: row.consent_version,
  };
}

/** As if the contract had never been; no event, since its end was told. */
export async function forgetContract(access: Access, unit: UnitOfWork, row: ContractRow): Promise<void> {
  await deleteContract(unit.tx, row.company_id, row.gateway_id);
  await unit.cancel(sliceOfGateway(row.gateway_id), timerId(idOf(row)));
  dropCached(access, unit, row);
}

export function transitionNotAllowed(from: ContractStatus, { actor, action }: ContractStep): AppError {
  return new AppError('transition-not-allowed', { from, action, allowed: allowedActions(from, actor) });
}

/** One timer for each contract: until it has ended the end of its time box, then the day it is forgotten. */
export async function setTimer(unit: UnitOfWork, row: ContractRow): Promise<void> {
  const payload = idOf(row);
  const slice = sliceOfGateway(row.gateway_id);
  const id = timerId(payload);
  if (hasEnded(row.status)) {
    const dueAtMs = row.updated_at.getTime() + FORGET_AFTER_MS;
    await unit.schedule({ slice, id, kind: FORGET_KIND, dueAtMs, payload });
  } else if (row.valid_until) {
    await unit.schedule({ slice, id, kind: EXPIRE_KIND, dueAtMs: row.valid_until.getTime(), payload });
  } else {
    await unit.cancel(slice, id);
  }
}

function idOf(row: ContractRow): ContractId {
  return { companyId: row.company_id, gatewayId: row.gateway_id };
}

function timerId({ companyId, gatewayId }: ContractId): string {
  return `contract:${companyId}:${gatewayId}`;
}

function dropCached(access: Access, unit: UnitOfWork, row: ContractRow): void {
  unit.changed(access.contracts, contractKey(row.company_id, row.gateway_id));
  unit.changed(access.contractCounts, row.company_id);
}
