import { sql, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { EventRow, EventTables } from '../tables.ts';

export function tables(db: Db): Kysely<EventTables> {
  return db.withTables<EventTables>();
}

export async function fanoutMark(db: Db, slice: number): Promise<number> {
  const row = await tables(db)
    .selectFrom('fanout_marks')
    .select('no')
    .where('slice', '=', slice)
    .executeTakeFirst();
  return row?.no ?? 0;
}

export async function setFanoutMark(tx: Db, slice: number, no: number): Promise<void> {
  await tables(tx).updateTable('fanout_marks').set({ no }).where('slice', '=', slice).execute();
}

export function audienceOf(
  db: Db,
  slice: number,
  gatewayIds: readonly number[],
): Promise<EventTables['audience'][]> {
  return tables(db)
    .selectFrom('audience')
    .selectAll()
    .where('slice', '=', slice)
    .where('gateway_id', 'in', gatewayIds)
    .execute();
}

export async function putAudience(tx: Db, row: EventTables['audience']): Promise<void> {
  await tables(tx)
    .insertInto('audience')
    .values(row)
    .onConflict((conflict) => conflict.columns(['slice', 'gateway_id', 'company_id']).doUpdateSet(row))
    .execute();
}

export async function removeAudience(
  tx: Db,
  slice: number,
  gatewayId: number,
  companyId: string,
): Promise<void> {
  await tables(tx)
    .deleteFrom('audience')
    .where('slice', '=', slice)
    .where('gateway_id', '=', gatewayId)
    .where('company_id', '=', companyId)
    .execute();
}

/** Locks the company's head row and gives its last number. */
export async function lockHead(tx: Db, companyId: string): Promise<number> {
  await tables(tx)
    .insertInto('event_heads')
    .values({ company_id: companyId, seq: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await tables(tx)
    .selectFrom('event_heads')
    .select('seq')
    .where('company_id', '=', companyId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return head.seq;
}

export async function setHead(tx: Db, companyId: string, seq: number): Promise<void> {
  await tables(tx).updateTable('event_heads').set({ seq }).where('company_id', '=', companyId).execute();
}

export async function companyMark(tx: Db, companyId: string, slice: number): Promise<number> {
  const row = await tables(tx)
    .selectFrom('event_marks')
    .select('no')
    .where('company_id', '=', companyId)
    .where('slice', '=', slice)
    .executeTakeFirst();
  return row?.no ?? 0;
}

export async function setCompanyMark(tx: Db, companyId: string, slice: number, no: number): Promise<void> {
  await tables(tx)
    .insertInto('event_marks')
    .values({ company_id: companyId, slice, no })
    .onConflict((conflict) => conflict.columns(['company_id', 'slice']).doUpdateSet({ no }))
    .execute();
}

/** Reserves numbers for each gateway; answers the last one reserved. */
export async function reserveGatewaySeqs(
  tx: Db,
  companyId: string,
  counts: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  const ids = [...counts.keys()].toSorted((a, b) => a - b);
  const rows = await sql<{ gateway_id: number; gatewayseq: number }>`
    INSERT INTO gateway_heads (company_id, gateway_id, gatewayseq)
    SELECT ${companyId}, * FROM unnest(
      ${ids}::integer[], ${ids.map((id) => counts.get(id) ?? 0)}::bigint[])
    ON CONFLICT (company_id, gateway_id) DO UPDATE SET gatewayseq = gateway_heads.gatewayseq + excluded.gatewayseq
    RETURNING gateway_id, gatewayseq`.execute(tx);
  return new Map(rows.rows.map((row) => [row.gateway_id, row.gatewayseq]));
}

export async function insertEvents(tx: Db, rows: readonly EventRow[]): Promise<void> {
  await sql`
    INSERT INTO events (company_id, seq, recorded_at, event_id, type, gateway_id, gatewayseq, occurred_at, late, data)
    SELECT * FROM unnest(
      ${rows.map((row) => row.company_id)}::text[],
      ${rows.map((row) => row.seq)}::bigint[],
      ${rows.map((row) => row.recorded_at)}::timestamptz[],
      ${rows.map((row) => row.event_id)}::text[],
      ${rows.map((row) => row.type)}::text[],
      ${rows.map((row) => row.gateway_id)}::integer[],
      ${rows.map((row) => row.gatewayseq)}::bigint[],
      ${rows.map((row) => row.occurred_at)}::timestamptz[],
      ${rows.map((row) => row.late)}::boolean[],
      ${rows.map((row) => JSON.stringify(row.data))}::jsonb[])`.execute(tx);
}

/** The log of a company after `afterSeq`, in order. */
export function readLog(db: Db, companyId: string, afterSeq: number, limit: number): Promise<EventRow[]> {
  return tables(db)
    .selectFrom('events')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
}
