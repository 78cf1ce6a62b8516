import { MINUTE_MS } from './clock.ts';
import { type ProgramName, levelAt, nextSwitchMs } from './program.ts';

export type CircuitMode = 'auto' | 'manual' | 'off';
type SummerSwitch = 'off' | 'automatic' | 'forced';
export type CircuitStatus =
  | 'heating_auto'
  | 'heating_manual_on'
  | 'heating_manual_off'
  | 'summer_idle'
  | 'boost';

/** `temporaryRoomSetpoint` that is not set. */
export const NOT_SET = -1;
/** An emitter circuit that is off still keeps the house from freezing, C. */
const FROST_C = 5;
/** Summer ends this much below the threshold, K. */
const SUMMER_HYSTERESIS_K = 1;

/** What a user sets, and what follows from it; temperatures in C, durations in minutes. */
export interface CircuitSettings {
  operationMode: CircuitMode;
  manualC: number;
  temporaryC: number;
  temporaryEndsMs: number;
  comfortC: number;
  ecoC: number;
  program: ProgramName;
  boostC: number;
  boostMinutes: number;
  /** 0: no boost. */
  boostEndsMs: number;
  summerSwitch: SummerSwitch;
  summerThresholdC: number;
  isSummer: boolean;
  maxFlowC: number;
}

export function defaultSettings(maxFlowC: number): CircuitSettings {
  return {
    operationMode: 'auto',
    manualC: 21,
    temporaryC: NOT_SET,
    temporaryEndsMs: 0,
    comfortC: 21,
    ecoC: 18.5,
    program: 'A',
    boostC: 23,
    boostMinutes: 60,
    boostEndsMs: 0,
    summerSwitch: 'automatic',
    summerThresholdC: 16,
    isSummer: false,
    maxFlowC,
  };
}

/** Ends what has run out and decides between summer and winter by the damped outdoor temperature. */
export function stepCircuit(circuit: CircuitSettings, nowMs: number, dampedOutdoorC: number): void {
  if (circuit.boostEndsMs !== 0 && nowMs >= circuit.boostEndsMs) circuit.boostEndsMs = 0;
  if (circuit.temporaryC !== NOT_SET && nowMs >= circuit.temporaryEndsMs) circuit.temporaryC = NOT_SET;
  switch (circuit.summerSwitch) {
    case 'off':
      circuit.isSummer = true;
      break;
    case 'forced':
      circuit.isSummer = false;
      break;
    case 'automatic':
      if (dampedOutdoorC > circuit.summerThresholdC) circuit.isSummer = true;
      else if (dampedOutdoorC < circuit.summerThresholdC - SUMMER_HYSTERESIS_K) circuit.isSummer = false;
      break;
  }
}

/** The set-point that holds now, C; undefined when the circuit is off. */
export function roomSetpointC(circuit: CircuitSettings, nowMs: number): number | undefined {
  if (circuit.boostEndsMs > nowMs) return circuit.boostC;
  if (circuit.operationMode === 'off') return undefined;
  if (circuit.operationMode === 'manual') return circuit.manualC;
  if (circuit.temporaryC !== NOT_SET) return circuit.temporaryC;
  return levelAt(circuit.program, nowMs) === 'comfort2' ? circuit.comfortC : circuit.ecoC;
}

/** What the heating aims at, C: frost protection where there is no set-point; undefined in summer. */
export function heatingTargetC(circuit: CircuitSettings, nowMs: number): number | undefined {
  const setpointC = roomSetpointC(circuit, nowMs) ?? FROST_C;
  return circuit.isSummer && circuit.boostEndsMs <= nowMs ? undefined : setpointC;
}

export function statusOf(circuit: CircuitSettings, nowMs: number): CircuitStatus {
  if (circuit.boostEndsMs > nowMs) return 'boost';
  if (circuit.operationMode === 'off') return 'heating_manual_off';
  if (circuit.isSummer) return 'summer_idle';
  return circuit.operationMode === 'manual' ? 'heating_manual_on' : 'heating_auto';
}

export function setMode(circuit: CircuitSettings, mode: CircuitMode): void {
  if (mode !== circuit.operationMode) circuit.temporaryC = NOT_SET;
  circuit.operationMode = mode;
}

/** Holds until the next switch point. */
export function setTemporary(circuit: CircuitSettings, setpointC: number, nowMs: number): void {
  circuit.temporaryC = setpointC;
  circuit.temporaryEndsMs = nextSwitchMs(circuit.program, nowMs);
}

export function setBoost(circuit: CircuitSettings, isOn: boolean, nowMs: number): void {
  circuit.boostEndsMs = isOn ? nowMs + circuit.boostMinutes * MINUTE_MS : 0;
}
