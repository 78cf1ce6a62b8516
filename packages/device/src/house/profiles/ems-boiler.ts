import { BOILER_PRESSURE, CONTROLLER_OUTDOOR, flameLost, lowPressure, outdoorSensor } from '../faults.ts';
import { boilerLeaves, serviceCodeLeaves } from '../leaves/boiler-leaves.ts';
import { circuitsOf, measured } from '../leaves/circuit-leaves.ts';
import { maxFlow, mode, setpoints, summerWinter } from '../leaves/circuit-settings.ts';
import { DHW, chargeLeaves, disinfectionLeaves, levelAlone, tankLeaves } from '../leaves/dhw-leaves.ts';
import { G1_SENSOR, type LeafSpec, settableWord } from '../leaves/leaf-spec.ts';
import { boilerSourceLeaves } from '../leaves/source-leaves.ts';
import { commonLeaves } from '../leaves/system-leaves.ts';
import { createPlant } from '../plant/create-plant.ts';
import type { Plant } from '../plant/plant.ts';
import { Boiler } from '../producers/boiler.ts';
import { type Profile, giveBurnerHistory } from './profile.ts';

/**
 * A gas boiler with an RC310 controller, as an EMS-ESP sees both, under the names of the resource tree. Such a controller does not
 * show its switch points on the bus, so there are none here, though the circuit follows them.
 */
export const emsBoiler: Profile = {
  gatewayType: 'EMS_ESP',
  firmware: '3.7.2',
  hardware: 'E32V2',
  build: (start, identity) => {
    const boiler = new Boiler(20_000);
    const plant = createPlant(start, {
      zones: [{ emitter: 'oldRadiator', areaM2: 110 }],
      producer: boiler,
      waterLitres: 110,
      tankLitres: 160,
      chargeExcessK: 15,
    });
    giveBurnerHistory(boiler.meters, start.seed);
    return {
      plant,
      leaves: [
        ...circuitsOf(plant, G1_SENSOR).flatMap((place) => [
          ...measured(place),
          mode(place, ['auto', 'manual']),
          ...setpoints(place),
          ...summerWinter(place),
          maxFlow(place, 30, 90),
        ]),
        ...dhwLeaves(plant),
        ...boilerLeaves(plant, boiler),
        ...boilerSourceLeaves(1, boiler),
        ...serviceCodeLeaves(plant, boiler),
        ...commonLeaves(plant, identity, G1_SENSOR),
      ],
      faults: {
        'flame-lost': flameLost(boiler),
        'low-pressure': lowPressure(plant, [boiler], BOILER_PRESSURE),
        // The controller does not tell the two apart.
        ...outdoorSensor(plant, CONTROLLER_OUTDOOR, CONTROLLER_OUTDOOR),
      },
    };
  },
};

function dhwLeaves(plant: Plant): LeafSpec[] {
  const { dhw } = plant;
  return [
    ...tankLeaves(plant, G1_SENSOR),
    settableWord(
      `${DHW}/operationMode`,
      () => (dhw.operationMode === 'eco' || dhw.operationMode === 'heating' ? 'low' : dhw.operationMode),
      (word) => void (dhw.operationMode = word),
      ['off', 'low', 'high', 'auto'],
    ),
    levelAlone(plant, 'low', { min: 30, max: 60 }),
    levelAlone(plant, 'high', { min: 30, max: 80 }),
    ...chargeLeaves(plant, { min: 30, max: 80 }),
    ...disinfectionLeaves(plant),
  ];
}
