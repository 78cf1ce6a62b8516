import { sql, type RawBuilder } from 'kysely';
import type { InventoryCounts, InventoryQuery } from '@hearthgate/wire';
import { isClaimedSql } from '../../access/index.ts';
import type { Db } from '../../platform/database/database.ts';
import type { GatewayRow } from '../tables.ts';
import type { InventoryPlace } from './inventory-cursor.ts';

export type InventoryRow = GatewayRow & { readonly claimed: boolean; readonly place: number };

/** What the list is ordered by, as milliseconds or the id; who was never seen comes before all others. */
const SORTS: Readonly<Record<NonNullable<InventoryQuery['sort']>, RawBuilder<number>>> = {
  gatewayId: sql`g.gateway_id::bigint`,
  registeredAt: sql`(extract(epoch FROM g.created_at) * 1000)::bigint`,
  lastSeen: sql`COALESCE((extract(epoch FROM g.last_seen_at) * 1000)::bigint, 0)`,
};

const IDS = { digits: 9, max: 999_999_999 } as const;
const isClaimed = isClaimedSql(sql`g.gateway_id`);

export async function selectInventory(
  db: Db,
  query: InventoryQuery,
  after: InventoryPlace | undefined,
  limit: number,
): Promise<InventoryRow[]> {
  const { sort = 'gatewayId', order = 'asc' } = query;
  const isById = sort === 'gatewayId';
  const direction = sql.raw(order);
  const beyond = sql.raw(order === 'asc' ? '>' : '<');
  const place = SORTS[sort];
  const isAfter =
    after &&
    (isById
      ? sql`g.gateway_id ${beyond} ${after.gatewayId}`
      : sql`(${place}, g.gateway_id) ${beyond} (${after.value}, ${after.gatewayId})`);
  const by = isById ? sql`g.gateway_id ${direction}` : sql`place ${direction}, g.gateway_id ${direction}`;
  const { rows } = await sql<InventoryRow>`
    SELECT g.*, ${isClaimed} AS claimed, ${place} AS place FROM gateways g
    WHERE ${sql.join([...conditions(query), ...(isAfter ? [isAfter] : [])], sql` AND `)}
    ORDER BY ${by} LIMIT ${limit}`.execute(db);
  return rows;
}

export async function countInventory(db: Db, query: InventoryQuery): Promise<InventoryCounts> {
  const { rows } = await sql<InventoryCounts>`
    SELECT count(*) AS "all",
      count(*) FILTER (WHERE g.connectivity = 'ONLINE') AS online,
      count(*) FILTER (WHERE g.connectivity = 'OFFLINE') AS offline,
      count(*) FILTER (WHERE g.connectivity = 'OFFLINE' AND g.last_seen_at IS NULL) AS "neverSeen",
      count(*) FILTER (WHERE ${isClaimed}) AS claimed
    FROM gateways g WHERE ${sql.join(conditions(query), sql` AND `)}`.execute(db);
  const [counts] = rows;
  if (!counts) throw new Error('a count without a row');
  return counts;
}

function conditions(query: InventoryQuery): RawBuilder<unknown>[] {
  const { brand, gatewayType, connectivity, claimed, firmware, text } = query;
  return [
    sql`true`,
    ...(brand === undefined ? [] : [sql`g.brand = ${brand}`]),
    ...(gatewayType === undefined ? [] : [sql`g.gateway_type = ${gatewayType}`]),
    ...(connectivity === undefined ? [] : [sql`g.connectivity = ${connectivity}`]),
    ...(claimed === undefined ? [] : [claimed ? isClaimed : sql`NOT ${isClaimed}`]),
    ...(firmware === undefined ? [] : [isOfFirmware(firmware)]),
    ...(text === undefined ? [] : [beginsWith(text)]),
  ];
}

function isOfFirmware(firmware: string): RawBuilder<unknown> {
  return firmware.endsWith('*')
    ? sql`starts_with(g.firmware, ${firmware.slice(0, -1)})`
    : sql`g.firmware = ${firmware}`;
}

/** Ids have nine digits, so those that begin alike are neighbours. */
function beginsWith(text: string): RawBuilder<unknown> {
  const from = Number(text.padEnd(IDS.digits, '0'));
  const to = Math.min(Number(text.padEnd(IDS.digits, '9')), IDS.max);
  return sql`g.gateway_id BETWEEN ${from} AND ${to}`;
}
