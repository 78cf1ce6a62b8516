import type { AwayChanged, AwayOrder, CommandWrite } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { WritePlan } from '../fields/write-plan.ts';
import { connectivityOf } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { awayPart, requireAway } from './away-resources.ts';
import { awayView } from './away-view.ts';

const OPERATION = 'PUT /hvacs/{gatewayId}/away';

export interface PutAwayInput extends CommandWish {
  readonly gatewayId: string;
  readonly order: AwayOrder;
}

/** Tells the system that nobody is at home, or that somebody is again. */
export async function putAway(
  context: CommandContext,
  { gatewayId: id, order, ...wish }: PutAwayInput,
): Promise<CommandOutcome | AwayChanged> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  requireAway(before);
  const plan = () => planAway(before, order);
  const outcome = await runCommand(context, { grant, operation: OPERATION, fields: order, plan, ...wish });
  if (outcome.kind === 'pending') return outcome;
  const state = await hvac.states.get(gatewayId);
  return { ...awayView(state, await connectivityOf(hvac, gatewayId)), commandId: outcome.commandId };
}

export function planAway(state: SystemState, { active, temperature }: AwayOrder): CommandWrite[] {
  const plan = new WritePlan(awayPart(state), 'away');
  plan.number('temperature', temperature);
  plan.text('active', active ? 'true' : 'false');
  return plan.writes;
}
