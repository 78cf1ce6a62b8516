import {
  isNoValue,
  locate,
  readLeafValue,
  sameLinkValue,
  type LeafScalar,
  type LeafValue,
  type DataPoint,
  type LinkValue,
  type Located,
} from '@hearthgate/wire';
import { systemType } from '../heat-sources/source-type.ts';
import type { PublishedPoint } from '../tables.ts';
import type { Readings, ReportedState } from '../system-state.ts';

/** A recording is written when a value leaves its deadband, and at least this often. */
export const RECORD_AT_LEAST_MS = 15 * 60_000;
/** 20.2 - 20 is a little less than 0.2; a change of exactly the threshold counts all the same. */
const ROUNDING = 1e-6;

export interface Recording {
  readonly point: number;
  readonly instance: number;
  readonly atMs: number;
  readonly value: number;
}
export interface MeasuredPoint {
  readonly point: number;
  readonly instance: number;
  readonly value: number | string;
}

/** What a set of values changes. */
export interface Applied {
  readonly state: ReportedState;
  readonly changedComponents: ReadonlySet<string>;
  readonly recordings: readonly Recording[];
  /** Points that left their deadband: worth an event. */
  readonly points: readonly MeasuredPoint[];
}

/**
 * Compares reported values with the twin. Values that are older than the twin never overwrite it; they fill what it
 * lacks, and are recorded under their own time. What the catalogue does not list is not stored.
 */
export function applyValues(
  before: ReportedState,
  values: Readonly<Record<string, LinkValue>>,
  atMs: number,
  recordable: boolean,
): Applied {
  const isLate = atMs < before.latestAtMs;
  const changed = new Map<string, Map<string, LeafValue>>();
  const published = new Map<string, PublishedPoint>();
  const recordings: Recording[] = [];
  const points: MeasuredPoint[] = [];
  const measured: { path: string; located: Located; value: LeafScalar }[] = [];
  for (const [path, raw] of Object.entries(values)) {
    const located = locate(path);
    const leaf = before.leaves.get(path);
    const value = located && readLeafValue(located.resource, raw, leaf?.state, leaf?.unit);
    if (!located || value === undefined) continue;
    const known = before.twin.get(located.component)?.get(located.key);
    if (!sameValue(known, value) && (known === undefined || !isLate)) {
      componentDraft(changed, before.twin, located.component).set(located.key, value);
    }
    if (located.resource.point && typeof value !== 'object') measured.push({ path, located, value });
  }
  const twin = withEntries(before.twin, changed);
  // What a system is may stand in the same report.
  const state = { ...before, twin };
  const isBoiler =
    measured.some(({ located }) => located.resource.pointOfBoiler) && systemType(state) === 'BOILER';
  const out = { published, recordings: recordable ? recordings : [], points };
  for (const { path, located, value } of measured) {
    const point = carriedPoint(state, path, located, isBoiler);
    if (point) measure(before, point, located.instance, value, atMs, isLate, out);
  }
  return {
    state: {
      ...state,
      latestAtMs: Math.max(before.latestAtMs, atMs),
      published: withEntries(before.published, published),
    },
    changedComponents: new Set(changed.keys()),
    recordings,
    points,
  };
}

/** The same map when nothing changes. */
function withEntries<K, V>(before: ReadonlyMap<K, V>, changed: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  if (changed.size === 0) return before;
  const after = new Map(before);
  for (const [key, value] of changed) after.set(key, value);
  return after;
}

/** Where two resources may carry one data point, the gateway is heard through one of those that it described. */
function carriedPoint(
  { leaves }: ReportedState,
  path: string,
  { resource: { point, pointOfBoiler }, instance }: Located,
  isBoiler: boolean,
): DataPoint | undefined {
  if (pointOfBoiler && isBoiler) return pointOfBoiler;
  if (point?.unless === undefined) return point;
  return leaves.has(path) && !leaves.has(point.unless.replace('{n}', String(instance))) ? point : undefined;
}

function measure(
  before: ReportedState,
  { id, threshold }: DataPoint,
  instance: number,
  value: LeafScalar,
  atMs: number,
  isLate: boolean,
  out: { published: Map<string, PublishedPoint>; recordings: Recording[]; points: MeasuredPoint[] },
): void {
  const key = `${id}.${instance}`;
  const last = before.published.get(key);
  const moved = last === undefined || leavesDeadband(last.value, value, threshold);
  const due = moved || isLate || atMs - last.recordedAtMs >= RECORD_AT_LEAST_MS;
  if (due && typeof value === 'number') out.recordings.push({ point: id, instance, atMs, value });
  if (moved) out.points.push({ point: id, instance, value });
  if (due && !isLate) out.published.set(key, { value: moved ? value : last.value, recordedAtMs: atMs });
}

function leavesDeadband(last: number | string, value: number | string, threshold: number): boolean {
  if (typeof last !== 'number' || typeof value !== 'number') return last !== value;
  return threshold === 0 ? last !== value : Math.abs(value - last) >= threshold - ROUNDING;
}

function sameValue(a: LeafValue | undefined, b: LeafValue): boolean {
  if (a === undefined) return false;
  if (isNoValue(a) || isNoValue(b)) return isNoValue(a) && isNoValue(b) && a.no === b.no;
  return sameLinkValue(a, b);
}

function componentDraft(
  changed: Map<string, Map<string, LeafValue>>,
  twin: ReadonlyMap<string, Readings>,
  component: string,
): Map<string, LeafValue> {
  const draft = changed.get(component) ?? new Map(twin.get(component));
  changed.set(component, draft);
  return draft;
}
