import type { LeafScalar } from '../link/native.ts';
import type { UnavailableReason } from '../partner/hvacs.ts';
import type { Resource } from './catalogue.ts';

/** A value, or the reason why there is none. */
export type LeafValue = LeafScalar | { readonly no: UnavailableReason };

/** The sentinels of a leaf: `{open: -3276.8, short: 3276.7}`. */
export type Sentinels = Readonly<Record<string, number>>;

/** Half of the finest resolution gateways use (0.1): sentinels pass through floats on their way. */
const SENTINEL_TOLERANCE = 0.05;

/** Turns a reported value into a measurement or a reason; `undefined` when it cannot be a value of this resource at all. */
export function readLeafValue(
  resource: Resource,
  raw: LeafScalar,
  sentinels?: Sentinels,
): LeafValue | undefined {
  if (resource.type === 'string') return typeof raw === 'string' && !raw.includes('\0') ? raw : undefined;
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return undefined;
  for (const [name, value] of Object.entries(sentinels ?? {})) {
    if (Math.abs(raw - value) < SENTINEL_TOLERANCE) return { no: reasonOfSentinel(name) };
  }
  if (resource.range && (raw < resource.range[0] || raw > resource.range[1])) return { no: 'OUT_OF_RANGE' };
  return raw;
}

/** Sentinel names of the K 40 RF and ICOM trees (facts: gateways, section 2.2). */
function reasonOfSentinel(name: string): UnavailableReason {
  if (name.startsWith('off')) return 'OFF';
  switch (name) {
    case 'open':
      return 'SENSOR_OPEN';
    case 'short':
      return 'SENSOR_SHORT';
    case 'na':
      return 'NOT_SET';
    default:
      return 'INVALID';
  }
}
