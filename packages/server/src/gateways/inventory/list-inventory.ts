import type { Inventory, InventoryItem, InventoryQuery } from '@hearthgate/wire';
import { firmwareState } from '../firmware/policy.ts';
import type { Gateways } from '../gateways.ts';
import type { Presence } from '../presence.ts';
import { decodePlace, encodePlace } from './inventory-cursor.ts';
import { countInventory, selectInventory, type InventoryRow } from './store.ts';

const PAGE_DEFAULT = 100;

/** The registry, page by page; the first page also counts all that meet the filters. */
export async function listInventory(
  { gateways, presence }: { gateways: Gateways; presence: Presence },
  query: InventoryQuery,
): Promise<Inventory> {
  const { db, firmwarePolicies } = gateways;
  const after = decodePlace(query);
  const { limit = PAGE_DEFAULT } = query;
  const [rows, counts, policies] = await Promise.all([
    // One more than is given shows that more follow.
    selectInventory(db, query, after, limit + 1),
    after ? null : countInventory(db, query),
    firmwarePolicies.get('all'),
  ]);
  const given = rows.slice(0, limit);
  const last = rows.length > limit ? given.at(-1) : undefined;
  return {
    items: given.map((row): InventoryItem => ({
      gatewayId: String(row.gateway_id),
      gatewayType: row.gateway_type,
      brand: row.brand,
      firmware: row.firmware,
      upToDate: firmwareState(policies, row).upToDate,
      connectivity: row.connectivity,
      lastSeen: lastSeenOf(presence, row)?.toISOString() ?? null,
      registeredAt: row.created_at.toISOString(),
      claimed: row.claimed,
    })),
    nextCursor: last ? encodePlace({ value: last.place, gatewayId: last.gateway_id }, query) : null,
    counts,
  };
}

/** Of one that is connected the process knows it better than the row, which is written once a minute. */
function lastSeenOf(presence: Presence, row: InventoryRow): Date | null {
  const ms = presence.lastSeenMs(row.gateway_id);
  return ms === undefined ? row.last_seen_at : new Date(ms);
}
