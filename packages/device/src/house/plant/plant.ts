import { MINUTE_MS, STEP_S, dayNumber, minuteOfDay } from '../clock.ts';
import { stepCircuit } from '../control/circuit.ts';
import { type DhwSettings, bandAt, stepDhw } from '../control/dhw.ts';
import type { SystemControl } from '../control/system-control.ts';
import type { HeatDemand, Producer } from '../producers/producer.ts';
import { drawsOfDay } from './dhw-draws.ts';
import { CELLAR_C, stepTank } from './dhw-tank.ts';
import { WATER_JKGK } from './emitter.ts';
import type { Pool } from './pool.ts';
import type { Solar } from './solar.ts';
import type { Ventilation } from './ventilation.ts';
import type { Weather } from './weather.ts';
import { type Zone, type ZoneWish, controlZone, heatZone } from './zone.ts';

/** Loss of the heating water with its buffer, W/K. */
export const WATER_UA_WK = 1.5;
/** Pool water is heated this much above the pool, K. */
const POOL_EXCESS_K = 8;
/** Time constant of the damped outdoor temperature for the summer switch, seconds. */
const DAMPING_S = 48 * 3_600;
/** Without an outdoor sensor the control counts on frost, C. */
const ASSUMED_OUTDOOR_C = 0;

/** What a house consists of. */
export interface PlantDesign {
  readonly zones: readonly ZoneWish[];
  readonly producer: Producer;
  /** Water of the heating system with its buffer. */
  readonly waterLitres: number;
  readonly tankLitres: number;
  /** Flow over the tank's temperature while it is charged, K. */
  readonly chargeExcessK: number;
  /** Hot water, in tapping profiles L. */
  readonly households?: number;
  readonly hasSolar?: boolean;
  readonly hasPool?: boolean;
  readonly hasVentilation?: boolean;
}

/** Everything physical of one house at one moment, and what is set in it; only `stepPlant` moves it. */
export interface Plant {
  readonly seed: number;
  readonly design: PlantDesign;
  readonly weather: Weather;
  readonly system: SystemControl;
  readonly zones: readonly Zone[];
  readonly dhw: DhwSettings;
  readonly solar: Solar | undefined;
  readonly pool: Pool | undefined;
  readonly ventilation: Ventilation | undefined;
  /** The house's clock. */
  nowMs: number;
  /** End of the last step, on the minute. */
  timeMs: number;
  dampedOutdoorC: number;
  /** Broken, it gives no value. */
  outdoorSensor: 'ok' | 'open' | 'short';
  isPressureLow: boolean;
  waterC: number;
  tankC: number;
  isChargingTank: boolean;
  draws: Float64Array;
  drawsDay: number;
}

/** One Euler step of a minute. */
export function stepPlant(plant: Plant): void {
  plant.timeMs += MINUTE_MS;
  const { timeMs, weather, zones, dhw, solar, pool } = plant;
  weather.moveTo(timeMs);
  const { outdoorC, sunWM2 } = weather;
  const sensedC = plant.outdoorSensor === 'ok' ? outdoorC : ASSUMED_OUTDOOR_C;
  plant.dampedOutdoorC += ((sensedC - plant.dampedOutdoorC) * STEP_S) / DAMPING_S;
  stepDhw(dhw, timeMs, plant.tankC);
  for (const zone of zones) {
    stepCircuit(zone.circuit, timeMs, plant.dampedOutdoorC);
    controlZone(zone, timeMs, sensedC);
    heatZone(zone, plant.waterC, outdoorC, sunWM2, recoveredW(plant, zone));
  }
  solar?.step(timeMs, outdoorC, sunWM2, plant.tankC);
  pool?.control(timeMs);
  const demand = demandOf(plant);
  plant.isChargingTank = demand.purpose === 'dhw';
  plant.design.producer.step(demand);
  moveHeat(plant, demand);
}

/** The tank comes first, then the rooms, then the pool. */
function demandOf(plant: Plant): HeatDemand {
  const { dhw, pool, timeMs: nowMs, tankC, waterC, zones, design } = plant;
  const { outdoorC } = plant.weather;
  if (dhw.isCharging && !design.producer.isDefrosting) {
    const stopC = bandAt(dhw, nowMs)?.stopC;
    const setpointC = stopC === undefined ? undefined : stopC + design.chargeExcessK;
    const sinkJK = design.tankLitres * WATER_JKGK;
    return {
      purpose: 'dhw',
      setpointC,
      sinkC: tankC + design.chargeExcessK,
      loadW: 0,
      sinkJK,
      outdoorC,
      nowMs,
    };
  }
  const setpointC = heatingSetpointC(plant);
  if (pool?.isCalling && setpointC === undefined) {
    const sinkC = pool.waterC + POOL_EXCESS_K;
    const sinkJK = pool.heatCapacityJK;
    return {
      purpose: 'pool',
      setpointC: pool.setpointC + POOL_EXCESS_K,
      sinkC,
      loadW: 0,
      sinkJK,
      outdoorC,
      nowMs,
    };
  }
  let loadW = 0;
  for (const zone of zones) loadW += zone.emitter.waterW;
  const sinkJK = design.waterLitres * WATER_JKGK;
  return { purpose: 'ch', setpointC, sinkC: waterC, loadW, sinkJK, outdoorC, nowMs };
}

/** The highest flow temperature that a circuit asks for, C. */
export function heatingSetpointC({ zones }: Plant): number | undefined {
  let highest: number | undefined;
  for (const { flowSetpointC } of zones) {
    if (flowSetpointC !== undefined && !(highest !== undefined && highest >= flowSetpointC))
      highest = flowSetpointC;
  }
  return highest;
}

/** What the ventilation gives back to a zone; the fans serve all zones alike. */
function recoveredW({ ventilation, timeMs, weather, system, zones }: Plant, zone: Zone): number {
  if (!ventilation) return 0;
  const ventilationWK = zone.design.ventilationWK;
  if (zone !== zones[0]) return ventilation.recoveredW(zone.state.airC, weather.outdoorC, ventilationWK);
  ventilation.step(system.time.wallMs(timeMs), system.away, zone.state.airC, weather.outdoorC);
  return ventilation.recoveredW(zone.state.airC, weather.outdoorC, ventilationWK);
}

function moveHeat(plant: Plant, { purpose, outdoorC }: HeatDemand): void {
  const { design, timeMs, solar, pool } = plant;
  const wallMs = plant.system.time.wallMs(timeMs);
  if (dayNumber(wallMs) !== plant.drawsDay) {
    plant.drawsDay = dayNumber(wallMs);
    plant.draws = drawsOfDay(plant.seed, plant.drawsDay, design.households ?? 1);
  }
  const producedW = design.producer.heatW;
  const lossW = WATER_UA_WK * (plant.waterC - CELLAR_C);
  let toWaterW = purpose === 'ch' ? producedW - lossW : -lossW;
  for (const zone of plant.zones) toWaterW -= zone.emitter.waterW;
  plant.waterC += (toWaterW * STEP_S) / (design.waterLitres * WATER_JKGK);
  const toTankW = (purpose === 'dhw' ? producedW : 0) + (solar?.heatW ?? 0);
  plant.tankC = stepTank(plant.tankC, design.tankLitres, toTankW, plant.draws[minuteOfDay(wallMs)] ?? 0);
  pool?.step(purpose === 'pool' ? producedW : 0, outdoorC, plant.weather.sunWM2);
}
