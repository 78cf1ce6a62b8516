import { STEP_S } from './clock.ts';
import { WATER_JKGK } from './emitter.ts';

/** Mixed tank: c V dT/dt = Q_charge - UA (T - T_room) - Q_draw. */
export const TANK_LITRES = 260;
/** Standing loss, W/K. */
const UA_WK = 2;
const CELLAR_C = 18;
const COLD_C = 10;

/** Temperature after one step; a tank as cold as the mains gives no more heat. */
export function stepTank(tankC: number, chargeW: number, drawW: number): number {
  const drawnW = tankC > COLD_C + 5 ? drawW : 0;
  const netW = chargeW - UA_WK * (tankC - CELLAR_C) - drawnW;
  return tankC + (netW * STEP_S) / (TANK_LITRES * WATER_JKGK);
}
