import { STEP_S } from '../clock.ts';

/** One zone of the house as two nodes: room air and building mass (ISO 13790, 5R1C reduced). */
export interface ZoneDesign {
  readonly areaM2: number;
  /** Loss by ventilation, W/K. */
  readonly ventilationWK: number;
  /** Loss of the mass through walls, roof and windows, W/K. */
  readonly envelopeWK: number;
  /** Between air and mass: 9.1 W/m2K over 2.5 times the floor area, W/K. */
  readonly couplingWK: number;
  /** Heat capacities, J/K. */
  readonly airJK: number;
  readonly massJK: number;
  /** People and appliances, W. */
  readonly internalW: number;
  /** Window area times transmission, m2. */
  readonly solarM2: number;
}

export interface ZoneState {
  airC: number;
  massC: number;
}

/** Ventilation, envelope: about 180 W/K for 140 m2. Mass: 110 kJ/K per m2 (light, ISO 13790). */
export function designZone(areaM2: number, leakiness: number): ZoneDesign {
  return {
    areaM2,
    ventilationWK: 0.37 * areaM2 * leakiness,
    envelopeWK: 0.93 * areaM2 * leakiness,
    couplingWK: 9.1 * 2.5 * areaM2,
    airJK: 28_000 * areaM2,
    massJK: 110_000 * areaM2,
    internalW: 4 * areaM2,
    solarM2: 0.025 * areaM2,
  };
}

/** Stationary loss from the room to outdoors, W/K. */
export function lossWK(design: ZoneDesign): number {
  const throughMass = (design.couplingWK * design.envelopeWK) / (design.couplingWK + design.envelopeWK);
  return design.ventilationWK + throughMass;
}

/** Above this room temperature people open windows and close shutters when it is cooler outside. */
const WINDOWS_OPEN_C = 24.5;
const OPEN_WINDOW_WK_M2 = 2;

/** One explicit Euler step of the air and the mass node; `heatW` comes from emitters and heat recovery. */
export function stepZone(
  state: ZoneState,
  design: ZoneDesign,
  heatW: number,
  outdoorC: number,
  sunWM2: number,
): void {
  const isHot = state.airC > WINDOWS_OPEN_C;
  const openWK = isHot && outdoorC < state.airC ? OPEN_WINDOW_WK_M2 * design.areaM2 : 0;
  const sunW = sunWM2 * design.solarM2 * (isHot ? 0.3 : 1);
  const toMassW = design.couplingWK * (state.airC - state.massC);
  const ventilationW = (design.ventilationWK + openWK) * (outdoorC - state.airC);
  const airW = heatW + design.internalW + sunW / 2 + ventilationW - toMassW;
  const massW = toMassW + sunW / 2 + design.envelopeWK * (outdoorC - state.massC);
  state.airC += (airW * STEP_S) / design.airJK;
  state.massC += (massW * STEP_S) / design.massJK;
}
