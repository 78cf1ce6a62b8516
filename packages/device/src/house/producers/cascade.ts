import { dayNumber } from '../clock.ts';
import { Compressor } from './compressor.ts';
import { ElectricHeater } from './electric-heater.ts';
import { type HeatDemand, type Producer, gapK, isCharge, neededW } from './producer.ts';

/** K*min integral of set-point minus flow: one more source above, one less below. */
const MORE_KMIN = 60;
const LESS_KMIN = -40;
/** After a change the water needs this long to show it, minutes. */
const SETTLE_MIN = 15;

/** Sources that charge the tank or the pool. */
const CHARGING = 2;

export interface CascadeDesign {
  readonly sources: number;
  /** Of one source, at A2, W. */
  readonly nominalW: number;
  readonly heaterW: number;
}

/** Several equal compressors; as many as the load asks for run, and they take turns in leading. */
export class Cascade implements Producer {
  readonly compressors: readonly Compressor[];
  readonly heater: ElectricHeater;
  #order: readonly Compressor[];
  #orderDay = 0;
  #wanted = 0;
  #integralKmin = 0;
  #minutesSinceChange = SETTLE_MIN;

  constructor({ sources, nominalW, heaterW }: CascadeDesign, seed: number) {
    this.compressors = Array.from({ length: sources }, (_, index) => new Compressor(nominalW, seed + index));
    this.heater = new ElectricHeater(heaterW);
    this.#order = this.compressors;
  }

  get heatW(): number {
    return this.heater.powerW + sumOf(this.compressors, ({ heatW }) => heatW);
  }

  get isDefrosting(): boolean {
    return this.compressors.some(({ status }) => status === 'defrost');
  }

  /** Refrigerant circuits that are not blocked. */
  get online(): number {
    return this.compressors.filter(({ isBlocked }) => !isBlocked).length;
  }

  step(demand: HeatDemand): void {
    const need = neededW(demand);
    this.#decide(demand);
    let compressorW = 0;
    let left = this.#wanted;
    for (const compressor of this.#order) {
      const isWanted = left > 0 && !compressor.isBlocked;
      if (isWanted) left -= 1;
      compressor.step(demand, {
        isWanted,
        isSatisfied: !isWanted,
        neededW: need / Math.max(1, this.#wanted),
      });
      compressorW += compressor.heatW;
    }
    const isFull = this.#order.every(({ modulation, isBlocked }) => isBlocked || modulation >= 0.99);
    this.heater.step(demand, compressorW, isFull, this.online === 0);
  }

  /** How many sources run, and in which order they are asked. */
  #decide(demand: HeatDemand): void {
    this.#minutesSinceChange += 1;
    if (demand.setpointC === undefined) return this.#want(0, demand);
    // The heat exchangers of tank and pool cannot take more.
    if (isCharge(demand)) return this.#want(Math.min(CHARGING, this.compressors.length), demand);
    this.#integralKmin += gapK(demand);
    if (this.#integralKmin > MORE_KMIN) this.#want(this.#wanted + 1, demand);
    else if (this.#integralKmin < LESS_KMIN) this.#want(this.#wanted - 1, demand);
  }

  #want(wanted: number, demand: HeatDemand): void {
    const next = Math.max(0, Math.min(this.online, wanted));
    const isNewDay = dayNumber(demand.nowMs) !== this.#orderDay;
    if (isNewDay) this.#rotate(demand);
    const isCalm = this.#minutesSinceChange >= SETTLE_MIN || isCharge(demand) || wanted === 0;
    this.#integralKmin = Math.min(MORE_KMIN, Math.max(LESS_KMIN, this.#integralKmin));
    if (next === this.#wanted || !isCalm) return;
    this.#wanted = next;
    this.#integralKmin = 0;
    this.#minutesSinceChange = 0;
  }

  /** Each day another source leads. */
  #rotate({ nowMs }: HeatDemand): void {
    this.#orderDay = dayNumber(nowMs);
    const lead = this.#orderDay % this.compressors.length;
    this.#order = [...this.compressors.slice(lead), ...this.compressors.slice(0, lead)];
  }
}

function sumOf<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
