import { sql, type Kysely } from 'kysely';
import type { Connectivity } from '@hearthgate/wire';
import type { Db } from '../platform/database/database.ts';
import type { GatewayRow, GatewayTables } from './tables.ts';

function tables(db: Db): Kysely<GatewayTables> {
  return db.withTables<GatewayTables>();
}

export function findGateway(db: Db, gatewayId: number): Promise<GatewayRow | undefined> {
  return tables(db).selectFrom('gateways').selectAll().where('gateway_id', '=', gatewayId).executeTakeFirst();
}

export function findGateways(db: Db, gatewayIds: readonly number[]): Promise<GatewayRow[]> {
  return tables(db).selectFrom('gateways').selectAll().where('gateway_id', 'in', gatewayIds).execute();
}

/** False when the id is taken. */
export async function insertGateway(
  db: Db,
  row: Omit<GatewayRow, 'connectivity' | 'announced'>,
): Promise<boolean> {
  const inserted = await tables(db)
    .insertInto('gateways')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function setConnectivity(
  tx: Db,
  gatewayId: number,
  connectivity: Connectivity,
  since: Date,
  lastSeen: Date | undefined,
): Promise<GatewayRow | undefined> {
  return tables(tx)
    .updateTable('gateways')
    .set({ connectivity, connectivity_since: since, ...(lastSeen && { last_seen_at: lastSeen }) })
    .where('gateway_id', '=', gatewayId)
    .returningAll()
    .executeTakeFirst();
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

export async function setIdentity(
  db: Db,
  gatewayId: number,
  identity: { firmware: string | null; hardware: string | null },
): Promise<void> {
  await tables(db).updateTable('gateways').set(identity).where('gateway_id', '=', gatewayId).execute();
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

export async function writeLastSeen(db: Db, seen: ReadonlyMap<number, number>): Promise<void> {
  await sql`
    UPDATE gateways g SET last_seen_at = s.at
    FROM unnest(${[...seen.keys()]}::integer[], ${[...seen.values()].map((ms) => new Date(ms))}::timestamptz[]) AS s (id, at)
    WHERE g.gateway_id = s.id`.execute(db);
}

export async function insertDeadLetter(db: Db, row: GatewayTables['dead_letters']): Promise<void> {
  await tables(db).insertInto('dead_letters').values(row).execute();
}

export async function deleteDeadLetters(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('dead_letters').where('received_at', '<', before).execute();
}
