import { STEP_S } from './clock.ts';

/** Air-water heat pump of 10.5 kW (at A2). */
const NOMINAL_W = 10_500;
const MIN_MODULATION = 0.25;
/** Change of speed a minute. */
const RAMP = 0.1;
/** K*min integral of set-point minus flow: the compressor starts above, stops below. */
const START_KMIN = 60;
const STOP_KMIN = -30;
const INTEGRAL_LIMIT_KMIN = 120;
const MIN_RUN_MIN = 10;
const MIN_STOP_MIN = 10;
/** Integral of what the compressor cannot deliver, after which the electric heater helps. */
const HEATER_KMIN = 600;
const HEATER_MAX_W = 6_000;
/** Above this outdoor temperature the compressor alone must do for heating, C. */
const HEATER_BELOW_C = -2;
/** Highest flow temperature of the refrigerant circuit, C. */
const MAX_FLOW_C = 60;
const DEFROST_BELOW_C = 5;
const DEFROST_MIN = 5;
const DEFROST_HEAT_W = -4_000;
const DEFROST_POWER_W = 1_200;
const STANDBY_W = 15;
/** Flow set-points move slowly; the controller aims to close a gap within this time, seconds. */
const CLOSE_GAP_S = 600;

export interface HeatPumpState {
  status: 'idle' | 'heating' | 'defrost';
  /** Share of the full speed, 0 when it stands still. */
  modulation: number;
  integralKmin: number;
  heaterKmin: number;
  /** Since the last start or stop. */
  minutesInState: number;
  minutesSinceDefrost: number;
  heatW: number;
  powerW: number;
  heaterW: number;
  starts: number;
  runS: number;
}

export interface HeatDemand {
  /** Undefined: nobody wants heat. */
  readonly setpointC: number | undefined;
  /** Where the heat goes: flow temperature now, C, load, W, and heat capacity, J/K. */
  readonly sinkC: number;
  readonly loadW: number;
  readonly sinkJK: number;
  /** Heat may go to the tank: the compressor starts without waiting for the integral. */
  readonly immediate: boolean;
  readonly outdoorC: number;
  /** Minutes of run between defrosts, 40 to 90. */
  readonly defrostEveryMin: number;
}

export function restingHeatPump(): HeatPumpState {
  return {
    status: 'idle',
    modulation: 0,
    integralKmin: 0,
    heaterKmin: 0,
    minutesInState: MIN_STOP_MIN,
    minutesSinceDefrost: 0,
    heatW: 0,
    powerW: STANDBY_W,
    heaterW: 0,
    starts: 0,
    runS: 0,
  };
}

/** Full output falls by 2.25 % per kelvin below 2 C and rises slightly above, W. */
function capacityW(outdoorC: number): number {
  const slope = outdoorC < 2 ? 0.0225 : 0.01;
  return NOMINAL_W * Math.min(1.15, Math.max(0.4, 1 + slope * (outdoorC - 2)));
}

/** Linear fit of hplib (MIT) to a Bosch Compress 6000 AW-9, times 0.88 for real operation. */
export function cop(outdoorC: number, sinkC: number): number {
  return Math.min(5.5, Math.max(1.3, 0.88 * (7.37 + 0.139 * outdoorC - 0.0885 * sinkC)));
}

export function stepHeatPump(state: HeatPumpState, demand: HeatDemand): void {
  const gapK = demand.setpointC === undefined ? 0 : demand.setpointC - demand.sinkC;
  integrate(state, demand, gapK);
  switchCompressor(state, demand);
  const fullW = capacityW(demand.outdoorC);
  const neededW = demand.loadW + (gapK * demand.sinkJK) / CLOSE_GAP_S;
  if (state.status === 'heating') {
    const target = demand.immediate ? 1 : Math.min(1, Math.max(MIN_MODULATION, neededW / fullW));
    const step = Math.min(RAMP, Math.max(-RAMP, target - state.modulation));
    state.modulation = Math.max(MIN_MODULATION, state.modulation + step);
    state.heatW = state.modulation * fullW;
    state.powerW = state.heatW / cop(demand.outdoorC, demand.sinkC);
  } else {
    state.heatW = state.status === 'defrost' ? DEFROST_HEAT_W : 0;
    state.powerW = state.status === 'defrost' ? DEFROST_POWER_W : STANDBY_W;
    state.modulation = state.status === 'defrost' ? 0.5 : 0;
  }
  if (state.status !== 'idle') state.runS += STEP_S;
  stepHeater(state, demand, gapK, neededW);
}

function integrate(state: HeatPumpState, demand: HeatDemand, gapK: number): void {
  state.minutesInState += 1;
  if (demand.setpointC === undefined || demand.immediate) {
    state.integralKmin = 0;
    return;
  }
  const sum = state.integralKmin + gapK;
  state.integralKmin = Math.min(INTEGRAL_LIMIT_KMIN, Math.max(-INTEGRAL_LIMIT_KMIN, sum));
}

function switchCompressor(state: HeatPumpState, demand: HeatDemand): void {
  if (state.status === 'idle') {
    const wanted = demand.immediate || state.integralKmin > START_KMIN;
    const possible = demand.sinkC < MAX_FLOW_C && state.minutesInState >= MIN_STOP_MIN;
    if (!wanted || !possible) return;
    state.status = 'heating';
    state.starts += 1;
    state.minutesInState = 0;
    return;
  }
  if (state.status === 'defrost') {
    if (state.minutesSinceDefrost < DEFROST_MIN) state.minutesSinceDefrost += 1;
    else state.status = 'heating';
    return;
  }
  state.minutesSinceDefrost += 1;
  const satisfied = demand.setpointC === undefined || state.integralKmin < STOP_KMIN;
  if ((satisfied && state.minutesInState >= MIN_RUN_MIN) || demand.sinkC >= MAX_FLOW_C) {
    state.status = 'idle';
    state.minutesInState = 0;
    return;
  }
  const isFrosting = demand.outdoorC < DEFROST_BELOW_C && !demand.immediate;
  if (isFrosting && state.minutesSinceDefrost >= demand.defrostEveryMin) {
    state.status = 'defrost';
    state.minutesSinceDefrost = 0;
  }
}

function stepHeater(state: HeatPumpState, demand: HeatDemand, gapK: number, neededW: number): void {
  const isOverloaded = gapK > 1 && (state.modulation >= 0.99 || demand.sinkC >= MAX_FLOW_C - 1);
  const isAllowed = demand.immediate || demand.outdoorC < HEATER_BELOW_C;
  if (demand.setpointC === undefined || gapK < 0.2 || !isAllowed) state.heaterKmin = 0;
  else if (isOverloaded) state.heaterKmin += gapK;
  if (state.heaterKmin <= HEATER_KMIN) {
    state.heaterW = 0;
    return;
  }
  const missingW = demand.immediate ? HEATER_MAX_W : neededW - Math.max(0, state.heatW);
  state.heaterW = Math.min(HEATER_MAX_W, Math.max(0, missingW));
}
