import type { HeatingCircuit, HeatingCircuitPatch, HeatingCircuitPatched } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import {
  runCommand,
  type CommandContext,
  type CommandOutcome,
  type CommandWish,
} from '../commands/run-command.ts';
import { connectivityOf } from '../hvac.ts';
import { circuitIds } from './circuit-resources.ts';
import { heldBackUntil } from '../overriding/overriding-modes.ts';
import { circuitView } from './circuit-view.ts';
import { planCircuitPatch } from './plan-circuit-patch.ts';

const OPERATION = 'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}';

export interface PatchInput extends CommandWish {
  readonly gatewayId: string;
  readonly circuitId: number;
  readonly patch: HeatingCircuitPatch;
}

/** Changes a heating circuit; the answer tells what was read back from the appliance. */
export async function patchHeatingCircuit(
  context: CommandContext,
  { gatewayId: id, circuitId, patch, ...wish }: PatchInput,
): Promise<CommandOutcome | HeatingCircuitPatched> {
  const { hvac, caller } = context;
  const grant = await requireAccess(hvac.access, caller, id, 'remoteControl');
  const { gatewayId } = grant;
  const before = await hvac.states.get(gatewayId);
  if (!circuitIds(before).includes(circuitId)) throw new AppError('not-found');
  const plan = () => planCircuitPatch(before, circuitId, patch);
  const fields = { circuitId, ...patch };
  const outcome = await runCommand(context, { grant, operation: OPERATION, fields, plan, ...wish });
  if (outcome.kind === 'pending') return outcome;
  const state = await hvac.states.get(gatewayId);
  const view = circuitView(state, circuitId, await connectivityOf(hvac, gatewayId));
  return { ...view, commandId: outcome.commandId, ...heldBack(view, patch) };
}

/** A boost or a season that this very change switched does not stand in its way. */
function heldBack(
  { overridingModes }: HeatingCircuit,
  { boost, summerWinter, ...others }: HeatingCircuitPatch,
) {
  if (Object.keys(others).length === 0) return {};
  return heldBackUntil(overridingModes, [
    ...(boost ? (['BOOST'] as const) : []),
    ...(summerWinter ? (['SUMMER'] as const) : []),
  ]);
}
