/** What heat is made for. */
export type Purpose = 'ch' | 'dhw' | 'pool';

/** What the house asks of whatever makes its heat, for one step. */
export interface HeatDemand {
  readonly purpose: Purpose;
  /** Undefined: nobody wants heat. */
  readonly setpointC: number | undefined;
  /** Where the heat goes: flow temperature now, C, load, W, and heat capacity, J/K. */
  readonly sinkC: number;
  readonly loadW: number;
  readonly sinkJK: number;
  readonly outdoorC: number;
  /** End of the step, epoch milliseconds. */
  readonly nowMs: number;
}

/** Whatever makes the heat of a house: a heat pump, a boiler, several of them. */
export interface Producer {
  /** One step of a minute. */
  step(demand: HeatDemand): void;
  /** Heat given to the water in the last step, W; below 0 while a heat pump defrosts. */
  readonly heatW: number;
  /** Heat is taken from the circuits, so the tank is not charged. */
  readonly isDefrosting: boolean;
}

/** Flow set-points move slowly; a controller aims to close a gap within this time, seconds. */
export const CLOSE_GAP_S = 600;

/** Tank and pool are charged at full output, without waiting for a control deviation. */
export function isCharge({ purpose }: HeatDemand): boolean {
  return purpose !== 'ch';
}

/** Set-point minus flow temperature, K; 0 when nobody wants heat. */
export function gapK({ setpointC, sinkC }: HeatDemand): number {
  return setpointC === undefined ? 0 : setpointC - sinkC;
}

/** What carries the load and closes the gap, W. */
export function neededW(demand: HeatDemand): number {
  return demand.loadW + (gapK(demand) * demand.sinkJK) / CLOSE_GAP_S;
}
