import type { Connectivity, Leaf, LeafValue } from '@hearthgate/wire';
import { JOIN_PRESENCE } from '../gateways/index.ts';
import { int4s } from '../platform/database/arrays.ts';
import type { Platform } from '../platform/platform.ts';
import { leavesByPath } from './store.ts';
import type { SystemState } from './system-state.ts';

type Reader = Pick<Platform, 'readPrepared'>;
type Leaves = SystemState['leaves'];

/** What a read shows, and no more: what was published last and how far reports are committed matters to their writer alone. */
const SYSTEM = `k.gateway_id,
  (SELECT encode(digest, 'base64') FROM descriptions d WHERE d.gateway_id = k.gateway_id),
  (SELECT latest_at FROM report_state r WHERE r.gateway_id = k.gateway_id),
  (SELECT json_object_agg(component, readings) FROM twin t WHERE t.gateway_id = k.gateway_id)`;
const ASKED = 'FROM unnest($1::integer[]) AS k (gateway_id)';

const SYSTEMS = { name: 'systems', text: `SELECT ${SYSTEM} ${ASKED}` };
const SYSTEMS_WITH_PRESENCE = {
  name: 'systems-with-presence',
  text: `SELECT ${SYSTEM}, g.connectivity, g.last_seen_at ${ASKED} ${JOIN_PRESENCE}`,
};
const LEAVES = {
  name: 'leaves',
  text: `SELECT gateway_id, encode(digest, 'base64'), leaves FROM descriptions WHERE gateway_id = ANY($1::integer[])`,
};

type Row = [
  gatewayId: number,
  digest: string | null,
  latestAt: Date | null,
  twin: Record<string, Record<string, LeafValue>> | null,
];
type RowWithPresence = [...Row, connectivity: Connectivity | null, lastSeenAt: Date | null];

/** A system, and whether its gateway is there, as the database knows it. */
export interface SystemElsewhere {
  readonly state: SystemState;
  readonly connectivity: Connectivity;
  readonly lastSeenAt: Date | undefined;
}

/** States of many gateways by one statement, in the order of their ids. */
export async function loadSystems(
  reader: Reader,
  gatewayIds: readonly number[],
  defaultZone: string,
): Promise<SystemState[]> {
  const rows = await reader.readPrepared<Row>(SYSTEMS, [int4s(gatewayIds)]);
  const states = await statesOf(reader, rows, defaultZone);
  return gatewayIds.map((id) => found(states, id));
}

/** The same with what tells whether the gateways are there: for those that another node looks after. */
export async function loadElsewhere(
  reader: Reader,
  gatewayIds: readonly number[],
  defaultZone: string,
): Promise<SystemElsewhere[]> {
  const rows = await reader.readPrepared<RowWithPresence>(SYSTEMS_WITH_PRESENCE, [int4s(gatewayIds)]);
  const states = await statesOf(reader, rows, defaultZone);
  const seen = new Map(rows.map(([id, , , , connectivity, at]) => [id, { connectivity, at }]));
  return gatewayIds.map((id) => ({
    state: found(states, id),
    connectivity: seen.get(id)?.connectivity ?? 'OFFLINE',
    lastSeenAt: seen.get(id)?.at ?? undefined,
  }));
}

function found(states: ReadonlyMap<number, SystemState>, gatewayId: number): SystemState {
  const state = states.get(gatewayId);
  if (!state) throw new Error(`gateway ${gatewayId} was not answered`);
  return state;
}

async function statesOf(
  reader: Reader,
  rows: readonly (Row | RowWithPresence)[],
  defaultZone: string,
): Promise<Map<number, SystemState>> {
  const leaves = await leavesOf(reader, rows);
  const states = new Map<number, SystemState>();
  for (const [gatewayId, , latestAt, components] of rows) {
    const twin = new Map<string, ReadonlyMap<string, LeafValue>>();
    for (const component in components) twin.set(component, new Map(Object.entries(components[component] ?? {})));
    states.set(gatewayId, {
      gatewayId,
      leaves: leaves.get(gatewayId) ?? NO_LEAVES,
      twin,
      defaultZone,
      latestAtMs: latestAt?.getTime() ?? 0,
    });
  }
  return states;
}

/** Appliances of a kind describe the same: read and kept once, however many gateways have it. */
const DESCRIPTIONS_MAX = 500;
const shared = new Map<string, Leaves>();
const NO_LEAVES: Leaves = new Map();

/** By gateway. Only what nobody here has seen yet is read, of one gateway each. */
async function leavesOf(reader: Reader, rows: readonly (Row | RowWithPresence)[]): Promise<Map<number, Leaves>> {
  const known = new Map<number, Leaves>();
  const unknown = new Map<string, number[]>();
  for (const [gatewayId, digest] of rows) {
    if (digest === null) continue;
    const leaves = shared.get(digest);
    if (leaves) known.set(gatewayId, leaves);
    else unknown.set(digest, [...(unknown.get(digest) ?? []), gatewayId]);
  }
  if (unknown.size === 0) return known;
  const examples = [...unknown.values()].flatMap(([first]) => first ?? []);
  const read = new Map((await readLeaves(reader, examples)).map(([, digest, leaves]) => [digest, leaves]));
  const left: number[] = [];
  for (const [digest, gatewayIds] of unknown) {
    const leaves = read.get(digest);
    if (leaves) for (const id of gatewayIds) known.set(id, leaves);
    else left.push(...gatewayIds);
  }
  // The example was described anew meanwhile: each by itself, as it is now.
  for (const [id, , leaves] of left.length > 0 ? await readLeaves(reader, left) : []) known.set(id, leaves);
  return known;
}

async function readLeaves(
  reader: Reader,
  gatewayIds: readonly number[],
): Promise<[gatewayId: number, digest: string, leaves: Leaves][]> {
  const rows = await reader.readPrepared<[number, string, Leaf[]]>(LEAVES, [int4s(gatewayIds)]);
  return rows.map(([gatewayId, digest, described]) => {
    const leaves = shared.get(digest) ?? leavesByPath(described);
    if (shared.size >= DESCRIPTIONS_MAX) shared.clear();
    shared.set(digest, leaves);
    return [gatewayId, digest, leaves];
  });
}
