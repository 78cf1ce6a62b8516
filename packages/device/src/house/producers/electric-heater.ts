import { MAX_FLOW_C } from './compressor.ts';
import { type Meters, count, newMeters } from './meter.ts';
import { type HeatDemand, gapK, isCharge, neededW } from './producer.ts';

/** Integral of what the compressors cannot deliver, after which the heater helps. */
const HELP_KMIN = 600;
/** Above this outdoor temperature the compressors alone must do for heating, C. */
const HELP_BELOW_C = -2;

/** Electric heater behind the compressors. */
export class ElectricHeater {
  powerW = 0;
  readonly meters: Meters = newMeters();
  readonly #maxW: number;
  #kmin = 0;

  constructor(maxW: number) {
    this.#maxW = maxW;
  }

  /** `compressorW` is their heat in this step, `isFull` whether they give all they can, `isAlone` whether none may run. */
  step(demand: HeatDemand, compressorW: number, isFull: boolean, isAlone: boolean): void {
    const gap = gapK(demand);
    const isAllowed = isAlone || isCharge(demand) || demand.outdoorC < HELP_BELOW_C;
    if (demand.setpointC === undefined || gap < 0.2 || !isAllowed) this.#kmin = 0;
    // Nothing to wait for: the compressors are blocked, or can never make it that hot.
    else if (isAlone || demand.setpointC > MAX_FLOW_C) this.#kmin = HELP_KMIN + 1;
    else if (gap > 1 && (isFull || demand.sinkC >= MAX_FLOW_C - 1)) this.#kmin += gap;
    this.powerW = this.#kmin > HELP_KMIN ? this.#missingW(demand, compressorW) : 0;
    count(this.meters[demand.purpose], this.powerW, this.powerW, this.powerW > 0);
  }

  #missingW(demand: HeatDemand, compressorW: number): number {
    if (isCharge(demand)) return this.#maxW;
    return Math.min(this.#maxW, Math.max(0, neededW(demand) - Math.max(0, compressorW)));
  }
}
