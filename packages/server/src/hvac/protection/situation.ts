import { isNoValue, type LeafValue, type LinkValue, type SystemType } from '@hearthgate/wire';
import { valueAt } from '../fields/part.ts';
import type { SystemState } from '../system-state.ts';

export const HOUR_MS = 3_600_000;
/** Rules look back an hour; what was sent without an answer before that is known from a report after 15 minutes more. */
export const LOOK_BACK_MS = 75 * 60_000;
/** An outdoor temperature that is older than this says nothing about now. */
const FRESH_MS = 3 * HOUR_MS;
export const OUTDOOR = ['/system/sensors/temperatures/outdoor_t1', '/system/sensors/outdoorTemperatures/t1'];
/** Water in outer walls may freeze below this outdoor, or near this room temperature. */
const FROST_C = 0;
const COLD_ROOM_C = 8;
const OFF_WORDS: ReadonlySet<LinkValue> = new Set(['off', 'heating_off', 'stop']);

/** A write that left within the time that rules look back. */
export interface PastWrite {
  readonly path: string;
  readonly value: LinkValue;
  /** What the leaf held when it left, as far as that was known. */
  readonly replaced?: LeafValue | undefined;
  readonly atMs: number;
  /** The gateway has not said what became of it: it counts as carried out. */
  readonly unanswered: boolean;
}

/** Everything the protection rules look at. */
export interface Situation {
  readonly state: SystemState;
  readonly systemType: SystemType;
  /** Of all companies, oldest first. */
  readonly past: readonly PastWrite[];
  readonly nowMs: number;
}

export function isOff(value: LinkValue): boolean {
  return OFF_WORDS.has(value);
}

/** The value of a leaf, if it has one. */
export function known(state: SystemState, path: string): LinkValue | undefined {
  const value = valueAt(state, path);
  return isNoValue(value) ? undefined : value;
}

export function numberAt(state: SystemState, path: string): number | undefined {
  const value = known(state, path);
  return typeof value === 'number' ? value : undefined;
}

/** What a leaf may hold now: what was reported, and what was sent since without an answer. */
export function mayHold({ state, past }: Situation, path: string): LinkValue[] {
  const reported = known(state, path);
  const sent = past.filter((write) => write.path === path && write.unanswered);
  return [...(reported === undefined ? [] : [reported]), ...sent.map(({ value }) => value)];
}

/** Is this number above, or as high as, everything that the leaf may hold? False when nothing is known. */
export function isRaise(situation: Situation, path: string, value: LinkValue, orSame = false): boolean {
  if (typeof value !== 'number') return false;
  const held = mayHold(situation, path).filter((one) => typeof one === 'number');
  return held.length > 0 && held.every((one) => value > one || (orSame && value === one));
}

/** A value that is no temperature but means "off" or "not set". */
export function isSentinel(state: SystemState, path: string, value: LinkValue): boolean {
  return Object.values(state.leaves.get(path)?.state ?? {}).some((sentinel) => sentinel === value);
}

/** Undefined also when it was measured too long ago. */
export function outdoorC({ state, nowMs }: Situation): number | undefined {
  if (nowMs - state.latestAtMs > FRESH_MS) return undefined;
  return OUTDOOR.map((path) => numberAt(state, path)).find((value) => value !== undefined);
}

/** Does the write lead a heating circuit away from frost while there is one? Then no rule stands in its way. */
export function leadsToSafety(situation: Situation, path: string, value: LinkValue): boolean {
  const { state } = situation;
  const [circuit] = /^\/heatingCircuits\/hc\d+/.exec(path) ?? [];
  if (circuit === undefined) return false;
  const outdoor = outdoorC(situation);
  const room = numberAt(state, `${circuit}/roomtemperature`);
  const isCold = (outdoor !== undefined && outdoor < FROST_C) || (room !== undefined && room < COLD_ROOM_C);
  if (!isCold) return false;
  return typeof value === 'string' ? !isOff(value) : isRaise(situation, path, value);
}
