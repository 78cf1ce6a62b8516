import type { CommandWrite, DhwOperationMode } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { DHW_MODE_WORDS, dhwPart } from '../dhw-circuits/dhw-resources.ts';
import { leafOf, readingOf, type Part } from '../fields/part.ts';
import { WritePlan, wordOf } from '../fields/write-plan.ts';
import { MODE_WORDS, circuitPart, type CircuitField } from '../heating-circuits/circuit-resources.ts';
import { programsOf, type Circuit } from '../time-programs/program-leaves.ts';
import { temperatureOf, type ProgramLevels } from '../time-programs/program-levels.ts';
import type { ProgramLimits } from '../time-programs/program-limits.ts';

/** As EMS 2 gateways have them. */
const LIMITS = { rasterMinutes: 15, maxPoints: 42, maxPointsPerDay: 6, endOfDay: false } as const;

/** Levels of hot water and the mode that each is. */
const MODES: ReadonlyMap<string, DhwOperationMode> = new Map([
  ['comfort', 'COMFORT'],
  ['eco', 'ECO'],
  ['ecoPlus', 'ECO_PLUS'],
  ['off', 'OFF'],
]);

/** What a program of the platform may say to this circuit; undefined where the gateway has its own or nothing to write. */
export function drivenBy(circuit: Circuit): ProgramLimits | undefined {
  if (programsOf(circuit).length > 0) return undefined;
  const levels = circuit.kind === 'heatingCircuits' ? roomLevels(circuit) : waterLevels(circuit);
  return levels && { ...LIMITS, levels };
}

/** The write that a switch point is now; 422 where the gateway would not take it. */
export function planTurn(circuit: Circuit, setpoint: string | number): CommandWrite[] {
  const capability = `${circuit.kind}.${circuit.number}`;
  if (circuit.kind === 'dhwCircuits') {
    const plan = new WritePlan(dhwPart(circuit.state, circuit.number), capability);
    plan.word('operationMode', MODES.get(String(setpoint)), DHW_MODE_WORDS);
    return plan.writes;
  }
  const part = circuitPart(circuit.state, circuit.number);
  const plan = new WritePlan(part, capability);
  plan.number(setpointField(part) ?? 'manualRoomSetpoint', temperatureIn(part, setpoint));
  return plan.writes;
}

/** The set-point in force: the temporary one in mode AUTO, else the manual one, else the one that there is. */
function setpointField(part: Part<CircuitField>): CircuitField | undefined {
  const mode = readingOf(part, 'operationMode');
  const isAuto = typeof mode === 'string' && wordOf(MODE_WORDS, mode) === 'AUTO';
  const fields = ['manualRoomSetpoint', 'temporaryRoomSetpoint'] as const;
  const preferred = isAuto ? fields.toReversed() : fields;
  return preferred.find((field) => leafOf(part, field)?.writeable === true);
}

function temperatureIn(part: Part<CircuitField>, setpoint: string | number): number {
  if (typeof setpoint === 'number') return setpoint;
  const field = `temperatureLevels.${setpoint === 'comfort' ? 'comfort' : 'eco'}` as const;
  const value = readingOf(part, field);
  if (typeof value === 'number') return value;
  throw new AppError('not-supported-by-gateway', { capability: field });
}

/** Comfort and eco where the gateway has a temperature for each, else temperatures. */
function roomLevels(circuit: Circuit): ProgramLevels | undefined {
  const part = circuitPart(circuit.state, circuit.number);
  const field = setpointField(part);
  if (!field) return undefined;
  const hasLevels = leafOf(part, 'temperatureLevels.comfort') && leafOf(part, 'temperatureLevels.eco');
  if (hasLevels) return named(['comfort', 'eco']);
  return { temperature: temperatureOf(circuit.kind, leafOf(part, field)) };
}

/** One mode alone is nothing to switch. */
function waterLevels({ state, number }: Circuit): ProgramLevels | undefined {
  const leaf = leafOf(dhwPart(state, number), 'operationMode');
  if (leaf?.writeable !== true) return undefined;
  const levels = [...MODES]
    .filter(([, mode]) => DHW_MODE_WORDS[mode].some((word) => leaf.allowedValues?.includes(word)))
    .map(([level]) => level);
  return levels.length > 1 ? named(levels) : undefined;
}

/** They are kept in the words of the API: a gateway may change its own. */
function named(levels: readonly string[]): ProgramLevels {
  return { levels: new Map(levels.map((level) => [level, level])) };
}
