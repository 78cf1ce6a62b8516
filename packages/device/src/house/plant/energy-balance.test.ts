import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, STEP_S, minuteOfDay } from '../clock.ts';
import { airWaterHeatPump } from '../profiles/air-water-heat-pump.ts';
import { emsBoiler } from '../profiles/ems-boiler.ts';
import { gasBoilerSolar } from '../profiles/gas-boiler-solar.ts';
import { heatPumpCascade } from '../profiles/heat-pump-cascade.ts';
import { hybrid } from '../profiles/hybrid.ts';
import { k30HeatPump } from '../profiles/k30-heat-pump.ts';
import type { Profile } from '../profiles/profile.ts';
import { CELLAR_C, TANK_UA_WK, drawnW } from './dhw-tank.ts';
import { WATER_JKGK } from './emitter.ts';
import { type Plant, WATER_UA_WK, stepPlant } from './plant.ts';
import type { Zone } from './zone.ts';

const PROFILES: [string, Profile][] = Object.entries({
  airWaterHeatPump,
  emsBoiler,
  gasBoilerSolar,
  heatPumpCascade,
  hybrid,
  k30HeatPump,
});
const IDENTITY = { gatewayType: 'K40', brand: 'BOSCH', firmware: '1', hardware: 'x' } as const;
const STARTS = [Date.UTC(2026, 0, 12), Date.UTC(2026, 6, 1), Date.UTC(2026, 9, 24)];

/** Heat stored in water, tank, rooms and screed, J. */
function storedJ({ design, waterC, tankC, zones, pool }: Plant): number {
  const water = design.waterLitres * WATER_JKGK * waterC + design.tankLitres * WATER_JKGK * tankC;
  const poolJ = pool ? pool.heatCapacityJK * pool.waterC : 0;
  return zones.reduce((sum, zone) => sum + zoneJ(zone), water + poolJ);
}

function zoneJ({ state, design, emitter, emitterDesign }: Zone): number {
  const screedJ = Math.max(0, emitterDesign.lagS - STEP_S) * emitter.roomW;
  return design.airJK * state.airC + design.massJK * state.massC + screedJ;
}

/** Gains and losses of one zone in a step, from its state before, W. */
function zoneW(zone: { design: Zone['design']; airC: number; massC: number }, plant: Plant): number {
  const { design, airC, massC } = zone;
  const { outdoorC, sunWM2 } = plant.weather;
  const isHot = airC > 24.5;
  const openWK = isHot && outdoorC < airC ? 2 * design.areaM2 : 0;
  const sunW = sunWM2 * design.solarM2 * (isHot ? 0.3 : 1);
  const ventilationW = (design.ventilationWK + openWK) * (outdoorC - airC);
  return design.internalW + sunW + ventilationW + design.envelopeWK * (outdoorC - massC);
}

/** Lives one step; what came in and went out over the house's walls, pipes and taps, J. */
function stepJ(plant: Plant): number {
  const { tankC, waterC, pool, ventilation, design } = plant;
  const zones = plant.zones.map(({ design: zone, state }) => ({ design: zone, ...state }));
  const poolC = pool?.waterC ?? 0;
  const recoveredKwh = ventilation?.recoveredKwh ?? 0;
  stepPlant(plant);
  const wall = minuteOfDay(plant.system.time.wallMs(plant.timeMs));
  const { outdoorC, sunWM2 } = plant.weather;
  let watts = design.producer.heatW + (plant.solar?.heatW ?? 0);
  watts -= WATER_UA_WK * (waterC - CELLAR_C) + TANK_UA_WK * (tankC - CELLAR_C);
  watts -= drawnW(tankC, plant.draws[wall] ?? 0);
  for (const zone of zones) watts += zoneW(zone, plant);
  if (pool) watts += 12 * sunWM2 - 250 * (poolC - outdoorC);
  return watts * STEP_S + ((ventilation?.recoveredKwh ?? 0) - recoveredKwh) * 3.6e6;
}

test.each(PROFILES)('%s: no heat comes from nowhere or is lost', (_name, { build }) => {
  for (const startMs of STARTS) {
    const { plant } = build({ seed: 5, startMs }, IDENTITY);
    // A pool in winter is drained and refilled, which is no balance.
    if (plant.pool && startMs !== STARTS[1]) continue;
    const before = storedJ(plant);
    let flowJ = 0;
    for (let ms = 0; ms < 48 * HOUR_MS; ms += MINUTE_MS) flowJ += stepJ(plant);
    const error = storedJ(plant) - before - flowJ;
    expect(Math.abs(error)).toBeLessThan(1_000);
  }
});
