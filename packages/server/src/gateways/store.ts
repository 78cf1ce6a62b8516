import { sql, type Kysely } from 'kysely';
import type { Connectivity } from '@hearthgate/wire';
import type { Db } from '../platform/database/database.ts';
import type { GatewayRow, GatewayTables } from './tables.ts';

export function tables(db: Db): Kysely<GatewayTables> {
  return db.withTables<GatewayTables>();
}

/** Of many gateways at once, with what tells whether they are there: what stands behind them is asked along. */
export const PRESENCE = { columns: 'g.gateway_id, g.connectivity, g.last_seen_at', from: 'gateways g' };

export function findGateway(db: Db, gatewayId: number): Promise<GatewayRow | undefined> {
  return tables(db).selectFrom('gateways').selectAll().where('gateway_id', '=', gatewayId).executeTakeFirst();
}

export function findGateways(db: Db, gatewayIds: readonly number[]): Promise<GatewayRow[]> {
  return tables(db).selectFrom('gateways').selectAll().where(isOneOf(gatewayIds)).execute();
}

/** Which of these are registered. */
export async function existingIds(db: Db, gatewayIds: readonly number[]): Promise<Set<number>> {
  const rows = await tables(db)
    .selectFrom('gateways')
    .select('gateway_id')
    .where(isOneOf(gatewayIds))
    .execute();
  return new Set(rows.map((row) => row.gateway_id));
}

export type FleetGateway = Pick<
  GatewayRow,
  'gateway_id' | 'gateway_type' | 'brand' | 'firmware' | 'connectivity' | 'last_seen_at'
>;

/** What lists of many gateways show of each. */
export function fleetGateways(db: Db, gatewayIds: readonly number[]): Promise<FleetGateway[]> {
  return tables(db)
    .selectFrom('gateways')
    .select(['gateway_id', 'gateway_type', 'brand', 'firmware', 'connectivity', 'last_seen_at'])
    .where(isOneOf(gatewayIds))
    .execute();
}

/** What gateways are to be of; `firmware` may end with `*`. */
export interface GatewayFilter {
  readonly brand?: GatewayRow['brand'];
  readonly gatewayType?: GatewayRow['gateway_type'];
  readonly firmware?: string;
}

/** Those of the given gateways that meet the filter. */
export async function selectGateways(
  db: Db,
  gatewayIds: readonly number[],
  { brand, gatewayType, firmware }: GatewayFilter,
): Promise<Set<number>> {
  let query = tables(db).selectFrom('gateways').select('gateway_id').where(isOneOf(gatewayIds));
  if (brand !== undefined) query = query.where('brand', '=', brand);
  if (gatewayType !== undefined) query = query.where('gateway_type', '=', gatewayType);
  if (firmware?.endsWith('*')) {
    query = query.where(sql<boolean>`starts_with(firmware, ${firmware.slice(0, -1)})`);
  } else if (firmware !== undefined) query = query.where('firmware', '=', firmware);
  const rows = await query.execute();
  return new Set(rows.map((row) => row.gateway_id));
}

/** One parameter, however many they are. */
function isOneOf(gatewayIds: readonly number[]) {
  return sql<boolean>`gateway_id = ANY(${[...gatewayIds]}::integer[])`;
}

/** False when the id is taken. */
export async function insertGateway(
  db: Db,
  row: Omit<GatewayRow, 'connectivity' | 'announced' | 'last_boot' | 'last_boot_at' | 'firmware_told'>,
): Promise<boolean> {
  const inserted = await tables(db)
    .insertInto('gateways')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** The gateway with what this domain keeps of it. */
export async function deleteGateway(tx: Db, gatewayId: number): Promise<void> {
  for (const table of ['claim_attempts', 'dead_letters', 'ems_devices', 'gateways'] as const)
    await tables(tx).deleteFrom(table).where('gateway_id', '=', gatewayId).execute();
}

export async function countRegisteredBy(tx: Db, ownerId: string): Promise<number> {
  const { count } = await tables(tx)
    .selectFrom('gateways')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('registered_by', '=', ownerId)
    .executeTakeFirstOrThrow();
  return count;
}

export interface ConnectivityChange {
  readonly gatewayId: number;
  readonly connectivity: Connectivity;
  /** Undefined: it stays as it was. */
  readonly lastSeenMs: number | undefined;
}

/** The rows as they are then; locked in the order of their ids, so that two transactions never wait for each other. */
export async function setConnectivity(
  tx: Db,
  changes: readonly ConnectivityChange[],
  since: Date,
): Promise<GatewayRow[]> {
  const ids = changes.map(({ gatewayId }) => gatewayId);
  const seen = changes.map(({ lastSeenMs }) => (lastSeenMs === undefined ? null : new Date(lastSeenMs)));
  const { rows } = await sql<GatewayRow>`
    WITH locked AS (
      SELECT gateway_id FROM gateways WHERE gateway_id = ANY (${ids}::integer[]) ORDER BY gateway_id FOR UPDATE)
    UPDATE gateways g
    SET connectivity = c.state, connectivity_since = ${since}, last_seen_at = coalesce(c.seen, g.last_seen_at)
    FROM locked JOIN unnest(
      ${ids}::integer[], ${changes.map(({ connectivity }) => connectivity)}::text[], ${seen}::timestamptz[]
    ) AS c (id, state, seen) ON c.id = locked.gateway_id
    WHERE g.gateway_id = c.id
    RETURNING g.*`.execute(tx);
  return rows;
}

export async function setAnnounced(tx: Db, gatewayId: number, announced: Connectivity): Promise<void> {
  await tables(tx).updateTable('gateways').set({ announced }).where('gateway_id', '=', gatewayId).execute();
}

export function lockGateway(tx: Db, gatewayId: number): Promise<GatewayRow | undefined> {
  return tables(tx)
    .selectFrom('gateways')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .forUpdate()
    .executeTakeFirst();
}

/** What a gateway says of itself, and its row then; the time of a boot is when it was heard of first. */
export function setIdentity(
  db: Db,
  gatewayId: number,
  { boot, at, ...identity }: { firmware: string | null; hardware?: string | null; boot?: string; at: Date },
): Promise<GatewayRow | undefined> {
  return tables(db)
    .updateTable('gateways')
    .set({
      ...identity,
      ...(boot !== undefined && {
        last_boot: boot,
        last_boot_at: sql`CASE WHEN last_boot IS DISTINCT FROM ${boot} THEN ${at} ELSE last_boot_at END`,
      }),
    })
    .where('gateway_id', '=', gatewayId)
    .returningAll()
    .executeTakeFirst();
}

export function findAttempt(
  tx: Db,
  gatewayId: number,
  ownerId: string,
): Promise<GatewayTables['claim_attempts'] | undefined> {
  return tables(tx)
    .selectFrom('claim_attempts')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
}

export async function putAttempt(tx: Db, row: GatewayTables['claim_attempts']): Promise<void> {
  await tables(tx)
    .insertInto('claim_attempts')
    .values(row)
    .onConflict((conflict) => conflict.columns(['gateway_id', 'owner_id']).doUpdateSet(row))
    .execute();
}

/** Of a gateway that has just been claimed: a boot from before proves nothing to the next. */
export async function deleteAttempts(tx: Db, gatewayId: number): Promise<void> {
  await tables(tx).deleteFrom('claim_attempts').where('gateway_id', '=', gatewayId).execute();
}

export async function deleteOldAttempts(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('claim_attempts').where('until_at', '<', before).execute();
}

/** Gateways that were online when the server stopped. */
export async function onlineGateways(db: Db): Promise<number[]> {
  const rows = await tables(db)
    .selectFrom('gateways')
    .select('gateway_id')
    .where('connectivity', '=', 'ONLINE')
    .execute();
  return rows.map((row) => row.gateway_id);
}

/** Those that are online in these slices. */
export async function onlineIn(db: Db, slices: readonly number[]): Promise<GatewayRow[]> {
  const { rows } = await sql<GatewayRow>`
    SELECT * FROM gateways WHERE gateway_id % 64 = ANY (${[...slices]}::integer[]) AND connectivity = 'ONLINE'`.execute(
    db,
  );
  return rows;
}

/** The gateways of a slice after this one, in order. */
export async function gatewaysOfSlice(
  db: Db,
  slice: number,
  after: number,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ gateway_id: number }>`
    SELECT gateway_id FROM gateways WHERE gateway_id % 64 = ${slice}::integer AND gateway_id > ${after}
    ORDER BY gateway_id LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.gateway_id);
}

export async function writeLastSeen(db: Db, seen: ReadonlyMap<number, number>): Promise<void> {
  await sql`
    UPDATE gateways g SET last_seen_at = s.at
    FROM unnest(${[...seen.keys()]}::integer[], ${[...seen.values()].map((ms) => new Date(ms))}::timestamptz[]) AS s (id, at)
    WHERE g.gateway_id = s.id`.execute(db);
}
