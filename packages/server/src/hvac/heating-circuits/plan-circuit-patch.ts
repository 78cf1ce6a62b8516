import type { CommandWrite, HeatingCircuitPatch, Leaf } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { WritePlan } from '../fields/write-plan.ts';
import type { SystemState } from '../system-state.ts';
import { MODE_WORDS, SUMMER_WINTER_WORDS, circuitPart } from './circuit-resources.ts';

/**
 * The leaves that a patch writes, in the order they have to be written (mode before set-point), checked against what the
 * gateway described: 422 with the range or the words it takes.
 */
export function planCircuitPatch(
  state: SystemState,
  circuit: number,
  patch: HeatingCircuitPatch,
): CommandWrite[] {
  const plan = new WritePlan(circuitPart(state, circuit), `heatingCircuits.${circuit}`);
  plan.word('operationMode', patch.operationMode, MODE_WORDS);
  plan.number('manualRoomSetpoint', patch.manualRoomSetpoint);
  if (patch.temporaryRoomSetpoint === null) plan.add('temporaryRoomSetpoint', clearingValue);
  else plan.number('temporaryRoomSetpoint', patch.temporaryRoomSetpoint);
  plan.number('temperatureLevels.comfort', patch.temperatureLevels?.comfort);
  plan.number('temperatureLevels.eco', patch.temperatureLevels?.eco);
  plan.text('activeTimeProgram', patch.activeTimeProgram);
  plan.number('summerWinter.threshold', patch.summerWinter?.threshold);
  plan.word('summerWinter.mode', patch.summerWinter?.mode, SUMMER_WINTER_WORDS);
  plan.number('boost.durationMinutes', patch.boost?.durationMinutes);
  plan.number('boost.temperature', patch.boost?.temperature);
  if (patch.boost) plan.text('boost.active', patch.boost.active ? 'on' : 'off');
  return plan.writes;
}

/** A temporary set-point is cleared by the sentinel that the gateway names `na`, else `off`. */
function clearingValue(leaf: Leaf): number {
  const value = leaf.state?.['na'] ?? leaf.state?.['off'];
  if (value === undefined) {
    throw new AppError('not-supported-by-gateway', { capability: 'temporaryRoomSetpoint.clear' });
  }
  return value;
}
