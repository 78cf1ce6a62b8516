import { ContractAction, ContractStatus } from '@hearthgate/wire';
import { describe, expect, test } from 'vitest';
import {
  allowedActions,
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
const STEPS = [SHARE, WITHDRAW, PAUSE, RESUME, END, ACCEPT, REJECT, REVOKE, ACKNOWLEDGE, EXPIRE];
const no = undefined;

/** The contract table of the API's description, a column for each step in the order of `STEPS`. */
const TABLE: Record<ContractStatus, (ContractStatus | 'GONE' | undefined)[]> = {
  PENDING: [no, 'CLOSED', no, no, no, 'ACTIVE', 'REJECTED', no, no, 'EXPIRED'],
  ACTIVE: [no, no, 'PAUSED', no, 'CLOSED', no, no, 'REVOKED', no, 'EXPIRED'],
  PAUSED: [no, no, no, 'ACTIVE', 'CLOSED', no, no, 'REVOKED', no, 'EXPIRED'],
  REJECTED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no],
  REVOKED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no],
  CLOSED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no],
  EXPIRED: ['PENDING', no, no, no, no, no, no, no, 'GONE', no],
};

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
