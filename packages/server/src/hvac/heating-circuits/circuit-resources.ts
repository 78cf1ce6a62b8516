import type { OperationMode, SummerWinterMode } from '@hearthgate/wire';
import { numbersOf, type FieldTable, type Part } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

/** A field of the API and the leaves of a circuit that may carry it, the preferred one first (facts: gateways, section 2). */
const LEAVES = {
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
  'summerWinter.mode': ['suWiSwitchMode'],
  'summerWinter.threshold': ['suWiThreshold'],
  'summerWinter.current': ['currentSuWiMode'],
  'boost.active': ['boostMode'],
  'boost.durationMinutes': ['boostDuration'],
  'boost.remainingMinutes': ['boostRemainingTime'],
  'boost.temperature': ['boostTemperature'],
} as const satisfies FieldTable<string>;

export type CircuitField = keyof typeof LEAVES;

/** Words of the gateway families for one mode of the API. */
export const MODE_WORDS: Readonly<Record<OperationMode, readonly string[]>> = {
  AUTO: ['auto', 'automatic'],
  MANUAL: ['manual', 'normal'],
  OFF: ['off', 'heating_off'],
};

/** `off` switches the heating season off, that is summer. */
export const SUMMER_WINTER_WORDS: Readonly<Record<SummerWinterMode, readonly string[]>> = {
  AUTO: ['automatic'],
  SUMMER: ['off'],
  WINTER: ['forced'],
};
export const SEASON_WORDS = { WINTER: ['forced'], SUMMER: ['off'], COOLING: ['cooling'] } as const;

/** Numbers of the circuits that the gateway described, ascending. */
export function circuitIds(state: SystemState): readonly number[] {
  return numbersOf(state, '/heatingCircuits/hc');
}

export function circuitPart(state: SystemState, circuit: number): Part<CircuitField> {
  return { state, base: `/heatingCircuits/hc${circuit}`, table: LEAVES };
}
