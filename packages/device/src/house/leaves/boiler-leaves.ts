import { type Plant, heatingSetpointC } from '../plant/plant.ts';
import { pressureBar, returnC, supplyC } from '../plant/readings.ts';
import type { Boiler } from '../producers/boiler.ts';
import { totalOf } from '../producers/meter.ts';
import { G1_SENSOR, type LeafSpec, hundredth, numberLeaf, sensorLeaf, tenth, wordLeaf } from './leaf-spec.ts';
import { onOff } from './source-leaves.ts';

const HS = '/heatSources';
const KW = { unit: 'kW' };

/** What both ICOM and EMS-ESP tell of a gas boiler. */
export function boilerLeaves(plant: Plant, boiler: Boiler): LeafSpec[] {
  const total = () => totalOf(boiler.meters);
  return [
    numberLeaf(`${HS}/actualModulation`, () => percent(boiler), { unit: '%' }),
    wordLeaf(`${HS}/flameStatus`, () => onOff(boiler.isBurning), ['off', 'on']),
    numberLeaf(`${HS}/CHpumpModulation`, () => (plant.zones.some(({ pumpOn }) => pumpOn) ? 70 : 0), {
      unit: '%',
    }),
    sensorLeaf(`${HS}/actualSupplyTemperature`, G1_SENSOR, () => supplyC(plant)),
    sensorLeaf(`${HS}/returnTemperature`, G1_SENSOR, () => returnC(plant)),
    numberLeaf(`${HS}/supplyTemperatureSetpoint`, () => tenth(wantedC(plant)), { unit: 'C' }),
    numberLeaf(`${HS}/systemPressure`, () => tenth(pressureBar(plant)), {
      unit: 'bar',
      state: { invalid: 25.5 },
    }),
    numberLeaf(`${HS}/numberOfStarts`, () => total().starts),
    numberLeaf(`${HS}/workingTime/totalSystem`, () => minutes(total().runS), { unit: 'mins' }),
    numberLeaf(`${HS}/workingTime/centralHeating`, () => minutes(boiler.meters.ch.runS), { unit: 'mins' }),
    numberLeaf(`${HS}/energyMonitoring/consumption`, () => tenth(total().inputKwh), { unit: 'kWh' }),
  ];
}

/** What an ICOM tells besides. */
export function burnerLeaves(plant: Plant, boiler: Boiler): LeafSpec[] {
  const nominalKw = () => boiler.nominalW / 1_000;
  const ofTank = () => (plant.isChargingTank ? boiler.heatW : 0);
  return [
    numberLeaf(`${HS}/actualPower`, () => kw(boiler.heatW), KW),
    numberLeaf(`${HS}/actualCHPower`, () => kw(boiler.heatW - ofTank()), KW),
    numberLeaf(`${HS}/actualDHWPower`, () => kw(ofTank()), KW),
    numberLeaf(`${HS}/nominalCHPower`, nominalKw, KW),
    numberLeaf(`${HS}/nominalDHWPower`, nominalKw, KW),
    numberLeaf(`${HS}/burnerModulationSetpoint`, () => percent(boiler), { unit: '%' }),
    numberLeaf(`${HS}/burnerPowerSetpoint`, () => kw(boiler.heatW), KW),
    numberLeaf(`${HS}/powerSetpoint`, () => percent(boiler), { unit: '%' }),
    sensorLeaf(`${HS}/applianceSupplyTemperature`, G1_SENSOR, () => supplyC(plant)),
    sensorLeaf(
      `${HS}/chimneyTemperature`,
      G1_SENSOR,
      () => 0,
      () => 'open',
    ),
    sensorLeaf('/system/sensors/temperatures/supply_t1', G1_SENSOR, () => supplyC(plant)),
    sensorLeaf('/system/sensors/temperatures/hotWater_t2', G1_SENSOR, () => plant.tankC),
    sensorLeaf('/system/sensors/temperatures/return', G1_SENSOR, () => returnC(plant)),
    sensorLeaf('/system/appliance/actualSupplyTemperature', G1_SENSOR, () => supplyC(plant)),
    numberLeaf('/system/sensors/temperatures/supply_t1_setpoint', () => tenth(wantedC(plant)), { unit: 'C' }),
  ];
}

/** Service code of a boiler: what it does now (facts: fault codes, section 1). */
export function serviceCodeLeaves(plant: Plant, boiler: Boiler): LeafSpec[] {
  const code = () => serviceCode(plant, boiler);
  return [
    wordLeaf('/system/appliance/displayCode', () => code()[0]),
    numberLeaf('/system/appliance/causeCode', () => code()[1]),
  ];
}

function serviceCode(plant: Plant, boiler: Boiler): readonly [display: string, cause: number] {
  if (boiler.isLocked) return ['6A', 227];
  if (boiler.isBurning) return plant.isChargingTank ? ['=H', 201] : ['-H', 200];
  const wanted = heatingSetpointC(plant);
  return wanted !== undefined && plant.waterC > wanted ? ['0Y', 204] : ['0H', 203];
}

/** Flow temperature asked of the boiler, C; 0 when nobody wants heat. */
function wantedC(plant: Plant): number {
  if (plant.isChargingTank) return plant.tankC + plant.design.chargeExcessK;
  return heatingSetpointC(plant) ?? 0;
}

function percent(boiler: Boiler): number {
  return Math.round(boiler.modulation * 100);
}

function kw(watts: number): number {
  return hundredth(watts / 1_000);
}

function minutes(seconds: number): number {
  return Math.floor(seconds / 60);
}
