import {
  HEAT_PUMP_OUTDOOR_OPEN,
  HEAT_PUMP_OUTDOOR_SHORT,
  HEAT_PUMP_PRESSURE,
  defrostStuck,
  lowPressure,
  outdoorSensor,
} from '../faults.ts';
import { circuitsOf, measured, statusWords } from '../leaves/circuit-leaves.ts';
import { boost, mode, programs, setpoints, summerWinter } from '../leaves/circuit-settings.ts';
import {
  DHW,
  chargeLeaves,
  chargeRemaining,
  dhwStatus,
  levelAlone,
  tankLeaves,
} from '../leaves/dhw-leaves.ts';
import { systemHeatLeaves } from '../leaves/heat-pump-leaves.ts';
import { K_SENSOR, type LeafSpec, settableWord } from '../leaves/leaf-spec.ts';
import { SIX_A_DAY, programLeaf } from '../leaves/program-leaf.ts';
import { sourceLeaves } from '../leaves/source-leaves.ts';
import { awayLeaves, commonLeaves } from '../leaves/system-leaves.ts';
import { createPlant } from '../plant/create-plant.ts';
import type { Plant } from '../plant/plant.ts';
import { HeatPump } from '../producers/heat-pump.ts';
import { type Profile, giveCompressorHistory, giveHeaterHistory } from './profile.ts';

/**
 * A house with floor heating. A K 30 has fewer leaves than a K 40 (no energy, no refrigerant circuit, no holidays), and it can be
 * written: the consumer cloud changes its circuits (facts: gateways, sections 2.5 and 6).
 */
export const k30HeatPump: Profile = {
  gatewayType: 'K30',
  firmware: '12.01.00',
  hardware: 'K30RF_v1',
  build: (start, identity) => {
    const pump = new HeatPump({ nominalW: 8_500, heaterW: 6_000 }, start.seed);
    const { compressor, heater } = pump;
    const plant = createPlant(start, {
      zones: [{ emitter: 'floor', areaM2: 120 }],
      producer: pump,
      waterLitres: 250,
      tankLitres: 240,
      chargeExcessK: 6,
    });
    giveCompressorHistory(compressor.meters, start.seed, 8.5);
    giveHeaterHistory(heater.meters, start.seed);
    return {
      plant,
      leaves: [
        ...circuitsOf(plant, K_SENSOR).flatMap((place) => [
          ...measured(place),
          ...statusWords(place),
          mode(place, ['auto', 'manual', 'off']),
          ...setpoints(place),
          ...programs(place, SIX_A_DAY),
          ...summerWinter(place),
          ...boost(place),
        ]),
        ...dhwLeaves(plant),
        ...systemHeatLeaves(plant, { compressors: [compressor], heater }),
        ...sourceLeaves(1, compressor),
        ...commonLeaves(plant, identity, K_SENSOR),
        ...awayLeaves(plant),
      ],
      faults: {
        'low-pressure': lowPressure(plant, [compressor], HEAT_PUMP_PRESSURE),
        ...outdoorSensor(plant, HEAT_PUMP_OUTDOOR_OPEN, HEAT_PUMP_OUTDOOR_SHORT),
        'defrost-stuck': defrostStuck(compressor),
      },
    };
  },
};

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
    levelAlone(plant, 'eco', { min: 30, max: 50 }),
    levelAlone(plant, 'low', { min: 35, max: 55 }),
    levelAlone(plant, 'high', { min: 40, max: 60 }),
    programLeaf({
      id: `${DHW}/switchPrograms/A`,
      program: dhw.program,
      rules: SIX_A_DAY,
      levels: ['off', 'eco', 'low', 'high'],
      levelsAt: `${DHW}/temperatureLevels`,
    }),
    ...chargeLeaves(plant, { min: 50, max: 70 }),
    chargeRemaining(plant),
  ];
}
