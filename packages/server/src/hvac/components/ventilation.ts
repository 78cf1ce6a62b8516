import { FieldReader, present } from '../fields/field-reader.ts';
import { numbersOf, type FieldTable } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import { ADDRESS, moduleAt } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

const LEAVES = {
  fanLevel: ['exhaustFanLevel'],
  exhaustFanPower: ['exhaustFanPower'],
  supplyFanPower: ['supplyFanPower'],
  exhaustFanSpeed: ['exhaustFanSpeed'],
  supplyFanSpeed: ['sensors/supplyFanRotation'],
  supplyTemperature: ['sensors/supplyTemp'],
  extractTemperature: ['sensors/extractTemp'],
  exhaustTemperature: ['sensors/exhaustTemp'],
  outdoorTemperature: ['sensors/outdoorTemp'],
  humidity: ['sensors/internalHumidity'],
  airQuality: ['sensors/internalAirQuality'],
  bypass: ['summerBypass/flapPower'],
  filterRemainingMinutes: ['filter/remainingTime'],
  operatingHours: ['applianceRunTime'],
} as const satisfies FieldTable<string>;

const LEVELS: ReadonlyMap<string, NonNullable<Unstamped<'VENTILATION'>['fanLevel']>> = new Map([
  ['off', 'OFF'],
  ['min', 'MIN'],
  ['red', 'REDUCED'],
  ['nom', 'NOMINAL'],
  ['max', 'MAX'],
  ['dem', 'DEMAND'],
]);

const MINUTES_PER_HOUR = 60;

export function ventilations(state: SystemState): Unstamped<'VENTILATION'>[] {
  return numbersOf(state, '/ventilation/zone').map((number) => {
    const read = new FieldReader({ state, base: `/ventilation/zone${number}`, table: LEAVES });
    const minutes = read.number('operatingHours');
    return {
      // The vendor's holidays call it so; `zone1` is a room.
      id: `vent${number}`,
      type: 'VENTILATION',
      name: `vent${number}`,
      ...moduleAt(state, ADDRESS.ventilation(number)),
      ...present(
        'fanLevel',
        read.word('fanLevel', (word) => LEVELS.get(word)),
      ),
      ...read.numbers('exhaustFanPower', 'supplyFanPower', 'exhaustFanSpeed', 'supplyFanSpeed'),
      ...read.numbers('supplyTemperature', 'extractTemperature', 'exhaustTemperature', 'outdoorTemperature'),
      ...read.numbers('humidity', 'airQuality', 'bypass', 'filterRemainingMinutes'),
      ...present(
        'operatingHours',
        minutes === undefined ? undefined : Math.floor(minutes / MINUTES_PER_HOUR),
      ),
      unavailable: read.unavailable,
    };
  });
}
