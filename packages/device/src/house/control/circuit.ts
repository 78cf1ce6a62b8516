import { MINUTE_MS } from '../clock.ts';
import type { Holiday } from './holidays.ts';
import { type SystemControl, holidayNow } from './system-control.ts';
import { WeekProgram, everyDay, workweek } from './week-program.ts';

export type CircuitMode = 'auto' | 'manual' | 'off';
export type ProgramName = 'A' | 'B';
type SummerSwitch = 'off' | 'automatic' | 'forced';
export type CircuitStatus =
  | 'heating_auto'
  | 'heating_manual_on'
  | 'heating_manual_off'
  | 'summer_idle'
  | 'boost'
  | 'away'
  | 'holiday';

/** `temporaryRoomSetpoint` that is not set. */
export const NOT_SET = -1;
/** An emitter circuit that is off still keeps the house from freezing, C. */
const FROST_C = 5;
/** Summer ends this much below the threshold, K. */
const SUMMER_HYSTERESIS_K = 1;

/** Heating begins so long before a warmer set-point for each kelvin that the room lacks: what a mild morning takes, so that no heat is wasted before. */
const HEAT_UP_MS_PER_K = 30 * MINUTE_MS;

/** What a user sets, and what follows from it; temperatures in C, durations in minutes. */
export interface CircuitSettings {
  /** `hc1`: how holidays name it. */
  readonly id: string;
  readonly system: SystemControl;
  operationMode: CircuitMode;
  manualC: number;
  temporaryC: number;
  temporaryEndsMs: number;
  comfortC: number;
  ecoC: number;
  program: ProgramName;
  readonly programs: Readonly<Record<ProgramName, WeekProgram>>;
  boostC: number;
  boostMinutes: number;
  /** 0: no boost. */
  boostEndsMs: number;
  summerSwitch: SummerSwitch;
  summerThresholdC: number;
  isSummer: boolean;
  maxFlowC: number;
}

export function defaultSettings(id: string, system: SystemControl, maxFlowC: number): CircuitSettings {
  return {
    id,
    system,
    operationMode: 'auto',
    manualC: 21,
    temporaryC: NOT_SET,
    temporaryEndsMs: 0,
    comfortC: 21,
    ecoC: 18.5,
    program: 'A',
    programs: {
      A: new WeekProgram(system, everyDay([360, 'comfort2'], [1_320, 'eco'])),
      B: new WeekProgram(
        system,
        workweek(
          [
            [330, 'comfort2'],
            [1_350, 'eco'],
          ],
          [
            [420, 'comfort2'],
            [1_380, 'eco'],
          ],
        ),
      ),
    },
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

/** The set-point that holds now, C; undefined when the circuit is off. Boost outranks away, away outranks a holiday. */
export function roomSetpointC(circuit: CircuitSettings, nowMs: number): number | undefined {
  if (circuit.boostEndsMs > nowMs) return circuit.boostC;
  if (circuit.system.away) return circuit.system.awayC;
  const holiday = holidayNow(circuit.system, circuit.id, nowMs);
  if (holiday) return holidayC(circuit, holiday, nowMs);
  if (circuit.operationMode === 'off') return undefined;
  if (circuit.operationMode === 'manual') return circuit.manualC;
  if (circuit.temporaryC !== NOT_SET) return circuit.temporaryC;
  return levelC(circuit, circuit.programs[circuit.program].setpointAt(nowMs));
}

function holidayC(circuit: CircuitSettings, holiday: Holiday, nowMs: number): number | undefined {
  switch (holiday.heating) {
    case 'off':
      return undefined;
    case 'eco':
      return circuit.ecoC;
    case 'fixed':
      return holiday.fixedC;
    case 'saturday':
      return levelC(circuit, circuit.programs[circuit.program].saturdaySetpointAt(nowMs));
  }
}

function levelC(circuit: CircuitSettings, level: string | number): number {
  return level === 'comfort2' ? circuit.comfortC : circuit.ecoC;
}

/**
 * What the heating aims at in a room of `roomC`, C: the set-point, or already the next one of the program when it takes until then
 * to get there; frost protection where there is none; undefined in summer.
 */
export function heatingTargetC(circuit: CircuitSettings, nowMs: number, roomC: number): number | undefined {
  if (circuit.isSummer && circuit.boostEndsMs <= nowMs) return undefined;
  const setpointC = roomSetpointC(circuit, nowMs) ?? FROST_C;
  if (!followsProgram(circuit, nowMs)) return setpointC;
  const program = circuit.programs[circuit.program];
  const nextC = levelC(circuit, program.nextSetpoint(nowMs));
  const leftMs = program.nextSwitchMs(nowMs) - nowMs;
  return nextC > setpointC && leftMs <= (nextC - roomC) * HEAT_UP_MS_PER_K ? nextC : setpointC;
}

/** Nothing outranks the program. */
function followsProgram(circuit: CircuitSettings, nowMs: number): boolean {
  const { boostEndsMs, system, operationMode, temporaryC, id } = circuit;
  const isOutranked = boostEndsMs > nowMs || system.away || temporaryC !== NOT_SET;
  return operationMode === 'auto' && !isOutranked && !holidayNow(system, id, nowMs);
}

export function statusOf(circuit: CircuitSettings, nowMs: number): CircuitStatus {
  if (circuit.boostEndsMs > nowMs) return 'boost';
  if (circuit.system.away) return 'away';
  if (holidayNow(circuit.system, circuit.id, nowMs)) return 'holiday';
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
  circuit.temporaryEndsMs = circuit.programs[circuit.program].nextSwitchMs(nowMs);
}

export function setBoost(circuit: CircuitSettings, isOn: boolean, nowMs: number): void {
  circuit.boostEndsMs = isOn ? nowMs + circuit.boostMinutes * MINUTE_MS : 0;
}
