import type { DhwCircuitPatch, DhwCircuitPatched } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { connectivityOf } from '../hvac.ts';
import { heldBackUntil } from '../overriding/overriding-modes.ts';
import { dhwView } from './dhw-view.ts';
import { planDhwPatch } from './plan-dhw-patch.ts';
import { requireDhw } from './read-dhw-circuits.ts';

const OPERATION = 'PATCH /hvacs/{gatewayId}/dhwCircuits/{circuitId}';

export interface PatchDhwInput extends CommandWish {
  readonly gatewayId: string;
  readonly circuitId: number;
  readonly patch: DhwCircuitPatch;
}

/** Changes a hot water circuit; the answer tells what was read back from the appliance. */
export async function patchDhwCircuit(
  context: CommandContext,
  { gatewayId: id, circuitId, patch, ...wish }: PatchDhwInput,
): Promise<CommandOutcome | DhwCircuitPatched> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  requireDhw(before, circuitId);
  const plan = () => planDhwPatch(before, circuitId, patch);
  const outcome = await runCommand(context, {
    grant,
    operation: OPERATION,
    fields: { circuitId, ...patch },
    plan,
    ...wish,
  });
  if (outcome.kind === 'pending') return outcome;
  const state = await hvac.states.get(gatewayId);
  const view = dhwView(state, circuitId, await connectivityOf(hvac, gatewayId));
  // The disinfection has its own day, whatever overrides the mode.
  const { thermalDisinfection: _own, ...overridden } = patch;
  const held = Object.keys(overridden).length > 0 ? heldBackUntil(view.overridingModes) : {};
  return { ...view, commandId: outcome.commandId, ...held };
}
