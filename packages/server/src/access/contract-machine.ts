import type { ClosedBy, ContractAction, ContractStatus } from '@hearthgate/wire';
import type { ContractRow } from './tables.ts';

export type ContractActor = 'OWNER' | 'PARTNER' | 'SYSTEM';
export type ContractStep =
  | { readonly actor: 'OWNER'; readonly action: 'SHARE' | 'WITHDRAW' | 'PAUSE' | 'RESUME' | 'END' }
  | { readonly actor: 'PARTNER'; readonly action: ContractAction }
  | { readonly actor: 'SYSTEM'; readonly action: 'EXPIRE' }
  | { readonly actor: 'SYSTEM'; readonly action: 'CLOSE'; readonly why: Exclude<ClosedBy, 'OWNER'> };

/** `GONE`: the contract is forgotten, as if it had never been. */
type Next = ContractStatus | 'GONE';

/** What leads where; a step that is not listed is not allowed. The words besides `ACTIVE` are ours. */
const STEPS: Readonly<Record<ContractStatus, Readonly<Record<string, Next>>>> = {
  PENDING: {
    'PARTNER ACCEPT': 'ACTIVE',
    'PARTNER REJECT': 'REJECTED',
    'OWNER WITHDRAW': 'CLOSED',
    'SYSTEM EXPIRE': 'EXPIRED',
    'SYSTEM CLOSE': 'CLOSED',
  },
  ACTIVE: {
    'OWNER PAUSE': 'PAUSED',
    'PARTNER REVOKE': 'REVOKED',
    'OWNER END': 'CLOSED',
    'SYSTEM EXPIRE': 'EXPIRED',
    'SYSTEM CLOSE': 'CLOSED',
  },
  PAUSED: {
    'OWNER RESUME': 'ACTIVE',
    'PARTNER REVOKE': 'REVOKED',
    'OWNER END': 'CLOSED',
    'SYSTEM EXPIRE': 'EXPIRED',
    'SYSTEM CLOSE': 'CLOSED',
  },
  CLOSED: { 'OWNER SHARE': 'PENDING', 'PARTNER ACKNOWLEDGE': 'GONE' },
  REJECTED: { 'OWNER SHARE': 'PENDING', 'PARTNER ACKNOWLEDGE': 'GONE' },
  REVOKED: { 'OWNER SHARE': 'PENDING', 'PARTNER ACKNOWLEDGE': 'GONE' },
  EXPIRED: { 'OWNER SHARE': 'PENDING', 'PARTNER ACKNOWLEDGE': 'GONE' },
};

/** Where a step leads; undefined when it is not allowed from here. */
export function nextStatus(from: ContractStatus, step: ContractStep): Next | undefined {
  return STEPS[from][`${step.actor} ${step.action}`];
}

/** Who closed a contract that a step has led to `to`. */
export function closedBy(to: ContractStatus, step: ContractStep): ClosedBy | null {
  if (to !== 'CLOSED') return null;
  return step.action === 'CLOSE' ? step.why : 'OWNER';
}

/** Actions that this actor may take from this status. */
export function allowedActions(from: ContractStatus, actor: ContractActor): string[] {
  return Object.keys(STEPS[from]).flatMap((step) =>
    step.startsWith(`${actor} `) ? [step.slice(actor.length + 1)] : [],
  );
}

/** Nothing can come back from here but a new share. */
export function hasEnded(status: ContractStatus): boolean {
  return nextStatus(status, { actor: 'PARTNER', action: 'ACKNOWLEDGE' }) === 'GONE';
}

/** Status by the clock: a time box that has run out counts before its timer has run. */
export function statusAt(row: Pick<ContractRow, 'status' | 'valid_until'>, nowMs: number): ContractStatus {
  const ranOut = row.valid_until !== null && row.valid_until.getTime() <= nowMs;
  return ranOut && !hasEnded(row.status) ? 'EXPIRED' : row.status;
}

/** Actions a partner may take from this status. */
export function partnerActions(from: ContractStatus): ContractAction[] {
  return (['ACCEPT', 'REJECT', 'REVOKE', 'ACKNOWLEDGE'] as const).filter(
    (action) => nextStatus(from, { actor: 'PARTNER', action }) !== undefined,
  );
}
