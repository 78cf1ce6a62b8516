import type { HeatSourceType } from '@hearthgate/wire';
import { numbersOf, type FieldTable, type Part } from '../fields/part.ts';
import { reading, type SystemState } from '../system-state.ts';

/** Purposes of the API, and how gateways call them. */
const PURPOSES = {
  total: 'total',
  heating: 'ch',
  hotWater: 'dhw',
  cooling: 'cooling',
  pool: 'pool',
} as const;
export type Purpose = keyof typeof PURPOSES;
export const PURPOSE_NAMES = Object.keys(PURPOSES) as Purpose[];
export const METERS = {
  produced: 'outputProduced',
  compressor: 'compressor',
  electricHeater: 'eheater',
  burner: 'burner',
} as const;
export type Meter = keyof typeof METERS;

export type SourceField =
  | 'state'
  | 'activeHeatSource'
  | 'modulation'
  | 'compressorSpeed'
  | 'electricalPower'
  | 'thermalPower'
  | 'flowTemperature'
  | 'returnTemperature'
  | `starts.${Purpose}`
  | `operatingHours.${Purpose}`
  | `energy.${Purpose}.${Meter}`
  | 'energy.total.consumed';

/**
 * Numbers of the heat sources. A gateway with a single source may tell of it in the leaves of the whole system alone; then it is
 * number 1.
 */
export function heatSourceIds(state: SystemState): number[] {
  const numbered = numbersOf(state, '/heatSources/hs').filter(
    (id) => reading(state, `hs${id}`, 'type') !== 'No_Appliance',
  );
  return numbered.length === 0 && tellsOfHeat(state) ? [1] : numbered;
}

function tellsOfHeat({ leaves }: SystemState): boolean {
  if (leaves.has('/system/appliance/type')) return true;
  for (const path of leaves.keys()) if (path.startsWith('/heatSources/')) return true;
  return false;
}

export function sourcePart(state: SystemState, id: number, type: HeatSourceType): Part<SourceField> {
  const isOnly = heatSourceIds(state).length === 1;
  const table = sourceTable(`hs${id}`, isOnly);
  // Heat pumps have a flame status too, which is of their additional heater.
  const flames = isOnly ? [`hs${id}/flameStatus`, 'flameStatus', 'flameIndication'] : [`hs${id}/flameStatus`];
  return {
    state,
    base: '/heatSources',
    table: type === 'BOILER' ? { ...table, state: [...table.state, ...flames] } : table,
  };
}

/** What the whole system tells is told of its only source too; of one among several it would be wrong. */
function sourceTable(hs: string, isOnly: boolean): FieldTable<SourceField> {
  const own = (...keys: string[]) => keys.map((key) => `${hs}/${key}`);
  const system = (...keys: string[]) => (isOnly ? keys : []);
  return {
    state: own('refrigerant/status'),
    activeHeatSource: ['hybrid/activeHeatSource'],
    modulation: [...own('actualModulation'), ...system('actualModulation')],
    compressorSpeed: own('refrigerant/compressorActualSpeed'),
    electricalPower: [
      ...own('refrigerant/compressorElecPowerActual'),
      ...system('compressor/powerElecActual'),
    ],
    thermalPower: [...own('actualPower'), ...system('actualPower')],
    flowTemperature: [...own('supplyFlowCondenserTemp'), ...system('actualSupplyTemperature')],
    returnTemperature: [...own('returnFlowTemp'), ...system('returnTemperature')],
    ...forPurposes('starts', (theirs) => [
      ...own(`numberOfStarts/${theirs}`),
      ...system(`emon/${theirs}/numberOfStarts`),
    ]),
    'starts.total': [
      ...own('numberOfStarts/total', 'numberOfStarts'),
      ...system('emon/total/numberOfStarts', 'numberOfStarts'),
    ],
    ...forPurposes('operatingHours', (theirs) => [
      ...own(`workingTime/${theirs}`),
      ...system(`emon/${theirs}/workingTime`),
    ]),
    'operatingHours.total': [...own('workingTime/total'), ...system('workingTime/totalSystem')],
    'operatingHours.heating': [
      ...own('workingTime/ch'),
      ...system('emon/ch/workingTime', 'workingTime/centralHeating'),
    ],
    ...energyTable(own, system),
    'energy.total.consumed': system('energyMonitoring/consumption'),
  };
}

function forPurposes<F extends 'starts' | 'operatingHours'>(
  field: F,
  keys: (theirs: string) => string[],
): Record<`${F}.${Purpose}`, string[]> {
  const entries = PURPOSE_NAMES.map((ours) => [`${field}.${ours}`, keys(PURPOSES[ours])]);
  return Object.fromEntries(entries) as Record<`${F}.${Purpose}`, string[]>;
}

type Keys = (...keys: string[]) => string[];

function energyTable(own: Keys, system: Keys): Record<`energy.${Purpose}.${Meter}`, string[]> {
  const entries = PURPOSE_NAMES.flatMap((ours) =>
    Object.entries(METERS).map(([meter, theirs]) => {
      const key = `emon/${PURPOSES[ours]}Consumption/${theirs}`;
      return [`energy.${ours}.${meter}`, [...own(key), ...system(key)]];
    }),
  );
  return Object.fromEntries(entries) as Record<`energy.${Purpose}.${Meter}`, string[]>;
}
