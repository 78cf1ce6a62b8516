import { dayNumber } from '../clock.ts';
import { STREAM, uniformAt } from '../random.ts';
import { type Meters, count, newMeters } from './meter.ts';
import { type HeatDemand, isCharge } from './producer.ts';

const MIN_MODULATION = 0.25;
/** Change of speed a minute. */
const RAMP = 0.1;
const MIN_RUN_MIN = 10;
const MIN_STOP_MIN = 10;
/** Highest flow temperature of the refrigerant circuit, C. */
export const MAX_FLOW_C = 60;
const DEFROST_BELOW_C = 5;
const DEFROST_MIN = 5;
const DEFROST_HEAT_SHARE = -0.38;
const DEFROST_POWER_SHARE = 0.115;
const STANDBY_W = 15;
/** Output that is left when the water pressure is low. */
const LIMITED = 0.5;

/** What a controller wants of a compressor in one step. */
export interface Order {
  readonly isWanted: boolean;
  /** It may stop when it has run long enough. */
  readonly isSatisfied: boolean;
  readonly neededW: number;
}

/** Refrigerant circuit of an air-water heat pump. */
export class Compressor {
  status: 'idle' | 'heating' | 'defrost' | 'alarm' = 'idle';
  /** Share of the full speed, 0 when it stands still. */
  modulation = 0;
  heatW = 0;
  powerW = STANDBY_W;
  /** Blocked, or limited in its output, by a fault. */
  isBlocked = false;
  isLimited = false;
  readonly meters: Meters = newMeters();
  readonly #nominalW: number;
  readonly #seed: number;
  /** Since the last start or stop. */
  #minutesInState = MIN_STOP_MIN;
  #minutesSinceDefrost = 0;

  /** `nominalW` is its output at A2. */
  constructor(nominalW: number, seed: number) {
    this.#nominalW = nominalW;
    this.#seed = seed;
  }

  step(demand: HeatDemand, order: Order): void {
    this.#minutesInState += 1;
    this.#switch(demand, order);
    const fullW = this.#nominalW * capacity(demand.outdoorC);
    if (this.status === 'heating') {
      const wished = isCharge(demand) ? 1 : order.neededW / fullW;
      const target = Math.min(this.isLimited ? LIMITED : 1, wished);
      const step = Math.min(RAMP, Math.max(-RAMP, target - this.modulation));
      this.modulation = Math.max(MIN_MODULATION, this.modulation + step);
      this.heatW = this.modulation * fullW;
      this.powerW = this.heatW / cop(demand.outdoorC, demand.sinkC);
    } else {
      const isDefrosting = this.status === 'defrost';
      this.heatW = isDefrosting ? DEFROST_HEAT_SHARE * this.#nominalW : 0;
      this.powerW = isDefrosting ? DEFROST_POWER_SHARE * this.#nominalW : STANDBY_W;
      this.modulation = isDefrosting ? 0.5 : 0;
    }
    const isRunning = this.status === 'heating' || this.status === 'defrost';
    count(this.meters[demand.purpose], this.heatW, this.powerW, isRunning);
  }

  #switch(demand: HeatDemand, order: Order): void {
    if (this.isBlocked) {
      if (this.status !== 'alarm') this.#change('alarm');
      return;
    }
    switch (this.status) {
      case 'alarm':
        this.#change('idle');
        break;
      case 'idle':
        if (!order.isWanted || demand.sinkC >= MAX_FLOW_C || this.#minutesInState < MIN_STOP_MIN) return;
        this.#change('heating');
        this.meters[demand.purpose].starts += 1;
        break;
      case 'defrost':
        if (this.#minutesSinceDefrost < DEFROST_MIN) this.#minutesSinceDefrost += 1;
        else this.status = 'heating';
        break;
      case 'heating':
        this.#minutesSinceDefrost += 1;
        if ((order.isSatisfied && this.#minutesInState >= MIN_RUN_MIN) || demand.sinkC >= MAX_FLOW_C) {
          this.#change('idle');
        } else if (demand.outdoorC < DEFROST_BELOW_C && !isCharge(demand) && this.#isFrosted(demand)) {
          this.status = 'defrost';
          this.#minutesSinceDefrost = 0;
        }
        break;
    }
  }

  #change(status: 'idle' | 'heating' | 'alarm'): void {
    this.status = status;
    this.#minutesInState = 0;
  }

  /** After 40 to 90 minutes of run; varies with the day's humidity. */
  #isFrosted({ nowMs }: HeatDemand): boolean {
    const afterMinutes = 40 + 50 * uniformAt(this.#seed, STREAM.defrost, dayNumber(nowMs));
    return this.#minutesSinceDefrost >= afterMinutes;
  }
}

/** Full output falls by 2.25 % per kelvin below 2 C and rises slightly above; share of the nominal output. */
function capacity(outdoorC: number): number {
  const slope = outdoorC < 2 ? 0.0225 : 0.01;
  return Math.min(1.15, Math.max(0.4, 1 + slope * (outdoorC - 2)));
}

/** Linear fit of hplib (MIT) to a Bosch Compress 6000 AW-9, times 0.88 for real operation. */
export function cop(outdoorC: number, sinkC: number): number {
  return Math.min(5.5, Math.max(1.3, 0.88 * (7.37 + 0.139 * outdoorC - 0.0885 * sinkC)));
}
