import { FieldReader, present } from '../fields/field-reader.ts';
import { numbersOf, type FieldTable } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';
import { ADDRESS, moduleAt } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

const LEAVES = {
  collectorTemperature: ['collectorTemperature'],
  tankTemperature: ['dhwTankTemperature'],
  tankBottomTemperature: ['dhwTankBottomTemperature'],
  pump: ['pumpModulation'],
  pumpModulation: ['pumpModulation'],
  yieldOfLastHour: ['solarYield'],
} as const satisfies FieldTable<string>;
const TOTAL = { yieldTotal: ['solar'] } as const;

const WH_PER_KWH = 1_000;

export function solarCircuits(state: SystemState): Unstamped<'SOLAR'>[] {
  const circuits = numbersOf(state, '/solarCircuits/sc');
  return circuits.map((number) => {
    const read = new FieldReader({ state, base: `/solarCircuits/sc${number}`, table: LEAVES });
    const pump = read.pump('pump');
    const hour = read.number('yieldOfLastHour');
    // What the system gained is what its only circuit gained.
    const total = new FieldReader({ state, base: '/heatSources/emon/totalConsumption', table: TOTAL });
    return {
      id: `sc${number}`,
      type: 'SOLAR',
      name: `sc${number}`,
      ...moduleAt(state, ADDRESS.solar(number)),
      ...read.numbers('collectorTemperature', 'tankTemperature', 'tankBottomTemperature'),
      ...present('pump', pump),
      ...(pump === 'OFF' ? { pumpModulation: 0 } : pump && read.numbers('pumpModulation')),
      ...present('yieldOfLastHour', hour === undefined ? undefined : hour / WH_PER_KWH),
      ...(circuits.length === 1 && total.numbers('yieldTotal')),
      unavailable: read.unavailable,
    };
  });
}
