import type { DhwChargeChanged, DhwChargeOrder } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { connectivityOf } from '../hvac.ts';
import { chargeView } from './dhw-view.ts';
import { planCharge } from './plan-charge.ts';
import { requireCharge } from './read-dhw-circuits.ts';

const OPERATION = 'PUT /hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge';

export interface PutChargeInput extends CommandWish {
  readonly gatewayId: string;
  readonly circuitId: number;
  readonly order: DhwChargeOrder;
}

/** Starts or stops an extra charge. */
export async function putDhwCharge(
  context: CommandContext,
  { gatewayId: id, circuitId, order, ...wish }: PutChargeInput,
): Promise<CommandOutcome | DhwChargeChanged> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  requireCharge(before, circuitId);
  const plan = () => planCharge(before, circuitId, order);
  const outcome = await runCommand(context, {
    grant,
    operation: OPERATION,
    fields: { circuitId, ...order },
    plan,
    ...wish,
  });
  if (outcome.kind === 'pending') return outcome;
  const state = await hvac.states.get(gatewayId);
  return {
    ...chargeView(state, circuitId, await connectivityOf(hvac, gatewayId)),
    commandId: outcome.commandId,
  };
}
