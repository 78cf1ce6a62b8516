import { WHOLE_LIST_MAX, type HvacQuery } from '@hearthgate/wire';
import { readableGatewaysOf, type Caller } from '../access/index.ts';
import { findGateways, selectGateways } from '../gateways/index.ts';
import { systemType } from './heat-sources/source-type.ts';
import { connectivityOf, type Hvac } from './hvac.ts';
import { gatewaysWithActive } from './notifications/store.ts';
import { loadStates } from './load-systems.ts';
import { visibleState } from './visible-state.ts';

export type FleetFilter = Omit<HvacQuery, 'cursor' | 'limit'>;
type Readable = Awaited<ReturnType<typeof readableGatewaysOf>>[number];

/** Systems that are looked at together: one statement for each filter. */
const BATCH = 500;
/** Systems that one request looks at, at most; what it found until then is a short page. */
const LOOKED_AT_MAX = 5_000;
/** States that one request loads from the database for the filter by system type; they are remembered. */
const LOADED_MAX = 500;

export interface Wanted {
  readonly after: number;
  readonly count: number;
  /** To the end, or to one more than a whole list may have. */
  readonly whole: boolean;
}

export interface Found {
  readonly systems: readonly Readable[];
  /** Up to which gateway id was looked; null: to the end. */
  readonly upTo: number | null;
}

/**
 * The first systems after `after` that meet the filter. Ordered by gateway id, so that a list that is read while the fleet
 * changes shows each system that stays once.
 */
export async function findSystems(
  { hvac, caller }: { hvac: Hvac; caller: Caller },
  filter: FleetFilter,
  { count, whole, ...wanted }: Wanted,
): Promise<Found> {
  const isFiltered = Object.keys(filter).length > 0;
  const size = isFiltered ? BATCH : Math.min(BATCH, count);
  const systems: Readable[] = [];
  let { after } = wanted;
  let lookedAt = 0;
  let loaded = 0;
  for (;;) {
    const page = { afterGatewayId: after, limit: size };
    const batch = await readableGatewaysOf(hvac.access, caller, page);
    lookedAt += batch.length;
    const matching = await matchingOf(hvac, filter, batch);
    loaded += matching.loaded;
    for (const system of matching.systems) {
      systems.push(system);
      if (systems.length === count) return { systems, upTo: system.gatewayId };
    }
    const last = batch.at(-1);
    const isTooLarge = whole && lookedAt > WHOLE_LIST_MAX;
    if (!last || (batch.length < size && !isTooLarge)) return { systems, upTo: null };
    after = last.gatewayId;
    const isEnough = !whole && (lookedAt >= LOOKED_AT_MAX || loaded >= LOADED_MAX);
    if (isTooLarge || isEnough) return { systems, upTo: after };
  }
}

/** The cheapest questions first: what is connected is known here mostly, the rest is asked of the database. */
async function matchingOf(hvac: Hvac, filter: FleetFilter, batch: readonly Readable[]) {
  const { connectivity, brand, gatewayType, firmware, notification, systemType: type } = filter;
  let left = batch;
  const keep = (has: (gatewayId: number) => boolean) => {
    left = left.filter(({ gatewayId }) => has(gatewayId));
  };
  const ids = () => left.map(({ gatewayId }) => gatewayId);
  if (connectivity !== undefined) {
    const states = await Promise.all(left.map(async ({ gatewayId }) => connectivityOf(hvac, gatewayId)));
    left = left.filter((_, index) => states[index] === connectivity);
  }
  if (brand !== undefined || gatewayType !== undefined || firmware !== undefined) {
    const selected = await selectGateways(hvac.db, ids(), filter);
    keep((id) => selected.has(id));
  }
  if (notification !== undefined) {
    const isAny = notification === 'true' || notification === 'false';
    const having = await gatewaysWithActive(hvac.db, ids(), isAny ? undefined : notification);
    keep((id) => having.has(id) === (notification !== 'false'));
  }
  if (type === undefined) return { systems: left, loaded: 0 };
  const loaded = await warm(hvac, ids());
  const types = await Promise.all(left.map(async (one) => systemType(await visibleState(hvac, one))));
  return { systems: left.filter((_, index) => types[index] === type), loaded };
}

/** Loads states and registry rows that are not remembered yet together; of how many the state was loaded. */
export async function warm(hvac: Hvac, gatewayIds: readonly number[]): Promise<number> {
  const { db, states, gateways } = hvac;
  let loaded = 0;
  await Promise.all([
    states.getMany(gatewayIds, (missing) => {
      loaded = missing.length;
      return loadStates(hvac, missing, hvac.timeZone);
    }),
    gateways.registry.getMany(gatewayIds, async (missing) => {
      const rows = new Map((await findGateways(db, missing)).map((row) => [row.gateway_id, row]));
      return missing.map((id) => rows.get(id));
    }),
  ]);
  return loaded;
}
