import type { SourceOfSystem } from '@hearthgate/wire';
import { FieldReader, present } from '../fields/field-reader.ts';
import type { FieldTable } from '../fields/part.ts';
import { heatSourceIds, sourcePart } from '../heat-sources/source-resources.ts';
import { sourceType, systemType } from '../heat-sources/source-type.ts';
import { ACTIVE_SOURCES, sourceStatus } from '../heat-sources/source-view.ts';
import type { SystemState } from '../system-state.ts';
import { sourceIdentity } from './modules.ts';
import type { Unstamped } from './unstamped.ts';

const LEAVES = {
  flowTemperature: ['heatSources/actualSupplyTemperature', 'system/appliance/actualSupplyTemperature'],
  flowSetpoint: ['heatSources/currentSupplySetpoint', 'heatSources/supplyTemperatureSetpoint'],
  returnTemperature: ['heatSources/returnTemperature'],
  outdoorTemperature: ['system/sensors/temperatures/outdoor_t1', 'system/sensors/outdoorTemperatures/t1'],
  systemPressure: ['heatSources/systemPressure', 'system/appliance/systemPressure'],
  modulation: ['heatSources/actualModulation'],
  electricalPower: ['heatSources/compressor/powerElecActual'],
  electricHeaterPower: ['heatSources/eHeater/powerElecActual'],
  sourcesOnline: ['heatSources/numberOfRefrigerantCircuitsOnline'],
  activeHeatSource: ['heatSources/hybrid/activeHeatSource'],
} as const satisfies FieldTable<string>;

type SystemReader = FieldReader<keyof typeof LEAVES>;
type Producer = Unstamped<'HEAT_PUMP' | 'BOILER' | 'HYBRID' | 'CASCADE'>;

/** What makes the heat; none where the gateway does not tell what it is. */
export function heatProducers(state: SystemState): Producer[] {
  const type = systemType(state);
  const read: SystemReader = new FieldReader({ state, base: '', table: LEAVES });
  switch (type) {
    case 'UNKNOWN':
      return [];
    case 'HEAT_PUMP':
    case 'BOILER':
      return [single(state, type, read)];
    case 'HYBRID': {
      const active = read.word('activeHeatSource', (word) => ACTIVE_SOURCES.get(word));
      const heatSources = sources(state);
      return [
        {
          id: 'hybrid',
          type,
          name: 'hybrid',
          ...present('activeHeatSource', active),
          ...values(read),
          heatSources,
          unavailable: read.unavailable,
        },
      ];
    }
    case 'CASCADE':
      return [
        {
          id: 'cascade',
          type,
          name: 'cascade',
          ...read.numbers('sourcesOnline'),
          ...values(read),
          heatSources: sources(state),
          unavailable: read.unavailable,
        },
      ];
  }
}

function single(state: SystemState, type: 'HEAT_PUMP' | 'BOILER', system: SystemReader): Producer {
  const [heatSourceId = 1] = heatSourceIds(state);
  const own = new FieldReader(sourcePart(state, heatSourceId, type));
  const { modulation, ...status } = sourceStatus(own);
  return {
    id: `hs${heatSourceId}`,
    type,
    name: `hs${heatSourceId}`,
    ...sourceIdentity(state, heatSourceId),
    heatSourceId,
    ...status,
    ...values(system),
    ...present('modulation', modulation),
    unavailable: [...system.unavailable.filter(({ field }) => field !== 'modulation'), ...own.unavailable],
  };
}

function sources(state: SystemState): SourceOfSystem[] {
  return heatSourceIds(state).map((heatSourceId) => {
    const type = sourceType(state, heatSourceId);
    const read = new FieldReader(sourcePart(state, heatSourceId, type));
    return { heatSourceId, type, ...sourceIdentity(state, heatSourceId), ...sourceStatus(read) };
  });
}

function values(read: SystemReader) {
  return read.numbers(
    'flowTemperature',
    'flowSetpoint',
    'returnTemperature',
    'outdoorTemperature',
    'systemPressure',
    'modulation',
    'electricalPower',
    'electricHeaterPower',
  );
}
