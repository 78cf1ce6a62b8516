import type { Identity } from '../appliance.ts';
import { DAY_MS, MINUTE_MS } from './clock.ts';
import { type LeafSpec, SENSOR, hundredth, numberLeaf, tenth, wordLeaf } from './leaf-spec.ts';
import { type Plant, heatingSetpointC, returnC, supplyC } from './plant.ts';
import { STREAM, normalAt, uniformAt } from './random.ts';

const HS = '/heatSources';
const OUTDOOR_NOISE_K = 0.05;

/** Leaves of the heat pump: `/heatSources` and its only heat source `hs1`. */
export function heatSourceLeaves(plant: Plant): LeafSpec[] {
  const pump = plant.heatPump;
  const percent = () => Math.round(pump.modulation * 100);
  const isHeating = () => pump.status === 'heating';
  const onOff = ['off', 'on'];
  const flame = () => (pump.heaterW > 0 ? 'on' : 'off');
  return [
    numberLeaf(`${HS}/actualModulation`, percent, { unit: '%' }),
    numberLeaf(`${HS}/actualSupplyTemperature`, () => tenth(supplyC(plant)), { unit: 'C', state: SENSOR }),
    numberLeaf(`${HS}/applianceSupplyTemperature`, () => tenth(supplyC(plant)), { unit: 'C', state: SENSOR }),
    numberLeaf(`${HS}/returnTemperature`, () => tenth(returnC(plant)), { unit: 'C', state: SENSOR }),
    numberLeaf(`${HS}/supplyTemperatureSetpoint`, () => tenth(heatingSetpointC(plant) ?? 0), {
      unit: 'C',
      state: { off: 0 },
    }),
    numberLeaf(`${HS}/compressor/powerElecActual`, () => Math.round(pump.powerW), { unit: 'W' }),
    numberLeaf(`${HS}/eHeater/powerElecActual`, () => Math.round(pump.heaterW), { unit: 'W' }),
    numberLeaf(`${HS}/systemPressure`, () => tenth(pressureBar(plant)), {
      unit: 'bar',
      state: { invalid: 255 },
    }),
    numberLeaf(`${HS}/numberOfStarts`, () => pump.starts),
    numberLeaf(`${HS}/workingTime/totalSystem`, () => pump.runS, { unit: 's' }),
    ...emonLeaves(plant),
    wordLeaf(`${HS}/flameStatus`, flame, onOff),
    numberLeaf(`${HS}/hs1/numberOfStarts`, () => pump.starts),
    numberLeaf(`${HS}/hs1/actualModulation`, percent, { unit: '%' }),
    numberLeaf(`${HS}/hs1/refrigerant/compressorActualSpeed`, () => (isHeating() ? percent() : 0), {
      unit: '%',
    }),
    wordLeaf(`${HS}/hs1/refrigerant/status`, () => pump.status, ['idle', 'heating', 'defrost', 'alarm']),
    wordLeaf(`${HS}/hs1/heatPumpType`, () => 'air_water', ['air_water', 'liquid_water', 'exhaustAir_water']),
    wordLeaf(`${HS}/hs1/type`, () => 'Heatpump'),
    wordLeaf(`${HS}/hs1/flameStatus`, flame, onOff),
  ];
}

function emonLeaves(plant: Plant): LeafSpec[] {
  const total = `${HS}/emon/totalConsumption`;
  return [
    numberLeaf(`${total}/outputProduced`, () => hundredth(plant.outputKwh), { unit: 'kWh' }),
    numberLeaf(`${total}/compressor`, () => hundredth(plant.compressorKwh), { unit: 'kWh' }),
    numberLeaf(`${total}/eheater`, () => hundredth(plant.heaterKwh), { unit: 'kWh' }),
  ];
}

/** Falls slowly over half a year until somebody tops it up, and moves with the water's temperature. */
function pressureBar(plant: Plant): number {
  const halfYears = plant.timeMs / (182 * DAY_MS) + uniformAt(plant.seed, STREAM.pressure, 0);
  return 1.8 - 0.4 * (halfYears % 1) + 0.005 * (plant.waterC - 30);
}

/** Leaves of `/system` and `/gateway`. */
export function systemLeaves(plant: Plant, identity: Identity): LeafSpec[] {
  const noise = () => OUTDOOR_NOISE_K * normalAt(plant.seed, STREAM.outdoorNoise, plant.timeMs / MINUTE_MS);
  return [
    numberLeaf('/system/sensors/temperatures/outdoor_t1', () => tenth(plant.weather.outdoorC + noise()), {
      unit: 'C',
      state: SENSOR,
    }),
    wordLeaf('/system/type', () => 'heatpump_single'),
    wordLeaf('/system/bus', () => 'EMS2_0'),
    wordLeaf('/system/brand', () => identity.brand),
    wordLeaf('/system/healthStatus', () => 'ok', ['ok', 'maintenance', 'error']),
    wordLeaf('/gateway/versionFirmware', () => identity.firmware),
    wordLeaf('/gateway/versionHardware', () => identity.hardware),
  ];
}
