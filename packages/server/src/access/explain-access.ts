import type { FastifyInstance } from 'fastify';
import { PROBLEMS, type AccessExplanation } from '@hearthgate/wire';
import { AppError } from '../platform/app-error.ts';
import type { PartnerContext } from './act-on-contract.ts';
import { statusAt } from './contract-machine.ts';
import { operationOf } from './partner-gate.ts';
import { requireAccess, type Need } from './require-access.ts';

/** Something a company may use of a gateway, and what it needs of the contract for it. */
export interface Use {
  readonly endpoints: string;
  readonly need: Need;
}

/** Events are no routes; they are sent by the same decision. */
const EVENTS: readonly Use[] = [
  { endpoints: 'event CONNECTIVITY_STATUS', need: 'monitoring' },
  { endpoints: 'event APPLIANCE_STATUS', need: 'monitoring' },
  { endpoints: 'event DATA_POINT', need: 'dataPoints' },
];

/** Collects the routes with a need that are added from now on, so that the explanation never lags behind them. */
export function collectUses(app: FastifyInstance): readonly Use[] {
  const uses: Use[] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    const need = config?.partner?.need;
    if (!need) return;
    for (const each of [method].flat()) {
      if (each !== 'HEAD') uses.push({ endpoints: operationOf(each, url), need });
    }
  });
  return uses;
}

/** Tells for each endpoint of the gateway what the access check would answer now, by asking that very check. */
export async function explainAccess(
  context: PartnerContext,
  input: { gatewayId: string; uses: readonly Use[] },
): Promise<AccessExplanation> {
  const { access, caller } = context;
  const { gatewayId } = input;
  const { contract } = await requireAccess(access, caller, gatewayId, 'contract');
  const now = access.clock.now();
  const items = [];
  for (const { endpoints, need } of [...input.uses, ...EVENTS]) {
    items.push({ endpoints, ...(await judge(context, gatewayId, need)) });
  }
  return {
    gatewayId,
    contractStatus: statusAt(contract, now),
    asOf: new Date(now).toISOString(),
    items,
  };
}

async function judge({ access, caller }: PartnerContext, gatewayId: string, need: Need) {
  try {
    await requireAccess(access, caller, gatewayId, need);
    return { status: 200 };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status: PROBLEMS[error.code].status, code: error.code, cure: `/docs/errors/${error.code}` };
  }
}
