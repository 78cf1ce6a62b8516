import { HOUR_MS, STEP_S } from '../clock.ts';

/** Three flat plate collectors: area, optical efficiency, loss. */
const AREA_M2 = 6.9;
const ETA0 = 0.8;
const LOSS_WK = 4 * AREA_M2;
const COLLECTOR_JK = 10_000 * AREA_M2;
/** What the pump moves from the collector into the tank, W/K. */
const EXCHANGE_WK = 250;
/** The pump starts and stops at these differences between collector and tank, K. */
const ON_K = 10;
const OFF_K = 4;
const TANK_MAX_C = 80;
const COLLECTOR_MAX_C = 130;
/** Collectors face the sun, the rooms of the house less so. */
const TILT_GAIN = 1.6;

/** Solar circuit that heats the hot water tank. */
export class Solar {
  collectorC: number;
  isPumping = false;
  /** Into the tank in the last step, W. */
  heatW = 0;
  yieldKwh = 0;
  /** Gain of the past full hour, Wh. */
  lastHourWh = 0;
  #hourWh = 0;
  #hour = 0;

  constructor(outdoorC: number) {
    this.collectorC = outdoorC;
  }

  step(nowMs: number, outdoorC: number, sunWM2: number, tankC: number): void {
    this.#countHour(nowMs);
    const excessK = this.collectorC - tankC;
    this.isPumping = tankC < TANK_MAX_C && excessK > (this.isPumping ? OFF_K : ON_K);
    this.heatW = this.isPumping ? EXCHANGE_WK * excessK : 0;
    const gainW = AREA_M2 * ETA0 * sunWM2 * TILT_GAIN - LOSS_WK * (this.collectorC - outdoorC);
    const nextC = this.collectorC + ((gainW - this.heatW) * STEP_S) / COLLECTOR_JK;
    this.collectorC = Math.min(COLLECTOR_MAX_C, nextC);
    const wh = (this.heatW * STEP_S) / 3_600;
    this.yieldKwh += wh / 1_000;
    this.#hourWh += wh;
  }

  #countHour(nowMs: number): void {
    const hour = Math.floor(nowMs / HOUR_MS);
    if (hour === this.#hour) return;
    this.lastHourWh = this.#hourWh;
    this.#hourWh = 0;
    this.#hour = hour;
  }
}
