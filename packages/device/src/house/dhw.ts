import { MINUTE_MS, minuteOfDay } from './clock.ts';

export type DhwLevel = 'off' | 'eco' | 'low' | 'high';
type DhwMode = DhwLevel | 'auto';

/** An extra charge starts again this much below its set-point, K. */
const EXTRA_HYSTERESIS_K = 3;
/** `auto`: level `low` in this part of the day (minutes), `eco` at night. */
const DAY_FROM = 5 * 60;
const DAY_TO = 22 * 60;

export interface LevelBand {
  /** Charging starts below, ends at this tank temperature, C. */
  startC: number;
  stopC: number;
}

export interface DhwSettings {
  operationMode: DhwMode;
  readonly bands: Readonly<Record<Exclude<DhwLevel, 'off'>, LevelBand>>;
  extraMinutes: number;
  extraC: number;
  /** End of the extra charge; 0: none. */
  extraEndsMs: number;
  isCharging: boolean;
}

export function defaultDhw(): DhwSettings {
  return {
    operationMode: 'low',
    bands: {
      eco: { startC: 40, stopC: 46 },
      low: { startC: 45, stopC: 51 },
      high: { startC: 48, stopC: 54 },
    },
    extraMinutes: 60,
    extraC: 58,
    extraEndsMs: 0,
    isCharging: false,
  };
}

export function dhwLevelAt(dhw: DhwSettings, nowMs: number): DhwLevel {
  if (dhw.operationMode !== 'auto') return dhw.operationMode;
  const minute = minuteOfDay(nowMs);
  return minute >= DAY_FROM && minute < DAY_TO ? 'low' : 'eco';
}

/** The band that holds now; undefined when hot water is off. */
export function bandAt(dhw: DhwSettings, nowMs: number): LevelBand | undefined {
  if (dhw.extraEndsMs > nowMs) return { startC: dhw.extraC - EXTRA_HYSTERESIS_K, stopC: dhw.extraC };
  const level = dhwLevelAt(dhw, nowMs);
  return level === 'off' ? undefined : dhw.bands[level];
}

/** Ends an extra charge that has run out, and switches charging by the band's hysteresis. */
export function stepDhw(dhw: DhwSettings, nowMs: number, tankC: number): void {
  if (dhw.extraEndsMs !== 0 && nowMs >= dhw.extraEndsMs) dhw.extraEndsMs = 0;
  const band = bandAt(dhw, nowMs);
  if (!band || tankC >= band.stopC) dhw.isCharging = false;
  else if (tankC < band.startC) dhw.isCharging = true;
}

export function setExtraCharge(dhw: DhwSettings, isOn: boolean, nowMs: number): void {
  dhw.extraEndsMs = isOn ? nowMs + dhw.extraMinutes * MINUTE_MS : 0;
}

export function dhwStatusOf(dhw: DhwSettings, nowMs: number): string {
  if (dhw.extraEndsMs > nowMs) return 'extra';
  return dhw.operationMode === 'auto' ? 'auto' : `manual_${manualWord(dhw.operationMode)}`;
}

function manualWord(level: DhwLevel): string {
  return level === 'off' ? 'off' : `on_${level}`;
}
