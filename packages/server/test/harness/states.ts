import { ReplayAppliance, loadTree } from '@hearthgate/device';
import { locate, type Leaf, type LinkValue } from '@hearthgate/wire';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyValues } from '../../src/hvac/ingest/apply-report.ts';
import { emptyState, type SystemState } from '../../src/hvac/system-state.ts';

/** Recorded answers of real gateways that are not part of this repository. */
const FIXTURES = fileURLToPath(new URL('../../../../../shared/fixtures', import.meta.url));
export const hasRecordedTrees = existsSync(FIXTURES);
const AT = Date.parse('2026-01-15T06:30:00Z');

/** A gateway that described these leaves and reported these values. */
export function stateOf(leaves: readonly Leaf[], values: Readonly<Record<string, LinkValue>>): SystemState {
  const known = leaves.filter((leaf) => locate(leaf.id));
  const described = { ...emptyState(101_000_001), leaves: new Map(known.map((leaf) => [leaf.id, leaf])) };
  return applyValues(described, values, AT, true).state;
}

/** A gateway with leaves as simple as can be. */
export function stateWith(values: Readonly<Record<string, LinkValue>>): SystemState {
  const leaves = Object.entries(values).map(([id, value]): Leaf => ({
    id,
    type: typeof value === 'number' ? 'number' : Array.isArray(value) ? 'words' : 'string',
  }));
  return stateOf(leaves, values);
}

/** The same from a recorded tree, named as in the fixtures: `km200/can-heatpump.json`. */
export function recordedState(name: string): SystemState {
  const appliance = new ReplayAppliance(loadTree(`${FIXTURES}/${name}`));
  return stateOf(appliance.describe(), appliance.read());
}
