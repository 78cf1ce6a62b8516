import { DAY_MS } from '../clock.ts';
import { STREAM, uniformAt } from '../random.ts';
import type { Plant } from './plant.ts';

/** A system that has lost water, bar. */
const LOW_BAR = 0.5;

/** Leaving the producer, C: into the tank while it is charged, else into the circuits. */
export function supplyC(plant: Plant): number {
  return plant.isChargingTank ? plant.tankC + plant.design.chargeExcessK : plant.waterC;
}

/** Coming back to the producer, C; mixed from the circuits that flow. */
export function returnC(plant: Plant): number {
  if (plant.isChargingTank) return plant.tankC + 1;
  const flowing = plant.zones.filter((zone) => zone.pumpOn);
  const sum = flowing.reduce((total, zone) => total + zone.emitter.returnC, 0);
  return flowing.length > 0 ? sum / flowing.length : plant.waterC - 1;
}

/** Falls slowly over half a year until somebody tops it up, and moves with the water's temperature. */
export function pressureBar(plant: Plant): number {
  const halfYears = plant.timeMs / (182 * DAY_MS) + uniformAt(plant.seed, STREAM.pressure, 0);
  const fullBar = plant.isPressureLow ? LOW_BAR + 0.4 * (halfYears % 1) : 1.8;
  return fullBar - 0.4 * (halfYears % 1) + 0.005 * (plant.waterC - 30);
}

/** Indoors, %: cold air brought to room temperature is dry. */
export function roomHumidity({ dampedOutdoorC }: Plant): number {
  return Math.round(Math.min(62, Math.max(30, 38 + dampedOutdoorC)));
}
