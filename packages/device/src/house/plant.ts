import { MINUTE_MS, STEP_S, minuteOfDay, dayNumber, HOUR_MS } from './clock.ts';
import { stepCircuit } from './circuit.ts';
import { drawsOfDay } from './dhw-draws.ts';
import { stepTank, TANK_LITRES } from './dhw-tank.ts';
import { type DhwSettings, bandAt, defaultDhw, stepDhw } from './dhw.ts';
import { WATER_JKGK } from './emitter.ts';
import { type HeatPumpState, restingHeatPump, stepHeatPump } from './heat-pump.ts';
import { STREAM, mulberry32, uniformAt } from './random.ts';
import { Weather } from './weather.ts';
import { type Zone, controlZone, createZone, heatZone } from './zone.ts';

/** Water of the heating system with its buffer, J/K and loss, W/K. */
const WATER_JK = 300 * WATER_JKGK;
const WATER_UA_WK = 1.5;
const CELLAR_C = 18;
/** Over the tank's temperature when the heat pump charges it, K. */
const CHARGE_EXCESS_K = 6;
/** Time constant of the damped outdoor temperature for the summer switch, seconds. */
const DAMPING_S = 48 * 3_600;
/** A house is warmed up this long before its start, so that it begins in the middle of its life. */
const WARM_UP_MS = 5 * 24 * HOUR_MS;
const AREA_M2 = 70;

/** Everything physical of one house at one moment; only `stepPlant` moves it. */
export interface Plant {
  readonly seed: number;
  readonly weather: Weather;
  readonly zones: readonly [Zone, Zone];
  readonly dhw: DhwSettings;
  readonly heatPump: HeatPumpState;
  /** End of the last step, on the minute. */
  timeMs: number;
  dampedOutdoorC: number;
  waterC: number;
  tankC: number;
  isChargingTank: boolean;
  draws: Float64Array;
  drawsDay: number;
  /** Energy since the house was built, kWh. */
  outputKwh: number;
  compressorKwh: number;
  heaterKwh: number;
}

/** A warmed-up house on the minute before `startMs`. */
export function createPlant(seed: number, startMs: number): Plant {
  const random = mulberry32(seed);
  const timeMs = Math.floor((startMs - WARM_UP_MS) / MINUTE_MS) * MINUTE_MS;
  const weather = new Weather(seed, timeMs);
  const leakiness = 0.9 + 0.2 * random();
  const plant: Plant = {
    seed,
    weather,
    zones: [
      createZone('floor', AREA_M2, leakiness, weather.outdoorC),
      createZone('radiator', AREA_M2, leakiness, weather.outdoorC),
    ],
    dhw: defaultDhw(),
    heatPump: restingHeatPump(),
    timeMs,
    dampedOutdoorC: weather.outdoorC,
    waterC: 32,
    tankC: 48,
    isChargingTank: false,
    draws: drawsOfDay(seed, dayNumber(timeMs)),
    drawsDay: dayNumber(timeMs),
    outputKwh: 0,
    compressorKwh: 0,
    heaterKwh: 0,
  };
  for (const zone of plant.zones) zone.circuit.isSummer = weather.outdoorC > zone.circuit.summerThresholdC;
  while (plant.timeMs + MINUTE_MS <= startMs) stepPlant(plant);
  giveHistory(plant, 1 + 4 * random());
  return plant;
}

/** Counters of a heat pump in service for some years, in the proportions of a real one. */
function giveHistory(plant: Plant, years: number): void {
  const pump = plant.heatPump;
  plant.outputKwh = Math.round(15_000 * years);
  plant.compressorKwh = Math.round((15_000 / 3.5) * years);
  plant.heaterKwh = Math.round(60 * years);
  pump.starts = Math.round(1_400 * years);
  pump.runS = Math.round(3_400 * years) * 3_600;
}

/** One Euler step of a minute. */
export function stepPlant(plant: Plant): void {
  plant.timeMs += MINUTE_MS;
  const { timeMs, weather, zones, dhw } = plant;
  weather.moveTo(timeMs);
  const { outdoorC, sunWM2 } = weather;
  plant.dampedOutdoorC += ((outdoorC - plant.dampedOutdoorC) * STEP_S) / DAMPING_S;
  stepDhw(dhw, timeMs, plant.tankC);
  for (const zone of zones) {
    stepCircuit(zone.circuit, timeMs, plant.dampedOutdoorC);
    controlZone(zone, timeMs, outdoorC);
    heatZone(zone, plant.waterC, outdoorC, sunWM2);
  }
  plant.isChargingTank = dhw.isCharging && plant.heatPump.status !== 'defrost';
  runHeatPump(plant, outdoorC);
  moveHeat(plant);
}

function runHeatPump(plant: Plant, outdoorC: number): void {
  const { heatPump, zones, seed, timeMs } = plant;
  const day = dayNumber(timeMs);
  const defrostEveryMin = 40 + 50 * uniformAt(seed, STREAM.defrost, day);
  if (plant.isChargingTank) {
    const band = bandAt(plant.dhw, timeMs);
    const setpointC = band && band.stopC + CHARGE_EXCESS_K;
    const sinkJK = TANK_LITRES * WATER_JKGK;
    const sinkC = plant.tankC + CHARGE_EXCESS_K;
    stepHeatPump(heatPump, {
      setpointC,
      sinkC,
      loadW: 0,
      sinkJK,
      immediate: true,
      outdoorC,
      defrostEveryMin,
    });
    return;
  }
  const loadW = zones[0].emitter.waterW + zones[1].emitter.waterW;
  const setpointC = heatingSetpointC(plant);
  stepHeatPump(heatPump, {
    setpointC,
    sinkC: plant.waterC,
    loadW,
    sinkJK: WATER_JK,
    immediate: false,
    outdoorC,
    defrostEveryMin,
  });
}

/** The highest flow temperature that a circuit asks for, C. */
export function heatingSetpointC(plant: Plant): number | undefined {
  const [first, second] = plant.zones;
  if (first.flowSetpointC === undefined) return second.flowSetpointC;
  if (second.flowSetpointC === undefined) return first.flowSetpointC;
  return Math.max(first.flowSetpointC, second.flowSetpointC);
}

function moveHeat(plant: Plant): void {
  const { heatPump, zones, timeMs } = plant;
  if (dayNumber(timeMs) !== plant.drawsDay) {
    plant.drawsDay = dayNumber(timeMs);
    plant.draws = drawsOfDay(plant.seed, plant.drawsDay);
  }
  const producedW = heatPump.heatW + heatPump.heaterW;
  const toTankW = plant.isChargingTank ? producedW : 0;
  const toWaterW = producedW - toTankW - zones[0].emitter.waterW - zones[1].emitter.waterW;
  const lossW = WATER_UA_WK * (plant.waterC - CELLAR_C);
  plant.waterC += ((toWaterW - lossW) * STEP_S) / WATER_JK;
  plant.tankC = stepTank(plant.tankC, toTankW, plant.draws[minuteOfDay(timeMs)] ?? 0);
  plant.outputKwh += (Math.max(0, producedW) * STEP_S) / 3.6e6;
  plant.compressorKwh += (heatPump.powerW * STEP_S) / 3.6e6;
  plant.heaterKwh += (heatPump.heaterW * STEP_S) / 3.6e6;
}

/** Leaving the heat pump, C: into the tank while it is charged, else into the circuits. */
export function supplyC(plant: Plant): number {
  return plant.isChargingTank ? plant.tankC + CHARGE_EXCESS_K : plant.waterC;
}

/** Coming back to the heat pump, C; mixed from the circuits that flow. */
export function returnC(plant: Plant): number {
  if (plant.isChargingTank) return plant.tankC + 1;
  const flowing = plant.zones.filter((zone) => zone.pumpOn);
  const sum = flowing.reduce((total, zone) => total + zone.emitter.returnC, 0);
  return flowing.length > 0 ? sum / flowing.length : plant.waterC - 1;
}
