import type { Hvac as HvacView, HvacSummary, PageQuery, SystemType } from '@hearthgate/wire';
import { activeGatewaysOf, requireAccess } from '../access/index.ts';
import { findGateways, type GatewayRow } from '../gateways/index.ts';
import { AppError } from '../platform/app-error.ts';
import { page, readPage } from '../platform/http/paging.ts';
import { CIRCUIT_FIELDS, circuitIds, circuitLeaf } from './heating-circuits/circuit-resources.ts';
import type { Hvac, HvacContext } from './hvac.ts';
import { reading, type SystemState } from './system-state.ts';

/** Systems of the caller's active contracts, in the order of their gateway ids. */
export async function listHvacs({ hvac, caller }: HvacContext, query: PageQuery) {
  const wanted = readPage(query);
  const ids = await activeGatewaysOf(hvac.access, caller, {
    afterGatewayId: wanted.after,
    limit: wanted.limit,
  });
  const { items, nextCursor } = page(
    wanted,
    ids,
    (id) => id,
    (id) => id,
  );
  const rows = items.length === 0 ? [] : await findGateways(hvac.db, items);
  const byId = new Map(rows.map((row) => [row.gateway_id, row]));
  const summaries = await Promise.all(
    items.flatMap((id) => {
      const row = byId.get(id);
      return row ? [hvac.states.get(id).then((state) => summary(hvac, row, state))] : [];
    }),
  );
  return { items: summaries, nextCursor };
}

/** One system with its capabilities, derived from what the gateway described. */
export async function getHvac({ hvac, caller }: HvacContext, gatewayId: string): Promise<HvacView> {
  const grant = await requireAccess(hvac.access, caller, gatewayId, 'monitoring');
  const [row] = await findGateways(hvac.db, [grant.gatewayId]);
  if (!row) throw new AppError('not-found');
  const state = await hvac.states.get(grant.gatewayId);
  return { ...summary(hvac, row, state), capabilities: capabilities(state) };
}

function summary(hvac: Hvac, row: GatewayRow, state: SystemState): HvacSummary {
  const lastSeenMs = hvac.presence.lastSeenMs(row.gateway_id) ?? row.last_seen_at?.getTime();
  return {
    gatewayId: String(row.gateway_id),
    gatewayType: row.gateway_type,
    brand: row.brand,
    connectivity: hvac.presence.isOnline(row.gateway_id) ? 'ONLINE' : 'OFFLINE',
    ...(lastSeenMs !== undefined && { lastSeen: new Date(lastSeenMs).toISOString() }),
    // No policy of newest versions exists yet, so no firmware is called old.
    firmware: { ...(row.firmware !== null && { version: row.firmware }), upToDate: true },
    systemType: systemType(state),
    activeNotifications: state.notifications.length,
  };
}

function capabilities(state: SystemState): HvacView['capabilities'] {
  const heatingCircuits = circuitIds(state).map((id) => {
    const leaves = CIRCUIT_FIELDS.flatMap((field) => {
      const leaf = circuitLeaf(state, id, field);
      return leaf ? [{ field, writable: leaf.writeable === true }] : [];
    });
    return {
      id,
      readable: leaves.map(({ field }) => field),
      writable: leaves.filter(({ writable }) => writable).map(({ field }) => field),
    };
  });
  return {
    remoteControl: [...state.leaves.values()].some(
      (leaf) => leaf.writeable === true && /^\/(heatingCircuits|dhwCircuits)\//.test(leaf.id),
    ),
    heatingCircuits,
    dhwCircuits: numbered(state, /^\/dhwCircuits\/dhw(\d)\//),
    heatSources: numbered(state, /^\/heatSources\/hs(\d)\//),
  };
}

function numbered(state: SystemState, pattern: RegExp): { id: number }[] {
  const ids = new Set<number>();
  for (const path of state.leaves.keys()) {
    const match = pattern.exec(path);
    if (match) ids.add(Number(match[1]));
  }
  return [...ids].toSorted((a, b) => a - b).map((id) => ({ id }));
}

/** The K 40 RF names the system; older gateways only show what leaves they have. */
function systemType(state: SystemState): SystemType {
  const named = reading(state, 'system', 'type');
  if (named === 'heatpump_single') return 'HEAT_PUMP';
  if (named === 'heatpump_cascade') return 'CASCADE';
  if (named === 'boiler') return 'BOILER';
  if (named === 'eHybrid' || named === 'hybman' || named === 'hybridBoiler') return 'HYBRID';
  const source = reading(state, 'hs1', 'type');
  if (source === 'Heatpump') return 'HEAT_PUMP';
  if (source === 'GasBoiler' || source === 'OilBoiler') return 'BOILER';
  return 'UNKNOWN';
}
