import {
  HEAT_PUMP_OUTDOOR_OPEN,
  HEAT_PUMP_OUTDOOR_SHORT,
  HEAT_PUMP_PRESSURE,
  defrostStuck,
  lowPressure,
  outdoorSensor,
} from '../faults.ts';
import { numberLeaf } from '../leaves/leaf-spec.ts';
import { createPlant } from '../plant/create-plant.ts';
import { Cascade } from '../producers/cascade.ts';
import { k40Leaves } from './k40-leaves.ts';
import { type Profile, giveCompressorHistory, giveHeaterHistory } from './profile.ts';

/** A small apartment house with three heat pumps, two heating circuits and a heated pool. */
export const heatPumpCascade: Profile = {
  gatewayType: 'K40',
  firmware: '15.00.01',
  hardware: 'K40RF_v1',
  build: (start, identity) => {
    const cascade = new Cascade({ sources: 3, nominalW: 10_500, heaterW: 9_000 }, start.seed);
    const { compressors, heater } = cascade;
    const plant = createPlant(start, {
      zones: [
        { emitter: 'floor', areaM2: 220 },
        { emitter: 'radiator', areaM2: 200 },
      ],
      producer: cascade,
      waterLitres: 800,
      tankLitres: 600,
      chargeExcessK: 6,
      households: 2,
      hasPool: true,
    });
    for (const [index, { meters }] of compressors.entries()) {
      giveCompressorHistory(meters, start.seed + index, 10.5);
    }
    giveHeaterHistory(heater.meters, start.seed);
    const [first] = compressors;
    return {
      plant,
      leaves: [
        ...k40Leaves(plant, identity, {
          type: 'heatpump_cascade',
          makers: { compressors, heater },
          modules: [
            ...compressors.map((_, index) => ({
              token: 8 + index,
              productId: 8,
              version: '9.7.0',
              name: 'AirX 400',
              hardware: 'XCU_THH',
            })),
            { token: 16, productId: 253, version: '47.11', name: '', hardware: 'UI 800' },
          ],
        }),
        numberLeaf('/heatSources/numberOfRefrigerantCircuitsOnline', () => cascade.online),
      ],
      faults: {
        'low-pressure': lowPressure(plant, compressors, HEAT_PUMP_PRESSURE),
        ...outdoorSensor(plant, HEAT_PUMP_OUTDOOR_OPEN, HEAT_PUMP_OUTDOOR_SHORT),
        ...(first && { 'defrost-stuck': defrostStuck(first) }),
      },
    };
  },
};
