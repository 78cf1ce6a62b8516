import {
  HEAT_PUMP_OUTDOOR_OPEN,
  HEAT_PUMP_OUTDOOR_SHORT,
  HEAT_PUMP_PRESSURE,
  defrostStuck,
  lowPressure,
  outdoorSensor,
} from '../faults.ts';
import { createPlant } from '../plant/create-plant.ts';
import { HeatPump } from '../producers/heat-pump.ts';
import { k40Leaves } from './k40-leaves.ts';
import { type Profile, giveCompressorHistory, giveHeaterHistory } from './profile.ts';

/** A family house with floor heating (hc1), radiators (hc2) and a hot water tank. */
export const airWaterHeatPump: Profile = {
  gatewayType: 'K40',
  firmware: '15.00.01',
  hardware: 'K40RF_v1',
  build: (start, identity) => {
    const pump = new HeatPump({ nominalW: 10_500, heaterW: 6_000 }, start.seed);
    const { compressor, heater } = pump;
    const plant = createPlant(start, {
      zones: [
        { emitter: 'floor', areaM2: 70 },
        { emitter: 'radiator', areaM2: 70 },
      ],
      producer: pump,
      waterLitres: 300,
      tankLitres: 260,
      chargeExcessK: 6,
    });
    giveCompressorHistory(compressor.meters, start.seed, 10.5);
    giveHeaterHistory(heater.meters, start.seed);
    return {
      plant,
      leaves: k40Leaves(plant, identity, {
        type: 'heatpump_single',
        makers: { compressors: [compressor], heater },
        modules: [
          { token: 8, productId: 8, version: '9.7.0', name: 'Compress CS5800iAW 12 MB', hardware: 'XCU_THH' },
          { token: 8, productId: 65281, version: '9.7.0', name: 'AW 12 OR-T', hardware: 'XCU_ODU' },
          { token: 16, productId: 253, version: '47.11', name: '', hardware: 'UI 800' },
        ],
      }),
      faults: {
        'low-pressure': lowPressure(plant, [compressor], HEAT_PUMP_PRESSURE),
        ...outdoorSensor(plant, HEAT_PUMP_OUTDOOR_OPEN, HEAT_PUMP_OUTDOOR_SHORT),
        'defrost-stuck': defrostStuck(compressor),
      },
    };
  },
};
