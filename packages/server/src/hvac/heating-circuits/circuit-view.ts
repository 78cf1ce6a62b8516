import type { Connectivity, HeatingCircuit } from '@hearthgate/wire';
import { FieldReader, onOff, present } from '../fields/field-reader.ts';
import { wordOf } from '../fields/write-plan.ts';
import { overridingModes } from '../overriding/overriding-modes.ts';
import type { SystemState } from '../system-state.ts';
import {
  MODE_WORDS,
  SEASON_WORDS,
  SUMMER_WINTER_WORDS,
  circuitPart,
  type CircuitField,
} from './circuit-resources.ts';

/** One heating circuit as the API shows it: what the gateway has, and why a field it has gives no value. */
export function circuitView(state: SystemState, circuit: number, connectivity: Connectivity): HeatingCircuit {
  const part = circuitPart(state, circuit);
  const read = new FieldReader(part);
  const operationMode = read.word('operationMode', (word) => wordOf(MODE_WORDS, word));
  const comfort = read.number('temperatureLevels.comfort');
  const eco = read.number('temperatureLevels.eco');
  const boostActive = read.word('boost.active', onOff);
  const boostRemaining = read.number('boost.remainingMinutes');
  const boostTemperature = read.number('boost.temperature');
  return {
    id: circuit,
    name: `hc${circuit}`,
    ...(operationMode && { operationMode }),
    overridingModes: overridingModes(state, part.base),
    ...present('roomTemperature', read.number('roomTemperature')),
    ...present('roomSetpoint', read.number('roomSetpoint')),
    ...present('manualRoomSetpoint', read.number('manualRoomSetpoint')),
    ...present('temporaryRoomSetpoint', read.number('temporaryRoomSetpoint')),
    ...((comfort !== undefined || eco !== undefined) && {
      temperatureLevels: { ...present('comfort', comfort), ...present('eco', eco) },
    }),
    ...present('flowTemperature', read.number('flowTemperature')),
    ...present('flowSetpoint', read.number('flowSetpoint')),
    ...present('pump', read.pump('pump')),
    ...present('activeTimeProgram', read.text('activeTimeProgram')),
    ...present('summerWinter', summerWinter(read)),
    ...(boostActive !== undefined && {
      boost: {
        active: boostActive === 'ON',
        ...present('remainingMinutes', boostRemaining),
        ...present('temperature', boostTemperature),
      },
    }),
    unavailable: read.unavailable,
    ...(state.latestAtMs > 0 && { asOf: new Date(state.latestAtMs).toISOString() }),
    connectivity,
  };
}

function summerWinter(read: FieldReader<CircuitField>): HeatingCircuit['summerWinter'] {
  const fields = {
    ...present(
      'mode',
      read.word('summerWinter.mode', (word) => wordOf(SUMMER_WINTER_WORDS, word)),
    ),
    ...present('threshold', read.number('summerWinter.threshold')),
    ...present(
      'current',
      read.word('summerWinter.current', (word) => wordOf(SEASON_WORDS, word)),
    ),
  };
  return Object.keys(fields).length > 0 ? fields : undefined;
}
