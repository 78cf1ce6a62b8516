import type { CommandWrite, HeatingCircuitPatch, Leaf, LeafScalar } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { SystemState } from '../system-state.ts';
import { circuitLeaf, modeOfWord, wordOfMode, type CircuitField } from './circuit-resources.ts';

/** Gateways that name no step take tenths of a degree at the finest. */
const FINEST_CELSIUS = 0.1;
/** Steps are compared in thousandths, since 0.1 has no exact binary form. */
const STEP_TOLERANCE = 0.001;

/**
 * The leaves that a patch writes, in the order they have to be written (mode before set-point), checked against what the
 * gateway described: 422 with the range or the words it takes.
 */
export function planCircuitPatch(
  state: SystemState,
  circuit: number,
  patch: HeatingCircuitPatch,
): CommandWrite[] {
  const plan = new Plan(state, circuit);
  if (patch.operationMode !== undefined) {
    const mode = patch.operationMode;
    plan.add('operationMode', (leaf) => {
      const word = wordOfMode(mode, leaf);
      if (word !== undefined) return word;
      const allowed = (leaf.allowedValues ?? []).map(modeOfWord).filter((known) => known !== undefined);
      throw new AppError('value-not-allowed', { field: 'operationMode', allowed });
    });
  }
  plan.number('manualRoomSetpoint', patch.manualRoomSetpoint);
  if (patch.temporaryRoomSetpoint === null) plan.add('temporaryRoomSetpoint', clearingValue);
  else plan.number('temporaryRoomSetpoint', patch.temporaryRoomSetpoint);
  plan.number('temperatureLevels.comfort', patch.temperatureLevels?.comfort);
  plan.number('temperatureLevels.eco', patch.temperatureLevels?.eco);
  if (patch.activeTimeProgram !== undefined) {
    const program = patch.activeTimeProgram;
    plan.add('activeTimeProgram', (leaf) => allowedWord('activeTimeProgram', program, leaf));
  }
  plan.number('boost.durationMinutes', patch.boost?.durationMinutes);
  plan.number('boost.temperature', patch.boost?.temperature);
  if (patch.boost) {
    const word = patch.boost.active ? 'on' : 'off';
    plan.add('boost.active', (leaf) => allowedWord('boost.active', word, leaf));
  }
  return plan.writes;
}

class Plan {
  readonly writes: CommandWrite[] = [];
  readonly #state: SystemState;
  readonly #circuit: number;

  constructor(state: SystemState, circuit: number) {
    this.#state = state;
    this.#circuit = circuit;
  }

  add(field: CircuitField, value: (leaf: Leaf) => LeafScalar): void {
    const leaf = circuitLeaf(this.#state, this.#circuit, field);
    if (leaf?.writeable !== true) {
      throw new AppError('not-supported-by-gateway', {
        capability: `heatingCircuits.${this.#circuit}.${field}`,
      });
    }
    this.writes.push({ path: leaf.id, value: value(leaf) });
  }

  number(field: CircuitField, wanted: number | undefined): void {
    if (wanted === undefined) return;
    this.add(field, (leaf) => {
      const { min, max, step = leaf.unit === 'C' ? FINEST_CELSIUS : undefined } = leaf;
      const inRange = (min === undefined || wanted >= min) && (max === undefined || wanted <= max);
      if (!inRange || !isOnStep(wanted, min ?? 0, step)) {
        const range = {
          ...(min !== undefined && { min }),
          ...(max !== undefined && { max }),
          ...(step !== undefined && { step }),
        };
        throw new AppError('value-out-of-range', { field, ...range });
      }
      return wanted;
    });
  }
}

function isOnStep(value: number, origin: number, step: number | undefined): boolean {
  if (step === undefined || step <= 0) return true;
  const steps = (value - origin) / step;
  return Math.abs(steps - Math.round(steps)) < STEP_TOLERANCE;
}

/** A temporary set-point is cleared by the sentinel that the gateway names `na`, else `off`. */
function clearingValue(leaf: Leaf): LeafScalar {
  const value = leaf.state?.['na'] ?? leaf.state?.['off'];
  if (value === undefined) {
    throw new AppError('not-supported-by-gateway', { capability: 'temporaryRoomSetpoint.clear' });
  }
  return value;
}

function allowedWord(field: string, word: string, leaf: Leaf): string {
  if (leaf.allowedValues && !leaf.allowedValues.includes(word)) {
    throw new AppError('value-not-allowed', { field, allowed: leaf.allowedValues });
  }
  return word;
}
