import { STEP_S } from '../clock.ts';

/** Specific heat of water, J/kgK. */
export const WATER_JKGK = 4_186;

/** Floor heating or radiators: Q = Qn * (dT / dTn)^n with dT between mean water and room temperature. */
export interface EmitterDesign {
  /** Output at `nominalK`, W. */
  readonly nominalW: number;
  readonly nominalK: number;
  /** 1.3 for radiators, 1.1 for floors (EN 442, EN 1264). */
  readonly exponent: number;
  readonly flowKgS: number;
  /** How long the screed delays the heat on its way into the room, seconds; 0 for radiators. */
  readonly lagS: number;
}

export interface EmitterState {
  /** Taken from the water and given to the room, W. */
  waterW: number;
  roomW: number;
  flowC: number;
  returnC: number;
}

/** Water that stands cools towards the room with this share a step. */
const STANDING_SHARE = 0.02;

/** One step; `flowC` undefined: the circuit's pump stands still. */
export function stepEmitter(
  state: EmitterState,
  design: EmitterDesign,
  flowC: number | undefined,
  roomC: number,
): void {
  if (flowC === undefined) {
    state.waterW = 0;
    state.flowC += (roomC - state.flowC) * STANDING_SHARE;
    state.returnC += (roomC - state.returnC) * STANDING_SHARE;
  } else {
    // The return of the step before gives the mean: it converges within minutes and needs no iteration.
    const excessK = Math.max(0, (flowC + Math.min(state.returnC, flowC)) / 2 - roomC);
    const limitW = Math.max(0, design.flowKgS * WATER_JKGK * (flowC - roomC));
    state.waterW = Math.min(limitW, design.nominalW * (excessK / design.nominalK) ** design.exponent);
    state.flowC = flowC;
    state.returnC = flowC - state.waterW / (design.flowKgS * WATER_JKGK);
  }
  const share = design.lagS > STEP_S ? STEP_S / design.lagS : 1;
  state.roomW += (state.waterW - state.roomW) * share;
}
