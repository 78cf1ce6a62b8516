import { HOUR_MS, MINUTE_MS } from '../clock.ts';
import { defaultDhw } from '../control/dhw.ts';
import { defaultControl } from '../control/system-control.ts';
import { mulberry32 } from '../random.ts';
import { type Plant, type PlantDesign, stepPlant } from './plant.ts';
import { Pool } from './pool.ts';
import { Solar } from './solar.ts';
import { Ventilation } from './ventilation.ts';
import { Weather } from './weather.ts';
import { createZone } from './zone.ts';

/** A house is warmed up this long before its start, so that it begins in the middle of its life. */
const WARM_UP_MS = 5 * 24 * HOUR_MS;

export interface HouseStart {
  readonly seed: number;
  /** Epoch milliseconds. */
  readonly startMs: number;
}

/** A warmed-up house on the minute before `startMs`. */
export function createPlant({ seed, startMs }: HouseStart, design: PlantDesign): Plant {
  const leakiness = 0.9 + 0.2 * mulberry32(seed)();
  const timeMs = Math.floor((startMs - WARM_UP_MS) / MINUTE_MS) * MINUTE_MS;
  const weather = new Weather(seed, timeMs);
  const { outdoorC } = weather;
  const system = defaultControl();
  const zones = design.zones.map((wish, index) =>
    createZone(wish, { id: `hc${index + 1}`, system }, leakiness, outdoorC),
  );
  const [first] = zones;
  if (!first) throw new Error('a house has at least one heating circuit');
  const plant: Plant = {
    seed,
    design,
    weather,
    system,
    zones,
    dhw: defaultDhw(first.circuit),
    solar: design.hasSolar === true ? new Solar(outdoorC) : undefined,
    pool: design.hasPool === true ? new Pool(timeMs, outdoorC) : undefined,
    ventilation: design.hasVentilation === true ? new Ventilation(seed, timeMs) : undefined,
    nowMs: startMs,
    timeMs,
    dampedOutdoorC: outdoorC,
    outdoorSensor: 'ok',
    isPressureLow: false,
    waterC: 32,
    tankC: 48,
    isChargingTank: false,
    draws: new Float64Array(),
    drawsDay: Number.NaN,
  };
  for (const zone of zones) zone.circuit.isSummer = outdoorC > zone.circuit.summerThresholdC;
  while (plant.timeMs + MINUTE_MS <= startMs) stepPlant(plant);
  return plant;
}
