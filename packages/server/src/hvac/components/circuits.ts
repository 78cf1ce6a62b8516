import { FieldReader, present } from '../fields/field-reader.ts';
import { numbersOf, type FieldTable } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import { ADDRESS, moduleAt } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

const HEATING = {
  roomTemperature: ['roomtemperature'],
  roomSetpoint: ['currentRoomSetpoint'],
  flowTemperature: ['actualSupplyTemperature'],
  flowSetpoint: ['supplyTemperatureSetpoint'],
  humidity: ['actualHumidity'],
  pump: ['pumpStatus', 'pumpModulation'],
  mixerPosition: ['mixerPosition'],
} as const satisfies FieldTable<string>;

const HOT_WATER = {
  temperature: ['actualTemp'],
  setpoint: ['currentSetpoint', 'setTemperature'],
  outletTemperature: ['outTemp'],
  volumeFlow: ['volumeFlow', 'waterFlow'],
} as const satisfies FieldTable<string>;

/** Measurements of the circuits; how they are set is remote control, and not shown here. */
export function heatingCircuits(state: SystemState): Unstamped<'HEATING_CIRCUIT'>[] {
  return numbersOf(state, '/heatingCircuits/hc').map((circuitId) => {
    const read = new FieldReader({ state, base: `/heatingCircuits/hc${circuitId}`, table: HEATING });
    return {
      id: `hc${circuitId}`,
      type: 'HEATING_CIRCUIT',
      name: `hc${circuitId}`,
      ...moduleAt(state, ADDRESS.heatingCircuit(circuitId)),
      circuitId,
      ...read.numbers('roomTemperature', 'roomSetpoint', 'flowTemperature', 'flowSetpoint'),
      ...read.numbers('humidity', 'mixerPosition'),
      ...present('pump', read.pump('pump')),
      unavailable: read.unavailable,
    };
  });
}

export function dhwCircuits(state: SystemState): Unstamped<'DHW_CIRCUIT'>[] {
  return numbersOf(state, '/dhwCircuits/dhw').map((circuitId) => {
    const read = new FieldReader({ state, base: `/dhwCircuits/dhw${circuitId}`, table: HOT_WATER });
    return {
      id: `dhw${circuitId}`,
      type: 'DHW_CIRCUIT',
      name: `dhw${circuitId}`,
      circuitId,
      ...read.numbers('temperature', 'setpoint', 'outletTemperature', 'volumeFlow'),
      unavailable: read.unavailable,
    };
  });
}
