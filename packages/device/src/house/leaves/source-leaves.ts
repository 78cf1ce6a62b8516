import type { Plant } from '../plant/plant.ts';
import { returnC, supplyC } from '../plant/readings.ts';
import type { Boiler } from '../producers/boiler.ts';
import type { Compressor } from '../producers/compressor.ts';
import { type Meters, totalOf } from '../producers/meter.ts';
import { K_SENSOR, type LeafSpec, hundredth, numberLeaf, sensorLeaf, wordLeaf } from './leaf-spec.ts';

const KWH = { unit: 'kWh' };
const TYPES = ['No_Appliance', 'OilBoiler', 'GasBoiler', 'Heatpump', 'unknownBoiler'];

export function onOff(isOn: boolean): 'on' | 'off' {
  return isOn ? 'on' : 'off';
}

/** What K 30 tells of a compressor as heat source `hs{number}`. */
export function sourceLeaves(number: number, compressor: Compressor): LeafSpec[] {
  const base = `/heatSources/hs${number}`;
  const percent = () => Math.round(compressor.modulation * 100);
  return [
    wordLeaf(`${base}/type`, () => 'Heatpump', TYPES),
    numberLeaf(`${base}/actualModulation`, percent, { unit: '%' }),
  ];
}

/** What K 40 tells besides: the refrigerant circuit and counters for each purpose. */
export function refrigerantLeaves(number: number, compressor: Compressor, plant: Plant): LeafSpec[] {
  const base = `/heatSources/hs${number}`;
  const percent = () => Math.round(compressor.modulation * 100);
  const isHeating = () => compressor.status === 'heating';
  const { weather } = plant;
  const refrigerant = (name: string, running: () => number, resting: () => number) =>
    sensorLeaf(`${base}/refrigerant/${name}`, K_SENSOR, () => (isHeating() ? running() : resting()));
  const indoors = () => 20;
  const outdoors = () => weather.outdoorC;
  const evaporating = () => weather.outdoorC - 3 - 6 * compressor.modulation;
  const hotGas = () => supplyC(plant) + 22 + 20 * compressor.modulation;
  return [
    wordLeaf(`${base}/heatPumpType`, () => 'air_water', ['air_water', 'liquid_water', 'exhaustAir_water']),
    wordLeaf(`${base}/refrigerant/status`, () => compressor.status, [
      'idle',
      'startup',
      'heating',
      'cooling',
      'defrost',
      'passive_defrost',
      'shutoff',
      'alarm',
      'test_mode',
    ]),
    numberLeaf(`${base}/refrigerant/compressorActualSpeed`, () => (isHeating() ? percent() : 0), {
      unit: '%',
    }),
    numberLeaf(`${base}/refrigerant/compressorElecPowerActual`, () => Math.round(compressor.powerW), {
      unit: 'W',
    }),
    refrigerant('compressorTemp', () => hotGas() - 12, outdoors),
    refrigerant('hotGasTemp', hotGas, outdoors),
    refrigerant('suctionGasTemp', () => evaporating() + 6, outdoors),
    refrigerant('lowPressureTemp', evaporating, outdoors),
    refrigerant('highPressureTemp', () => supplyC(plant) + 3, indoors),
    refrigerant('liquidPipeHeatingTemp', () => returnC(plant) + 2, indoors),
    sensorLeaf(`${base}/returnFlowTemp`, K_SENSOR, () => returnC(plant)),
    numberLeaf(`${base}/oduFanSpeed`, () => (isHeating() ? 30 + Math.round(percent() * 0.6) : 0), {
      unit: '%',
    }),
    ...meterLeaves(base, compressor.meters, plant),
  ];
}

function meterLeaves(base: string, meters: Meters, plant: Plant): LeafSpec[] {
  const pool = plant.pool ? (['pool'] as const) : [];
  const counters = [...(['ch', 'dhw'] as const), ...pool].flatMap((purpose) => [
    numberLeaf(`${base}/numberOfStarts/${purpose}`, () => meters[purpose].starts),
    numberLeaf(`${base}/workingTime/${purpose}`, () => meters[purpose].runS, { unit: 's' }),
  ]);
  const energy = (['ch', 'dhw'] as const).flatMap((purpose) => [
    numberLeaf(
      `${base}/emon/${purpose}Consumption/outputProduced`,
      () => hundredth(meters[purpose].outputKwh),
      KWH,
    ),
    numberLeaf(
      `${base}/emon/${purpose}Consumption/compressor`,
      () => hundredth(meters[purpose].inputKwh),
      KWH,
    ),
  ]);
  const total = `${base}/emon/totalConsumption`;
  return [
    ...counters,
    ...energy,
    numberLeaf(`${base}/numberOfStarts/total`, () => totalOf(meters).starts),
    numberLeaf(`${base}/workingTime/total`, () => totalOf(meters).runS, { unit: 's' }),
    numberLeaf(`${total}/outputProduced`, () => hundredth(totalOf(meters).outputKwh), KWH),
    numberLeaf(`${total}/compressor`, () => hundredth(totalOf(meters).inputKwh), KWH),
  ];
}

/** A gas boiler as heat source `hs{number}`. */
export function boilerSourceLeaves(number: number, boiler: Boiler): LeafSpec[] {
  const base = `/heatSources/hs${number}`;
  return [
    wordLeaf(`${base}/type`, () => 'GasBoiler', TYPES),
    numberLeaf(`${base}/actualModulation`, () => Math.round(boiler.modulation * 100), { unit: '%' }),
    numberLeaf(`${base}/actualPower`, () => hundredth(boiler.heatW / 1_000), { unit: 'kW' }),
    wordLeaf(`${base}/flameStatus`, () => onOff(boiler.isBurning), ['off', 'on']),
  ];
}
