import { type Leaf, type LinkValue, isNoValue, locate, readLeafValue } from '@hearthgate/wire';
import type { Driver, PastValue } from './driver.ts';

const DAY_MS = 24 * 3_600_000;
/** The platform expects a value at least this often; a shorter time without one is no hole. */
export const HOLE_MS = 16 * 60_000;
/** The platform records back to eight days. */
const BACK_MAX_MS = 7 * DAY_MS;

export interface PastReport {
  readonly atMs: number;
  readonly values: Record<string, LinkValue>;
}

/** Hourly means of what is measured, for the time in which nothing was reported. Counters tell it by themselves: they count on. */
export async function backFill(
  driver: Driver,
  leaves: readonly Leaf[],
  lastMs: number,
  nowMs: number,
): Promise<PastReport[]> {
  const fromMs = Math.max(lastMs, nowMs - BACK_MAX_MS);
  const measured = new Map(leaves.filter(isMeasured).map((leaf) => [leaf.id, leaf]));
  const past = await driver.history([...measured.keys()], fromMs, nowMs);
  const sound = past.filter(({ path, value }) => isSound(measured.get(path), value));
  // An hour that began before the hole stands at its beginning: what was reported in it is not repeated.
  const byTime = Map.groupBy(sound, ({ atMs }) => Math.max(atMs, fromMs + 1));
  return [...byTime]
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, values]) => ({ atMs, values: Object.fromEntries(values.map(entryOf)) }));
}

function isMeasured({ id, type }: Leaf): boolean {
  const resource = locate(id)?.resource;
  return type === 'number' && resource?.kind === 'state' && resource.point !== undefined;
}

/** A sensor that is missing is recorded too, as a temperature that cannot be. */
function isSound(leaf: Leaf | undefined, value: number): boolean {
  const resource = leaf && locate(leaf.id)?.resource;
  if (!resource) return false;
  const read = readLeafValue(resource, value, leaf.state, leaf.unit);
  return read !== undefined && !isNoValue(read);
}

function entryOf({ path, value }: PastValue): [string, number] {
  return [path, Math.round(value * 100) / 100];
}
