import { STEP_S } from '../clock.ts';
import { WATER_JKGK } from './emitter.ts';

/** Mixed tank: c V dT/dt = Q_charge - UA (T - T_room) - Q_draw. */
/** Standing loss, W/K. */
export const TANK_UA_WK = 2;
export const CELLAR_C = 18;
const COLD_C = 10;

/** What a tap really gets, W: a tank as cold as the mains gives no more heat. */
export function drawnW(tankC: number, wantedW: number): number {
  return tankC > COLD_C + 5 ? wantedW : 0;
}

/** Temperature after one step. */
export function stepTank(tankC: number, litres: number, chargeW: number, drawW: number): number {
  const netW = chargeW - TANK_UA_WK * (tankC - CELLAR_C) - drawnW(tankC, drawW);
  return tankC + (netW * STEP_S) / (litres * WATER_JKGK);
}
