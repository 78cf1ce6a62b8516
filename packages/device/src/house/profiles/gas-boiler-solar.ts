import { BOILER_PRESSURE, CONTROLLER_OUTDOOR, flameLost, lowPressure, outdoorSensor } from '../faults.ts';
import { boilerLeaves, burnerLeaves } from '../leaves/boiler-leaves.ts';
import { circuitsOf, measured } from '../leaves/circuit-leaves.ts';
import { ROOM, mode, programs, setpoints, summerWinter } from '../leaves/circuit-settings.ts';
import { solarLeaves } from '../leaves/component-leaves.ts';
import { DHW, chargeLeaves, levelAlone, tankLeaves } from '../leaves/dhw-leaves.ts';
import { ICOM_HOLIDAYS, activatedLeaves, holidayLeaves } from '../leaves/holiday-leaves.ts';
import { G1_SENSOR, type LeafSpec, numberLeaf, translatedWord, wordLeaf } from '../leaves/leaf-spec.ts';
import { SIX_A_DAY, programLeaf } from '../leaves/program-leaf.ts';
import { boilerSourceLeaves } from '../leaves/source-leaves.ts';
import { commonLeaves, oldModuleLeaves } from '../leaves/system-leaves.ts';
import { createPlant } from '../plant/create-plant.ts';
import type { Plant } from '../plant/plant.ts';
import { everyDay } from '../control/week-program.ts';
import { Boiler } from '../producers/boiler.ts';
import { type Profile, brandName, giveBurnerHistory } from './profile.ts';

/** An older house with radiators; the sun heats the tank. Names and words as recorded from an EMS 2 boiler behind an ICOM. */
export const gasBoilerSolar: Profile = {
  gatewayType: 'ICOM',
  firmware: '04.07.07',
  hardware: 'iCom_Low_NSC_v1',
  build: (start, identity) => {
    const boiler = new Boiler(22_000);
    const plant = createPlant(start, {
      zones: [{ emitter: 'oldRadiator', areaM2: 130 }],
      producer: boiler,
      waterLitres: 120,
      tankLitres: 400,
      chargeExcessK: 15,
      hasSolar: true,
    });
    const { solar, dhw } = plant;
    giveBurnerHistory(boiler.meters, start.seed);
    dhw.operationMode = 'auto';
    dhw.program.replace(everyDay([300, 'high'], [1_380, 'off']));
    Object.assign(dhw.bands.high, { startC: 45, stopC: 50 });
    dhw.disinfection.isEnabled = false;
    return {
      plant,
      leaves: [
        ...circuitsOf(plant, G1_SENSOR).flatMap((place) => [
          ...measured(place),
          mode(place, ['auto', 'manual']),
          ...setpoints(place, { comfort: { ...ROOM, min: 17.5 }, eco: { ...ROOM, max: 20 } }),
          ...programs(place, SIX_A_DAY),
          ...summerWinter(place),
        ]),
        ...dhwLeaves(plant),
        ...boilerLeaves(plant, boiler),
        ...burnerLeaves(plant, boiler),
        ...boilerSourceLeaves(1, boiler),
        ...(solar ? solarLeaves(plant, solar) : []),
        ...commonLeaves(plant, { ...identity, brand: brandName(identity.brand) }, G1_SENSOR),
        wordLeaf('/system/systemType', () => 'NSC_ICOM_GATEWAY'),
        ...holidayLeaves(plant, ICOM_HOLIDAYS).filter(({ leaf }) => !leaf.id.endsWith('/fixTemperature')),
        ...activatedLeaves(plant),
        ...oldModuleLeaves(plant, [
          { token: 8, productId: 208, version: '01.04', name: '', hardware: '' },
          { token: 16, productId: 158, version: 'NF18.03', name: '', hardware: '' },
          { token: 32, productId: 160, version: 'NF24.05', name: '', hardware: '' },
          { token: 48, productId: 164, version: 'NF25.05', name: '', hardware: '' },
        ]),
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
  const words = { off: 'Off', high: 'high', heating: 'HCprogram', auto: 'ownprogram' };
  return [
    ...tankLeaves(plant, G1_SENSOR),
    translatedWord(
      `${DHW}/operationMode`,
      words,
      () => dhw.operationMode,
      (word) => void (dhw.operationMode = word),
    ),
    numberLeaf(`${DHW}/temperatureLevels/off`, () => 0, { unit: 'C' }),
    levelAlone(plant, 'high', { min: 30, max: 80 }),
    programLeaf({
      id: `${DHW}/switchPrograms/A`,
      program: dhw.program,
      rules: SIX_A_DAY,
      levels: ['high', 'off'],
      levelsAt: `${DHW}/temperatureLevels`,
    }),
    ...chargeLeaves(plant, { min: 30, max: 80 }),
  ];
}
