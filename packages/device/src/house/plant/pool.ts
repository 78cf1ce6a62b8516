import { STEP_S, yearFraction } from '../clock.ts';
import { WATER_JKGK } from './emitter.ts';

const LITRES = 30_000;
const POOL_JK = LITRES * WATER_JKGK;
/** Covered at night, W/K to the air. */
const LOSS_WK = 250;
const SUN_M2 = 12;
const TARGET_C = 26;
const HYSTERESIS_K = 0.5;
/** Heated from May to the middle of September. */
const SEASON = [120 / 365, 258 / 365] as const;
/** Drained into its compensation tank before it freezes, C. */
const COLDEST_C = 3;

/** Heated outdoor pool. */
export class Pool {
  waterC: number;
  isCalling = false;
  readonly setpointC = TARGET_C;

  constructor(nowMs: number, outdoorC: number) {
    this.waterC = isSeason(nowMs) ? TARGET_C : Math.max(COLDEST_C, outdoorC);
  }

  get heatCapacityJK(): number {
    return POOL_JK;
  }

  /** Whether it wants heat in this step. */
  control(nowMs: number): void {
    if (!isSeason(nowMs) || this.waterC >= TARGET_C) this.isCalling = false;
    else if (this.waterC < TARGET_C - HYSTERESIS_K) this.isCalling = true;
  }

  step(heatW: number, outdoorC: number, sunWM2: number): void {
    const netW = heatW + SUN_M2 * sunWM2 - LOSS_WK * (this.waterC - outdoorC);
    this.waterC = Math.max(COLDEST_C, this.waterC + (netW * STEP_S) / POOL_JK);
  }
}

function isSeason(nowMs: number): boolean {
  const [from, until] = SEASON;
  const now = yearFraction(nowMs);
  return now >= from && now < until;
}
