import { locate, type Leaf, type LinkValue } from '@hearthgate/wire';
import { applyValues } from '../../src/hvac/ingest/apply-report.ts';
import { keptLeaves } from '../../src/hvac/ingest/kept-leaves.ts';
import { emptyState, type SystemState } from '../../src/hvac/system-state.ts';

export const REPORTED_AT = Date.parse('2026-01-15T06:30:00Z');

/** A gateway that described these leaves and reported these values. */
export function systemOf(
  leaves: readonly Leaf[],
  values: Readonly<Record<string, LinkValue>>,
  atMs = REPORTED_AT,
): SystemState {
  const kept = new Map(keptLeaves(leaves).map((leaf) => [leaf.id, leaf]));
  return applyValues({ ...emptyState(101_000_001), leaves: kept }, values, atMs, true).state;
}

/** Leaves as simple as can be: all that has a value is described, and may be written where the catalogue allows it. */
export function simpleSystem(values: Readonly<Record<string, LinkValue>>, atMs = REPORTED_AT): SystemState {
  const leaves = Object.keys(values).map((id): Leaf => {
    return { id, type: locate(id)?.resource.type ?? 'string', writeable: true };
  });
  return systemOf(leaves, values, atMs);
}
