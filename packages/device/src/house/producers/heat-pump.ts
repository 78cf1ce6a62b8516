import { Compressor } from './compressor.ts';
import { ElectricHeater } from './electric-heater.ts';
import { type HeatDemand, type Producer, gapK, isCharge, neededW } from './producer.ts';

/** K*min integral of set-point minus flow: the compressor starts above, stops below. */
const START_KMIN = 60;
const STOP_KMIN = -30;
const INTEGRAL_LIMIT_KMIN = 120;

export interface HeatPumpDesign {
  /** Output at A2, W. */
  readonly nominalW: number;
  readonly heaterW: number;
}

/** One compressor with an electric heater behind it. */
export class HeatPump implements Producer {
  readonly compressor: Compressor;
  readonly heater: ElectricHeater;
  #integralKmin = 0;

  constructor({ nominalW, heaterW }: HeatPumpDesign, seed: number) {
    this.compressor = new Compressor(nominalW, seed);
    this.heater = new ElectricHeater(heaterW);
  }

  get heatW(): number {
    return this.compressor.heatW + this.heater.powerW;
  }

  get isDefrosting(): boolean {
    return this.compressor.status === 'defrost';
  }

  step(demand: HeatDemand): void {
    const isOff = demand.setpointC === undefined;
    const sum = isOff || isCharge(demand) ? 0 : this.#integralKmin + gapK(demand);
    this.#integralKmin = Math.min(INTEGRAL_LIMIT_KMIN, Math.max(-INTEGRAL_LIMIT_KMIN, sum));
    const { compressor } = this;
    compressor.step(demand, {
      isWanted: !isOff && (isCharge(demand) || this.#integralKmin > START_KMIN),
      isSatisfied: isOff || this.#integralKmin < STOP_KMIN,
      neededW: neededW(demand),
    });
    this.heater.step(demand, compressor.heatW, compressor.modulation >= 0.99, compressor.status === 'alarm');
  }
}
