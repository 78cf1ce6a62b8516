import {
  HEAT_PUMP_OUTDOOR_OPEN,
  HEAT_PUMP_OUTDOOR_SHORT,
  HEAT_PUMP_PRESSURE,
  defrostStuck,
  filterClogged,
  flameLost,
  lowPressure,
  outdoorSensor,
} from '../faults.ts';
import { circuitsOf } from '../leaves/circuit-leaves.ts';
import { K_SENSOR, wordLeaf } from '../leaves/leaf-spec.ts';
import { deviceLeaves, zoneLeaves } from '../leaves/room-leaves.ts';
import { createPlant } from '../plant/create-plant.ts';
import { Hybrid } from '../producers/hybrid.ts';
import { k40Leaves } from './k40-leaves.ts';
import { type Profile, giveBurnerHistory, giveCompressorHistory, giveHeaterHistory } from './profile.ts';

const SOURCES = ['none', 'heatpump_only', 'appliance_only', 'both'];

/** A small heat pump with a gas boiler, ventilation with heat recovery, and wireless room controllers. */
export const hybrid: Profile = {
  gatewayType: 'K40',
  firmware: '15.00.01',
  hardware: 'K40RF_v1',
  build: (start, identity) => {
    const producer = new Hybrid({ nominalW: 5_500, heaterW: 0 }, 20_000, start.seed);
    const { boiler, heatPump } = producer;
    const { compressor, heater } = heatPump;
    const plant = createPlant(start, {
      zones: [
        { emitter: 'floor', areaM2: 80 },
        { emitter: 'radiator', areaM2: 60 },
      ],
      producer,
      waterLitres: 300,
      tankLitres: 250,
      chargeExcessK: 6,
      hasVentilation: true,
    });
    const { ventilation } = plant;
    giveCompressorHistory(compressor.meters, start.seed, 5.5);
    giveHeaterHistory(heater.meters, start.seed);
    giveBurnerHistory(boiler.meters, start.seed);
    const rooms = circuitsOf(plant, K_SENSOR);
    return {
      plant,
      leaves: [
        ...k40Leaves(plant, identity, {
          type: 'hybman',
          makers: { compressors: [compressor], heater, boiler },
          modules: [
            { token: 8, productId: 8, version: '9.7.0', name: 'Compress Hybrid 3800i', hardware: 'XCU_HYB' },
            { token: 9, productId: 234, version: '5.05', name: 'Condens 5800i', hardware: 'BC25' },
            { token: 16, productId: 253, version: '47.11', name: '', hardware: 'UI 800' },
            { token: 81, productId: 231, version: '1.03', name: 'Vent 4000', hardware: 'MV 200' },
          ],
        }),
        wordLeaf('/heatSources/hybrid/activeHeatSource', () => producer.activeHeatSource, SOURCES),
        ...rooms.flatMap(deviceLeaves),
        ...rooms.flatMap(zoneLeaves),
      ],
      faults: {
        'flame-lost': flameLost(boiler),
        'low-pressure': lowPressure(plant, [compressor, boiler], HEAT_PUMP_PRESSURE),
        ...outdoorSensor(plant, HEAT_PUMP_OUTDOOR_OPEN, HEAT_PUMP_OUTDOOR_SHORT),
        'defrost-stuck': defrostStuck(compressor),
        ...(ventilation && { filter: filterClogged(ventilation) }),
      },
    };
  },
};
