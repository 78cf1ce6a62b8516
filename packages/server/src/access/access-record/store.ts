import { sql, type Insertable, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { Actor } from './actor.ts';
import type { RecordTables } from './tables.ts';

function tables(db: Db): Kysely<RecordTables> {
  return db.withTables<RecordTables>();
}

export async function insertChange(tx: Db, row: Insertable<RecordTables['access_changes']>): Promise<void> {
  await tables(tx).insertInto('access_changes').values(row).execute();
}

export async function deleteChanges(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('access_changes').where('at', '<', before).execute();
}

/** Adds counts to what this node and others wrote before; rows come sorted, so that nodes never wait for each other in a circle. */
export async function addReads(db: Db, rows: readonly RecordTables['access_reads'][]): Promise<void> {
  await sql`
    INSERT INTO access_reads (gateway_id, at, actor_kind, actor_id, member_id, operation, count)
    SELECT * FROM unnest(
      ${rows.map((row) => row.gateway_id)}::integer[],
      ${rows.map((row) => row.at)}::timestamptz[],
      ${rows.map((row) => row.actor_kind)}::text[],
      ${rows.map((row) => row.actor_id)}::text[],
      ${rows.map((row) => row.member_id)}::text[],
      ${rows.map((row) => row.operation)}::text[],
      ${rows.map((row) => row.count)}::bigint[])
    ON CONFLICT (gateway_id, at, actor_kind, actor_id, member_id, operation)
    DO UPDATE SET count = access_reads.count + excluded.count`.execute(db);
}

/** A place in the record: newest first, those of one moment by `tie`. */
export interface RecordPlace {
  readonly at: Date;
  readonly tie: string;
}

export interface RecordRow extends RecordPlace {
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string;
  readonly member_id: string;
  /** The operation of a read, or the action of a change. */
  readonly what: string;
  /** Null for a change. */
  readonly count: number | null;
  /** Null for a read. */
  readonly detail: object | null;
}

/** Reads and changes in one order; each half is limited by itself, so that neither is read to its end. */
export async function readRecord(
  db: Db,
  gatewayId: number,
  window: { dataFrom: Date; from: Date; to: Date; after: RecordPlace; limit: number },
): Promise<RecordRow[]> {
  const { dataFrom, from, to, after, limit } = window;
  const page = sql`
    WHERE at >= ${from} AND at < ${to} AND (at, tie) < (${after.at}, ${after.tie} COLLATE "C")
    ORDER BY at DESC, tie DESC LIMIT ${limit}`;
  const { rows } = await sql<RecordRow>`
    SELECT * FROM (
      (SELECT * FROM (
        SELECT at, ('r ' || actor_kind || ' ' || actor_id || ' ' || member_id || ' ' || operation) COLLATE "C" AS tie,
          actor_kind, actor_id, member_id, operation AS what, count, NULL::jsonb AS detail
        FROM access_reads WHERE gateway_id = ${gatewayId} AND at >= ${dataFrom} AND at <= ${after.at}) r ${page})
      UNION ALL
      (SELECT * FROM (
        SELECT at, ('c ' || lpad(no::text, 19, '0')) COLLATE "C" AS tie,
          actor_kind, actor_id, member_id, action AS what, NULL::bigint AS count, detail
        FROM access_changes
        WHERE gateway_id = ${gatewayId} AND data_from >= ${dataFrom} AND at <= ${after.at}) c ${page})
    ) both_kinds ORDER BY at DESC, tie DESC LIMIT ${limit}`.execute(db);
  return rows;
}
