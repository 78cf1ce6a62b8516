import type { Identity } from '../../appliance.ts';
import { circuitsOf, humidity, measured, statusWords, type CircuitPlace } from '../leaves/circuit-leaves.ts';
import { boost, maxFlow, mode, programs, setpoints, summerWinter } from '../leaves/circuit-settings.ts';
import { poolLeaves, ventilationLeaves } from '../leaves/component-leaves.ts';
import {
  DHW,
  chargeLeaves,
  chargeRemaining,
  dhwStatus,
  disinfectionLeaves,
  levelWithStop,
  tankLeaves,
} from '../leaves/dhw-leaves.ts';
import { K40_HOLIDAYS, holidayLeaves } from '../leaves/holiday-leaves.ts';
import { type HeatMakers, powerLeaves, systemHeatLeaves } from '../leaves/heat-pump-leaves.ts';
import { K_SENSOR, type LeafSpec, settableWord } from '../leaves/leaf-spec.ts';
import { SIX_A_DAY, TWO_A_DAY, programLeaf } from '../leaves/program-leaf.ts';
import { boilerSourceLeaves, refrigerantLeaves, sourceLeaves } from '../leaves/source-leaves.ts';
import {
  type Module,
  type SystemType,
  awayLeaves,
  commonLeaves,
  moduleLeaves,
  timeZoneLeaf,
  typeLeaf,
} from '../leaves/system-leaves.ts';
import type { Plant } from '../plant/plant.ts';

export interface K40System {
  readonly type: SystemType;
  readonly makers: HeatMakers;
  readonly modules: readonly Module[];
}

/** The leaves that every K 40 has, for the components that stand behind it. */
export function k40Leaves(plant: Plant, identity: Identity, system: K40System): LeafSpec[] {
  const { type, makers, modules } = system;
  const { compressors, boiler } = makers;
  return [
    ...circuitsOf(plant, K_SENSOR).flatMap(circuitLeaves),
    ...dhwLeaves(plant),
    ...systemHeatLeaves(plant, makers),
    ...powerLeaves(plant, makers),
    ...compressors.flatMap((compressor, index) => [
      ...sourceLeaves(index + 1, compressor),
      ...refrigerantLeaves(index + 1, compressor, plant),
    ]),
    ...(boiler ? boilerSourceLeaves(compressors.length + 1, boiler) : []),
    ...(plant.pool ? poolLeaves(plant.pool) : []),
    ...(plant.ventilation ? ventilationLeaves(plant, plant.ventilation) : []),
    ...commonLeaves(plant, identity, K_SENSOR),
    typeLeaf(type),
    timeZoneLeaf(plant),
    ...awayLeaves(plant),
    ...holidayLeaves(plant, K40_HOLIDAYS),
    ...moduleLeaves(plant, [
      ...modules,
      { token: 72, productId: 17, version: identity.firmware, name: '', hardware: identity.hardware },
    ]),
  ];
}

function circuitLeaves(place: CircuitPlace): LeafSpec[] {
  return [
    ...measured(place),
    humidity(place),
    ...statusWords(place),
    mode(place, ['auto', 'manual', 'off']),
    ...setpoints(place),
    ...programs(place, TWO_A_DAY),
    ...summerWinter(place),
    ...boost(place),
    maxFlow(place, 30, 60),
  ];
}

function dhwLeaves(plant: Plant): LeafSpec[] {
  const { dhw } = plant;
  return [
    ...tankLeaves(plant, K_SENSOR),
    settableWord(
      `${DHW}/operationMode`,
      () => dhw.operationMode,
      (word) => void (dhw.operationMode = word),
      ['off', 'eco', 'low', 'high', 'auto'],
    ),
    ...dhwStatus(plant),
    ...(['eco', 'low', 'high'] as const).flatMap((name) => levelWithStop(plant, name)),
    programLeaf({
      id: `${DHW}/switchPrograms/A`,
      program: dhw.program,
      rules: SIX_A_DAY,
      levels: ['off', 'eco', 'low', 'high'],
      levelsAt: `${DHW}/temperatureLevels`,
    }),
    ...chargeLeaves(plant, { min: 50, max: 70 }),
    chargeRemaining(plant),
    ...disinfectionLeaves(plant),
  ];
}
