import type { ContractAction, ContractStatus } from '@hearthgate/wire';

export type ContractActor = 'OWNER' | 'PARTNER' | 'SYSTEM';
export type ContractStep =
  | { readonly actor: 'OWNER'; readonly action: 'SHARE' | 'WITHDRAW' | 'PAUSE' | 'RESUME' | 'END' }
  | { readonly actor: 'PARTNER'; readonly action: ContractAction }
  | { readonly actor: 'SYSTEM'; readonly action: 'EXPIRE' };

/** `GONE`: the contract is forgotten, as if it had never been. */
type Next = ContractStatus | 'GONE';

/** What leads where; a step that is not listed is not allowed. The words besides `ACTIVE` are ours. */
const STEPS: Readonly<Record<ContractStatus, Readonly<Record<string, Next>>>> = {
  PENDING: { 'PARTNER ACCEPT': 'ACTIVE', 'PARTNER REJECT': 'REJECTED', 'OWNER WITHDRAW': 'CLOSED' },
  ACTIVE: {
    'OWNER PAUSE': 'PAUSED',
    'PARTNER REVOKE': 'REVOKED',
    'OWNER END': 'CLOSED',
    'SYSTEM EXPIRE': 'EXPIRED',
  },
  PAUSED: {
    'OWNER RESUME': 'ACTIVE',
    'PARTNER REVOKE': 'REVOKED',
    'OWNER END': 'CLOSED',
    'SYSTEM EXPIRE': 'EXPIRED',
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

/** Actions a partner may take from this status. */
export function partnerActions(from: ContractStatus): ContractAction[] {
  return (['ACCEPT', 'REJECT', 'REVOKE', 'ACKNOWLEDGE'] as const).filter(
    (action) => nextStatus(from, { actor: 'PARTNER', action }) !== undefined,
  );
}
