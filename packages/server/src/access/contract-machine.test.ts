import { ContractAction, ContractStatus } from '@hearthgate/wire';
import { describe, expect, test } from 'vitest';
import {
  allowedActions,
  closedBy,
  hasEnded,
  nextStatus,
  partnerActions,
  statusAt,
  type ContractStep,
} from './contract-machine.ts';

const SHARE: ContractStep = { actor: 'OWNER', action: 'SHARE' };
const WITHDRAW: ContractStep = { actor: 'OWNER', action: 'WITHDRAW' };
const PAUSE: ContractStep = { actor: 'OWNER', action: 'PAUSE' };
const RESUME: ContractStep = { actor: 'OWNER', action: 'RESUME' };
const END: ContractStep = { actor: 'OWNER', action: 'END' };
const ACCEPT: ContractStep = { actor: 'PARTNER', action: 'ACCEPT' };
const REJECT: ContractStep = { actor: 'PARTNER', action: 'REJECT' };
const REVOKE: ContractStep = { actor: 'PARTNER', action: 'REVOKE' };
const ACKNOWLEDGE: ContractStep = { actor: 'PARTNER', action: 'ACKNOWLEDGE' };
const EXPIRE: ContractStep = { actor: 'SYSTEM', action: 'EXPIRE' };
const CLOSE: ContractStep = { actor: 'SYSTEM', action: 'CLOSE', why: 'TRANSFER' };
const STEPS = [SHARE, WITHDRAW, PAUSE, RESUME, END, ACCEPT, REJECT, REVOKE, ACKNOWLEDGE, EXPIRE, CLOSE];
const no = undefined;

/** The contract table of the API's description, a column for each step in the order of `STEPS`. */
const TABLE: Record<ContractStatus, (ContractStatus | 'GONE' | undefined)[]> = {
  PENDING: [no, 'CLOSED', no, no, no, 'ACTIVE', 'REJECTED', no, no, 'EXPIRED', 'CLOSED'],
  ACTIVE: [no, no, 'PAUSED', no, 'CLOSED', no, no, 'REVOKED', no, 'EXPIRED', 'CLOSED'],
  PAUSED: [no, no, no, 'ACTIVE', 'CLOSED', no, no, 'REVOKED', no, 'EXPIRED', 'CLOSED'],
  REJECTED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no, no],
  REVOKED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no, no],
  CLOSED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no, no],
  EXPIRED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no, no],
};

test('a closed contract says who closed it, any other says nothing', () => {
  expect(closedBy('CLOSED', END)).toBe('OWNER');
  expect(closedBy('CLOSED', CLOSE)).toBe('TRANSFER');
  expect(closedBy('REVOKED', REVOKE)).toBeNull();
});

test('the table covers every status', () => {
  expect(Object.keys(TABLE).toSorted()).toEqual(ContractStatus.enum.toSorted());
});

describe.each(ContractStatus.enum)('from %s', (from) => {
  test.each(STEPS.map((step, column) => [step.actor, step.action, TABLE[from][column], step] as const))(
    'the step %s %s leads to %s',
    (_actor, _action, to, step) => {
      expect(nextStatus(from, step)).toBe(to);
    },
  );

  test('the partner is told exactly the actions that would succeed', () => {
    const allowed = ContractAction.enum.filter(
      (action) => nextStatus(from, { actor: 'PARTNER', action }) !== undefined,
    );
    expect(partnerActions(from).toSorted()).toEqual(allowed.toSorted());
    expect(allowedActions(from, 'PARTNER').toSorted()).toEqual(allowed.toSorted());
  });

  test('a time box that has run out counts by the clock, unless the contract ended before', () => {
    const row = { status: from, valid_until: new Date(1_000) };
    expect(statusAt(row, 999)).toBe(from);
    expect(statusAt(row, 1_000)).toBe(hasEnded(from) ? from : 'EXPIRED');
    expect(statusAt({ ...row, valid_until: null }, 1_000)).toBe(from);
  });
});
