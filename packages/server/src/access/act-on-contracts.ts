import {
  PROBLEMS,
  type ContractAction,
  type ContractActionResults,
  type ContractActions,
  type ContractStatus,
  type Language,
} from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import { acknowledgeContract } from './acknowledge-contract.ts';
import { actOnContract, type PartnerContext } from './act-on-contract.ts';
import { requireAccess } from './require-access.ts';
import { statusAt } from './contract-machine.ts';

type Result = ContractActionResults['items'][number];

/** Contracts that are acted on at the same time: each is a transaction of its own, and others need the database too. */
const AT_ONCE = 8;

/** Where an action leads; an acknowledged contract is gone. */
const LEADS_TO: Readonly<Partial<Record<ContractAction, ContractStatus>>> = {
  ACCEPT: 'ACTIVE',
  REJECT: 'REJECTED',
  REVOKE: 'REVOKED',
};

/**
 * One action on many contracts, each for itself: a refusal is told with its contract and stops no other. What is done
 * already is found so, so that a call that was cut can be repeated.
 */
export async function actOnContracts(
  context: PartnerContext,
  { action, gatewayIds }: ContractActions,
  language: Language,
): Promise<ContractActionResults> {
  const items: Result[] = [];
  for (let from = 0; from < gatewayIds.length; from += AT_ONCE) {
    const some = gatewayIds.slice(from, from + AT_ONCE);
    items.push(...(await Promise.all(some.map((id) => actOnOne(context, id, action, language)))));
  }
  const count = (outcome: Result['outcome']) => items.filter((item) => item.outcome === outcome).length;
  return { done: count('DONE'), unchanged: count('UNCHANGED'), refused: count('REFUSED'), items };
}

async function actOnOne(
  context: PartnerContext,
  gatewayId: string,
  action: ContractAction,
  language: Language,
): Promise<Result> {
  try {
    const { access, caller } = context;
    const { contract } = await requireAccess(access, caller, gatewayId, 'contract');
    const status = statusAt(contract, access.clock.now());
    if (status === LEADS_TO[action]) return { gatewayId, outcome: 'UNCHANGED', status };
    if (action === 'ACKNOWLEDGE') {
      await acknowledgeContract(context, { gatewayId });
      return { gatewayId, outcome: 'DONE' };
    }
    return {
      gatewayId,
      outcome: 'DONE',
      status: (await actOnContract(context, { gatewayId, action })).status,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code } = error;
    return { gatewayId, outcome: 'REFUSED', code, detail: PROBLEMS[code].detail[language] };
  }
}
