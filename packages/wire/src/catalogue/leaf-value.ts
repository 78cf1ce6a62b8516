import { SwitchPoint, type LinkValue } from '../link/native.ts';
import type { UnavailableReason } from '../partner/hvacs.ts';
import { Compile } from 'typebox/compile';
import type { Resource } from './resource.ts';
import { isStorableText } from './storable-text.ts';
import { factorBetween } from './units.ts';

/** The reason why there is no value. */
export interface NoValue {
  readonly no: UnavailableReason;
}

/** A value, or the reason why there is none. */
export type LeafValue = LinkValue | NoValue;

export function isNoValue(value: LeafValue | undefined): value is NoValue {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The sentinels of a leaf: `{open: -3276.8, short: 3276.7}`. */
export type Sentinels = Readonly<Record<string, number>>;

/** Half of the finest resolution gateways use (0.1): sentinels pass through floats on their way. */
const SENTINEL_TOLERANCE = 0.05;

const switchPoint = Compile(SwitchPoint);

/**
 * Turns a reported value into a measurement in the catalogue's unit or a reason; `undefined` when it cannot be a value of this
 * resource at all. `sentinels` and `unit` are what the gateway described.
 */
export function readLeafValue(
  resource: Pick<Resource, 'type' | 'range' | 'unit' | 'sentinels'>,
  raw: LinkValue,
  sentinels: Sentinels | undefined = resource.sentinels,
  unit?: string,
): LeafValue | undefined {
  switch (resource.type) {
    case 'number':
      return typeof raw === 'number' ? readNumber(resource, raw, sentinels, unit) : undefined;
    case 'string':
      return isText(raw) ? raw : undefined;
    case 'words':
      return isListOf(raw, isText) ? raw : undefined;
    case 'switchProgram':
      return isListOf(raw, isPoint) ? raw : undefined;
  }
}

function isText(raw: unknown): raw is string {
  return typeof raw === 'string' && isStorableText(raw);
}

function isPoint(raw: unknown): boolean {
  return switchPoint.Check(raw) && isStorableText(String(raw.setpoint));
}

function isListOf(raw: LinkValue, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(raw) && raw.every(isItem);
}

function readNumber(
  { range, unit }: Pick<Resource, 'range' | 'unit'>,
  raw: number,
  sentinels: Sentinels | undefined,
  describedUnit: string | undefined,
): LeafValue | undefined {
  if (!Number.isFinite(raw)) return undefined;
  for (const [name, sentinel] of Object.entries(sentinels ?? {})) {
    if (Math.abs(raw - sentinel) < SENTINEL_TOLERANCE) return { no: reasonOfSentinel(name) };
  }
  const value = raw * factorBetween(describedUnit, unit);
  if (range && (value < range[0] || value > range[1])) return { no: 'OUT_OF_RANGE' };
  return value;
}

/** Sentinel names of the K 40 RF and ICOM trees (facts: gateways, section 2.2), and the catalogue's (`open_tenths`). */
function reasonOfSentinel(name: string): UnavailableReason {
  const [kind = ''] = name.split('_');
  switch (kind) {
    case 'off':
      return 'OFF';
    case 'open':
      return 'SENSOR_OPEN';
    case 'short':
      return 'SENSOR_SHORT';
    case 'na':
      return 'NOT_SET';
    case 'overflow':
    case 'underflow':
    case 'lowflow':
      return 'OUT_OF_RANGE';
    default:
      return 'INVALID';
  }
}
