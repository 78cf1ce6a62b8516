import type { Pool } from '../plant/pool.ts';
import type { Solar } from '../plant/solar.ts';
import type { FanLevel, Ventilation } from '../plant/ventilation.ts';
import type { Plant } from '../plant/plant.ts';
import { roomHumidity } from '../plant/readings.ts';
import { G1_SENSOR, K_SENSOR, type LeafSpec, numberLeaf, sensorLeaf, tenth, wordLeaf } from './leaf-spec.ts';

const FAN_PERCENT: Readonly<Record<FanLevel, number>> = { min: 20, red: 45, nom: 70, max: 100 };
/** Of both fans at full power. */
const FAN_RPM = 2_800;

/** A solar circuit as an ICOM tells it. */
export function solarLeaves(plant: Plant, solar: Solar): LeafSpec[] {
  const base = '/solarCircuits/sc1';
  return [
    sensorLeaf(`${base}/collectorTemperature`, G1_SENSOR, () => solar.collectorC),
    sensorLeaf(`${base}/dhwTankTemperature`, G1_SENSOR, () => plant.tankC),
    numberLeaf(`${base}/pumpModulation`, () => (solar.isPumping ? 100 : 0), { unit: '%', state: { off: 0 } }),
    numberLeaf(`${base}/solarYield`, () => tenth(solar.lastHourWh), { unit: 'Wh' }),
    wordLeaf(`${base}/status`, () => 'ACTIVE', ['INACTIVE', 'ACTIVE']),
  ];
}

export function poolLeaves(pool: Pool): LeafSpec[] {
  return [sensorLeaf('/pool/currentTemp', K_SENSOR, () => pool.waterC)];
}

export function ventilationLeaves(plant: Plant, ventilation: Ventilation): LeafSpec[] {
  const base = '/ventilation/zone1';
  const percent = () => FAN_PERCENT[ventilation.level];
  const rpm = () => Math.round((FAN_RPM * percent()) / 100);
  return [
    wordLeaf(`${base}/exhaustFanLevel`, () => ventilation.level, ['off', 'min', 'red', 'nom', 'max', 'dem']),
    numberLeaf(`${base}/exhaustFanPower`, percent, { unit: '%' }),
    numberLeaf(`${base}/supplyFanPower`, percent, { unit: '%' }),
    numberLeaf(`${base}/exhaustFanSpeed`, rpm, { unit: '1/min' }),
    numberLeaf(`${base}/sensors/supplyFanRotation`, rpm, { unit: 'rpm' }),
    numberLeaf(`${base}/summerBypass/flapPower`, () => (ventilation.isBypassed ? 100 : 0), { unit: '%' }),
    numberLeaf(`${base}/filter/remainingTime`, () => Math.round(ventilation.filterMinutes), { unit: 'mins' }),
    numberLeaf(`${base}/applianceRunTime`, () => Math.round(ventilation.runMinutes), { unit: 'mins' }),
    sensorLeaf(`${base}/sensors/supplyTemp`, K_SENSOR, () => ventilation.supplyC),
    sensorLeaf(`${base}/sensors/extractTemp`, K_SENSOR, () => ventilation.extractC),
    sensorLeaf(`${base}/sensors/exhaustTemp`, K_SENSOR, () => ventilation.exhaustC),
    sensorLeaf(`${base}/sensors/outdoorTemp`, K_SENSOR, () => plant.weather.outdoorC),
    numberLeaf(`${base}/sensors/internalHumidity`, () => roomHumidity(plant), { unit: '%' }),
    numberLeaf(`${base}/sensors/internalAirQuality`, () => Math.round(ventilation.co2Ppm), {
      unit: 'ppm',
      state: { invalid: 65_535 },
    }),
  ];
}
