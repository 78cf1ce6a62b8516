import type { Leaf, LeafValue, OperationMode } from '@hearthgate/wire';
import { reading, type SystemState } from '../system-state.ts';

/** A field of the API and the leaves of a circuit that may carry it, the preferred one first (facts: gateways, section 2). */
export const CIRCUIT_LEAVES = {
  operationMode: ['operationMode'],
  roomTemperature: ['roomtemperature'],
  roomSetpoint: ['currentRoomSetpoint'],
  manualRoomSetpoint: ['manualRoomSetpoint', 'temperatureRoomSetpoint'],
  temporaryRoomSetpoint: ['temporaryRoomSetpoint'],
  'temperatureLevels.comfort': [
    'temperatureLevels/comfort2',
    'temperatureLevels/comfort',
    'temperatureLevels/normal',
  ],
  'temperatureLevels.eco': ['temperatureLevels/eco', 'temperatureLevels/exception'],
  flowTemperature: ['actualSupplyTemperature'],
  flowSetpoint: ['supplyTemperatureSetpoint'],
  pump: ['pumpStatus', 'pumpModulation'],
  activeTimeProgram: ['activeSwitchProgram'],
  'boost.active': ['boostMode'],
  'boost.durationMinutes': ['boostDuration'],
  'boost.remainingMinutes': ['boostRemainingTime'],
  'boost.temperature': ['boostTemperature'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type CircuitField = keyof typeof CIRCUIT_LEAVES;
export const CIRCUIT_FIELDS = Object.keys(CIRCUIT_LEAVES) as CircuitField[];

/** Words of the gateway families for one mode of the API. */
const MODE_WORDS: Readonly<Record<OperationMode, readonly string[]>> = {
  AUTO: ['auto', 'automatic'],
  MANUAL: ['manual', 'normal'],
  OFF: ['off', 'heating_off'],
};

export function modeOfWord(word: string): OperationMode | undefined {
  return (['AUTO', 'MANUAL', 'OFF'] as const).find((mode) => MODE_WORDS[mode].includes(word));
}

/** The word that this gateway uses for a mode; undefined when it has none. */
export function wordOfMode(mode: OperationMode, leaf: Leaf): string | undefined {
  return leaf.allowedValues?.find((word) => MODE_WORDS[mode].includes(word));
}

/** Numbers of the circuits that the gateway described, ascending. */
export function circuitIds(state: SystemState): number[] {
  const ids = new Set<number>();
  for (const path of state.leaves.keys()) {
    const match = /^\/heatingCircuits\/hc(\d)\//.exec(path);
    if (match) ids.add(Number(match[1]));
  }
  return [...ids].toSorted((a, b) => a - b);
}

/** The described leaf that carries a field of a circuit. */
export function circuitLeaf(state: SystemState, circuit: number, field: CircuitField): Leaf | undefined {
  for (const key of CIRCUIT_LEAVES[field]) {
    const leaf = state.leaves.get(`/heatingCircuits/hc${circuit}/${key}`);
    if (leaf) return leaf;
  }
  return undefined;
}

/** Value of the leaf that carries a field; undefined when the gateway has no such leaf. */
export function circuitReading(
  state: SystemState,
  circuit: number,
  field: CircuitField,
): LeafValue | undefined {
  const leaf = circuitLeaf(state, circuit, field);
  if (!leaf) return undefined;
  const component = `hc${circuit}`;
  return (
    reading(state, component, leaf.id.slice(`/heatingCircuits/${component}/`.length)) ?? {
      no: 'NOT_REPORTED',
    }
  );
}
