import { type Leaf, type LinkValue, isNoValue, locate, readLeafValue } from '@hearthgate/wire';
import type { Driver, PastValue } from './driver.ts';
import type { Hole } from './hole-book.ts';

const HOUR_MS = 3_600_000;
/** The platform takes a value as known for half an hour; so often the mean of an hour is told. */
const HOLDS_MS = 30 * 60_000;

export interface PastReport {
  readonly atMs: number;
  readonly values: Record<string, LinkValue>;
}

export interface Filling {
  readonly reports: readonly PastReport[];
  /** End of the last hour that is told; the hole's beginning when none is. */
  readonly toldToMs: number;
}

/** Hourly means of what is measured, for a time in which nothing was reported. Counters tell it by themselves: they count on. */
export async function backFill(
  driver: Driver,
  leaves: readonly Leaf[],
  hole: Hole,
  nowMs: number,
): Promise<Filling> {
  const measured = new Map(leaves.filter(isMeasured).map((leaf) => [leaf.id, leaf]));
  const past = await driver.history([...measured.keys()], hole.fromMs, hole.toMs, nowMs);
  const told = past
    .filter(({ path, value }) => isSound(measured.get(path), value))
    .flatMap((hour) => momentsOf(hour, hole).map((atMs) => ({ ...hour, atMs })));
  const reports = [...Map.groupBy(told, ({ atMs }) => atMs)]
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, values]) => ({ atMs, values: Object.fromEntries(values.map(entryOf)) }));
  return { reports, toldToMs: Math.max(hole.fromMs, ...past.map(({ atMs }) => atMs + HOUR_MS)) };
}

/** When an hour's mean is told: at its beginning and in its middle, inside the hole. */
function momentsOf({ atMs }: PastValue, { fromMs, toMs }: Hole): number[] {
  const moments = [atMs >= fromMs ? atMs : fromMs + 1, atMs + HOLDS_MS];
  return moments.filter((ms) => ms >= fromMs && ms < toMs && ms < atMs + HOUR_MS);
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
