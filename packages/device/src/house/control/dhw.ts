import { MINUTE_MS } from '../clock.ts';
import type { CircuitSettings } from './circuit.ts';
import { type Disinfection, defaultDisinfection, stepDisinfection } from './disinfection.ts';
import type { Holiday } from './holidays.ts';
import { type SystemControl, holidayNow } from './system-control.ts';
import { WeekProgram, everyDay } from './week-program.ts';

export type DhwLevel = 'off' | 'eco' | 'low' | 'high';
/** `auto` follows the own program, `heating` the first heating circuit's: comfort means `high`. */
type DhwMode = DhwLevel | 'auto' | 'heating';

/** An extra charge and a disinfection start again this much below their set-point, K. */
const EXTRA_HYSTERESIS_K = 3;

export interface LevelBand {
  /** Charging starts below, ends at this tank temperature, C. */
  startC: number;
  stopC: number;
}

export interface DhwSettings {
  readonly id: string;
  readonly system: SystemControl;
  readonly circuit: CircuitSettings;
  operationMode: DhwMode;
  readonly program: WeekProgram;
  readonly bands: Readonly<Record<Exclude<DhwLevel, 'off'>, LevelBand>>;
  readonly disinfection: Disinfection;
  extraMinutes: number;
  extraC: number;
  /** End of the extra charge; 0: none. */
  extraEndsMs: number;
  isCharging: boolean;
}

export function defaultDhw(circuit: CircuitSettings): DhwSettings {
  const { system } = circuit;
  return {
    id: 'dhw1',
    system,
    circuit,
    operationMode: 'low',
    program: new WeekProgram(system, everyDay([300, 'low'], [1_320, 'eco'])),
    bands: {
      eco: { startC: 40, stopC: 46 },
      low: { startC: 45, stopC: 51 },
      high: { startC: 48, stopC: 54 },
    },
    disinfection: defaultDisinfection(system),
    extraMinutes: 60,
    extraC: 58,
    extraEndsMs: 0,
    isCharging: false,
  };
}

/** The level that mode, program, absence or holiday ask for. */
export function dhwLevelAt(dhw: DhwSettings, nowMs: number): DhwLevel {
  if (dhw.system.away) return 'eco';
  const holiday = holidayNow(dhw.system, dhw.id, nowMs);
  if (holiday) return holidayLevel(dhw, holiday, nowMs);
  if (dhw.operationMode === 'auto') return levelOf(dhw.program.setpointAt(nowMs));
  if (dhw.operationMode !== 'heating') return dhw.operationMode;
  const { programs, program } = dhw.circuit;
  return programs[program].setpointAt(nowMs) === 'comfort2' ? 'high' : 'off';
}

function holidayLevel(dhw: DhwSettings, { hotWater }: Holiday, nowMs: number): DhwLevel {
  if (hotWater === 'saturday') return levelOf(dhw.program.saturdaySetpointAt(nowMs));
  return hotWater === 'offWithoutDisinfection' ? 'off' : hotWater;
}

function levelOf(setpoint: string | number): DhwLevel {
  return setpoint === 'eco' || setpoint === 'low' || setpoint === 'high' ? setpoint : 'off';
}

/** The band that holds now; undefined when hot water is off. */
export function bandAt(dhw: DhwSettings, nowMs: number): LevelBand | undefined {
  if (dhw.disinfection.isRunning) return below(dhw.disinfection.targetC);
  if (dhw.extraEndsMs > nowMs) return below(dhw.extraC);
  const level = dhwLevelAt(dhw, nowMs);
  return level === 'off' ? undefined : dhw.bands[level];
}

function below(stopC: number): LevelBand {
  return { startC: stopC - EXTRA_HYSTERESIS_K, stopC };
}

/** Ends an extra charge that has run out, and switches charging by the band's hysteresis. */
export function stepDhw(dhw: DhwSettings, nowMs: number, tankC: number): void {
  if (dhw.extraEndsMs !== 0 && nowMs >= dhw.extraEndsMs) dhw.extraEndsMs = 0;
  const isForbidden = holidayNow(dhw.system, dhw.id, nowMs)?.hotWater === 'offWithoutDisinfection';
  stepDisinfection(dhw.disinfection, nowMs, tankC, isForbidden);
  const band = bandAt(dhw, nowMs);
  if (!band || tankC >= band.stopC) dhw.isCharging = false;
  else if (tankC < band.startC) dhw.isCharging = true;
}

export function setExtraCharge(dhw: DhwSettings, isOn: boolean, nowMs: number): void {
  dhw.extraEndsMs = isOn ? nowMs + dhw.extraMinutes * MINUTE_MS : 0;
}

export function dhwStatusOf(dhw: DhwSettings, nowMs: number): string {
  if (dhw.disinfection.isRunning) return 'td';
  if (dhw.extraEndsMs > nowMs) return 'extra';
  if (dhw.system.away) return 'away';
  if (holidayNow(dhw.system, dhw.id, nowMs)) return 'holiday';
  switch (dhw.operationMode) {
    case 'auto':
    case 'heating':
      return 'auto';
    case 'off':
      return 'manual_off';
    case 'eco':
    case 'low':
    case 'high':
      return `manual_on_${dhw.operationMode}`;
  }
}
