import { type Meters, count, newMeters } from './meter.ts';
import { type HeatDemand, type Producer, gapK, isCharge, neededW } from './producer.ts';

const MIN_MODULATION = 0.15;
/** Change of output a minute. */
const RAMP = 0.3;
/** Starts this much below the set-point, stops this much above, K. */
const START_K = 4;
const STOP_K = 5;
const MIN_RUN_MIN = 3;
/** Pause between two burner starts for heating, minutes. */
const ANTI_CYCLE_MIN = 5;
const MAX_FLOW_C = 85;
/** Between flow and return at the boiler, K. */
const SPREAD_K = 12;
/** Output that is left when the water pressure is low. */
const LIMITED = 0.5;

/** Condensing gas boiler. */
export class Boiler implements Producer {
  readonly nominalW: number;
  /** Share of the nominal output, 0 while the flame is out. */
  modulation = 0;
  heatW = 0;
  gasW = 0;
  purpose: HeatDemand['purpose'] = 'ch';
  /** Locked by a fault: the flame stays out. */
  isLocked = false;
  /** The output is limited by a fault. */
  isLimited = false;
  readonly isDefrosting = false;
  readonly meters: Meters = newMeters();
  #minutesInState = ANTI_CYCLE_MIN;

  constructor(nominalW: number) {
    this.nominalW = nominalW;
  }

  get isBurning(): boolean {
    return this.modulation > 0;
  }

  step(demand: HeatDemand): void {
    this.#minutesInState += 1;
    this.#switch(demand);
    if (this.isBurning) this.#modulate(demand);
    this.heatW = this.modulation * this.nominalW;
    this.gasW = this.heatW / efficiency(demand.sinkC - SPREAD_K);
    count(this.meters[this.purpose], this.heatW, this.gasW, this.isBurning);
  }

  #switch(demand: HeatDemand): void {
    const gap = gapK(demand);
    if (this.isBurning) {
      const hasRun = this.#minutesInState >= MIN_RUN_MIN;
      const isSatisfied = hasRun && (demand.setpointC === undefined || gap < -STOP_K);
      if (isSatisfied || this.isLocked || demand.sinkC > MAX_FLOW_C) this.#change(0);
      return;
    }
    const isWanted = demand.setpointC !== undefined && gap > (isCharge(demand) ? 0 : START_K);
    const isPaused = this.#minutesInState < ANTI_CYCLE_MIN && !isCharge(demand);
    if (!isWanted || isPaused || this.isLocked) return;
    this.#change(MIN_MODULATION);
    this.meters[demand.purpose].starts += 1;
  }

  #modulate(demand: HeatDemand): void {
    this.purpose = demand.purpose;
    const target = isCharge(demand) ? 1 : neededW(demand) / this.nominalW;
    const limit = this.isLimited ? LIMITED : 1;
    const step = Math.min(RAMP, Math.max(-RAMP, target - this.modulation));
    this.modulation = Math.min(limit, Math.max(MIN_MODULATION, this.modulation + step));
  }

  #change(modulation: number): void {
    this.modulation = modulation;
    this.#minutesInState = 0;
  }
}

/** Over the lower heating value: falls with a hot return, gains up to 0.08 by condensation below 50 C. */
export function efficiency(returnC: number): number {
  const hot = Math.max(0, returnC - 55);
  const condensing = Math.min(1, Math.max(0, (50 - returnC) / 20));
  return 0.98 - 0.002 * hot + 0.08 * condensing;
}
