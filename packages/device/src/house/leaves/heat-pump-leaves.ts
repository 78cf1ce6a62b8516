import { type Plant, heatingSetpointC } from '../plant/plant.ts';
import { pressureBar, returnC, supplyC } from '../plant/readings.ts';
import type { Compressor } from '../producers/compressor.ts';
import type { ElectricHeater } from '../producers/electric-heater.ts';
import type { Boiler } from '../producers/boiler.ts';
import { type Meter, type Meters, totalOf } from '../producers/meter.ts';
import type { Purpose } from '../producers/producer.ts';
import {
  K_SENSOR,
  type LeafSpec,
  hundredth,
  numberLeaf,
  sensorLeaf,
  tenth,
  wordLeaf,
  wordsLeaf,
} from './leaf-spec.ts';
import { onOff } from './source-leaves.ts';

const HS = '/heatSources';
const EMON = `${HS}/emon`;
const KWH = { unit: 'kWh' };

/** What makes the heat of a K 30 or K 40 system. */
export interface HeatMakers {
  readonly compressors: readonly Compressor[];
  readonly heater: ElectricHeater;
  readonly boiler?: Boiler;
}

/** What K 30 tells of the whole system. */
export function systemHeatLeaves(plant: Plant, { compressors }: HeatMakers): LeafSpec[] {
  const modulation = () => compressors.reduce((sum, one) => sum + one.modulation, 0) / compressors.length;
  const totals = () => compressors.map(({ meters }) => totalOf(meters));
  return [
    numberLeaf(`${HS}/actualModulation`, () => Math.round(100 * modulation()), { unit: '%' }),
    sensorLeaf(`${HS}/actualSupplyTemperature`, K_SENSOR, () => supplyC(plant)),
    sensorLeaf(`${HS}/returnTemperature`, K_SENSOR, () => returnC(plant)),
    numberLeaf(`${HS}/supplyTemperatureSetpoint`, () => tenth(heatingSetpointC(plant) ?? 0), {
      unit: 'C',
      state: { off: 0 },
    }),
    numberLeaf(`${HS}/systemPressure`, () => tenth(pressureBar(plant)), {
      unit: 'bar',
      state: { invalid: 255 },
    }),
    numberLeaf(`${HS}/numberOfStarts`, () => totals().reduce((sum, { starts }) => sum + starts, 0)),
    numberLeaf(`${HS}/workingTime/totalSystem`, () => totals().reduce((sum, { runS }) => sum + runS, 0), {
      unit: 's',
    }),
  ];
}

/** What K 40 tells besides: power, demand and energy for each purpose. */
export function powerLeaves(plant: Plant, makers: HeatMakers): LeafSpec[] {
  const { compressors, heater, boiler } = makers;
  const burns = () => heater.powerW > 0 || boiler?.isBurning === true;
  return [
    sensorLeaf(`${HS}/applianceSupplyTemperature`, K_SENSOR, () => supplyC(plant)),
    numberLeaf(
      `${HS}/compressor/powerElecActual`,
      () => Math.round(compressors.reduce((sum, { powerW }) => sum + powerW, 0)),
      { unit: 'W' },
    ),
    numberLeaf(`${HS}/eHeater/powerElecActual`, () => Math.round(heater.powerW), { unit: 'W' }),
    wordLeaf(`${HS}/Source/eHeater/status`, () => heaterStatus(plant, heater), ['off', 'heating', 'dhw']),
    wordsLeaf(`${HS}/actualHeatDemand`, () => demands(plant), ['ch', 'dhw', 'frost', 'pool']),
    wordLeaf(`${HS}/flameStatus`, () => onOff(burns()), ['off', 'on']),
    ...emonLeaves(plant, makers),
  ];
}

function heaterStatus(plant: Plant, { powerW }: ElectricHeater): string {
  if (powerW === 0) return 'off';
  return plant.isChargingTank ? 'dhw' : 'heating';
}

function demands(plant: Plant): string[] {
  return [
    ...(heatingSetpointC(plant) === undefined ? [] : ['ch']),
    ...(plant.dhw.isCharging ? ['dhw'] : []),
    ...(plant.pool?.isCalling === true ? ['pool'] : []),
  ];
}

function emonLeaves(plant: Plant, makers: HeatMakers): LeafSpec[] {
  const purposes: Purpose[] = plant.pool ? ['ch', 'dhw', 'pool'] : ['ch', 'dhw'];
  const { compressors } = makers;
  const { solar, ventilation } = plant;
  const extra = ventilation
    ? [
        numberLeaf(`${EMON}/totalConsumption/ventilation`, () => hundredth(ventilation.powerKwh), KWH),
        numberLeaf(
          `${EMON}/totalConsumption/ventilationHeatRecovered`,
          () => hundredth(ventilation.recoveredKwh),
          KWH,
        ),
      ]
    : [];
  const sun = solar
    ? [numberLeaf(`${EMON}/totalConsumption/solar`, () => hundredth(solar.yieldKwh), KWH)]
    : [];
  return [
    ...purposes.flatMap((purpose) => [
      ...consumption(`${purpose}Consumption`, makers, (meters) => meters[purpose]),
      numberLeaf(`${EMON}/${purpose}/numberOfStarts`, () => ofAll(compressors, (m) => m[purpose].starts)),
      numberLeaf(`${EMON}/${purpose}/workingTime`, () => ofAll(compressors, (m) => m[purpose].runS), {
        unit: 's',
      }),
    ]),
    ...consumption('totalConsumption', makers, totalOf),
    ...extra,
    ...sun,
  ];
}

/** Energy given out and taken in, for one purpose or all. */
function consumption(name: string, makers: HeatMakers, of: (meters: Meters) => Meter): LeafSpec[] {
  const { compressors, heater, boiler } = makers;
  const base = `${EMON}/${name}`;
  const outputKwh = () =>
    ofAll(compressors, (m) => of(m).outputKwh) +
    of(heater.meters).outputKwh +
    (boiler ? of(boiler.meters).outputKwh : 0);
  return [
    numberLeaf(`${base}/outputProduced`, () => hundredth(outputKwh()), KWH),
    numberLeaf(`${base}/compressor`, () => hundredth(ofAll(compressors, (m) => of(m).inputKwh)), KWH),
    numberLeaf(`${base}/eheater`, () => hundredth(of(heater.meters).inputKwh), KWH),
    ...(boiler ? [numberLeaf(`${base}/burner`, () => hundredth(of(boiler.meters).inputKwh), KWH)] : []),
  ];
}

function ofAll(compressors: readonly Compressor[], value: (meters: Meters) => number): number {
  return compressors.reduce((total, { meters }) => total + value(meters), 0);
}
