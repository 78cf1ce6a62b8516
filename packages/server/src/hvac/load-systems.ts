import type { Connectivity, Leaf, LeafValue } from '@hearthgate/wire';
import { PRESENCE } from '../gateways/index.ts';
import { int4s } from '../platform/database/arrays.ts';
import type { Platform } from '../platform/platform.ts';
import { leavesByPath } from './store.ts';
import type { Readings, SystemState } from './system-state.ts';

type Reader = Pick<Platform, 'readPrepared'>;
type Leaves = SystemState['leaves'];

/** What a read shows, and no more: what was published last and how far reports are committed matters to their writer alone. */
const SYSTEMS = {
  name: 'systems',
  text: `SELECT ${PRESENCE.columns},
    (SELECT encode(digest, 'base64') FROM descriptions d WHERE d.gateway_id = g.gateway_id),
    (SELECT latest_at FROM report_state r WHERE r.gateway_id = g.gateway_id),
    (SELECT json_object_agg(component, readings) FROM twin t WHERE t.gateway_id = g.gateway_id)
    FROM ${PRESENCE.from} WHERE g.gateway_id = ANY($1::integer[])`,
};
const LEAVES = {
  name: 'leaves',
  text: `SELECT gateway_id, encode(digest, 'base64'), leaves FROM descriptions WHERE gateway_id = ANY($1::integer[])`,
};

type Row = [
  gatewayId: number,
  connectivity: Connectivity,
  lastSeenAt: Date | null,
  digest: string | null,
  latestAt: Date | null,
  twin: Record<string, Record<string, LeafValue>> | null,
];

/** A system, and whether its gateway is there, as the database knows it. */
export interface StoredSystem {
  readonly state: SystemState;
  readonly connectivity: Connectivity;
  readonly lastSeenAt: Date | undefined;
}

/** Many systems by one statement, in the order of their ids. */
export async function loadSystems(
  reader: Reader,
  gatewayIds: readonly number[],
  defaultZone: string,
): Promise<StoredSystem[]> {
  const rows = await reader.readPrepared<Row>(SYSTEMS, [int4s(gatewayIds)]);
  const leaves = await leavesOf(reader, rows);
  const systems = new Map<number, StoredSystem>();
  for (const [gatewayId, connectivity, lastSeenAt, , latestAt, components] of rows) {
    const state = {
      gatewayId,
      leaves: leaves.get(gatewayId) ?? NO_LEAVES,
      twin: twinOf(components ?? {}),
      defaultZone,
      latestAtMs: latestAt?.getTime() ?? 0,
    };
    systems.set(gatewayId, { state, connectivity, lastSeenAt: lastSeenAt ?? undefined });
  }
  return gatewayIds.map((id) => systems.get(id) ?? unknownSystem(id, defaultZone));
}

/** The states alone. */
export async function loadStates(
  reader: Reader,
  gatewayIds: readonly number[],
  defaultZone: string,
): Promise<SystemState[]> {
  return (await loadSystems(reader, gatewayIds, defaultZone)).map(({ state }) => state);
}

/** Of a gateway that is not registered, or no longer. */
function unknownSystem(gatewayId: number, defaultZone: string): StoredSystem {
  const state = { gatewayId, leaves: NO_LEAVES, twin: new Map(), defaultZone, latestAtMs: 0 };
  return { state, connectivity: 'OFFLINE', lastSeenAt: undefined };
}

function twinOf(components: Readonly<Record<string, Record<string, LeafValue>>>): SystemState['twin'] {
  const twin = new Map<string, Readings>();
  for (const component in components)
    twin.set(component, new Map(Object.entries(components[component] ?? {})));
  return twin;
}

/** Appliances of a kind describe the same: read and kept once, however many gateways have it. */
const DESCRIPTIONS_MAX = 500;
const shared = new Map<string, Leaves>();
const NO_LEAVES: Leaves = new Map();

/** By gateway. Only what nobody here has seen yet is read, of one gateway each. */
async function leavesOf(reader: Reader, rows: readonly Row[]): Promise<Map<number, Leaves>> {
  const known = new Map<number, Leaves>();
  const unknown = new Map<string, number[]>();
  for (const [gatewayId, , , digest] of rows) {
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
