import { sql, type Kysely } from 'kysely';
import { bools, int4s, int8s, jsonbs, jsons, texts, timestamps } from '../../platform/database/arrays.ts';
import type { Db } from '../../platform/database/database.ts';
import type { Marks } from '../../platform/database/outbox.ts';
import type { EventRow, EventTables, SeqByType } from '../tables.ts';

/** How far a company's numbers of one gateway are, and which the newest of each type is. */
export interface GatewayHead {
  readonly gatewayseq: number;
  readonly byType: SeqByType;
}

export function tables(db: Db): Kysely<EventTables> {
  return db.withTables<EventTables>();
}

export async function fanoutMarks(db: Db, slices: readonly number[]): Promise<Marks> {
  const rows = await tables(db)
    .selectFrom('fanout_marks')
    .select(['slice', 'no'])
    .where(sql<boolean>`slice = ANY(${[...slices]}::smallint[])`)
    .execute();
  return new Map(rows.map(({ slice, no }) => [slice, no]));
}

export async function setFanoutMarks(tx: Db, marks: Marks): Promise<void> {
  await sql`
    UPDATE fanout_marks m SET no = v.no
    FROM unnest(${[...marks.keys()]}::smallint[], ${[...marks.values()]}::bigint[]) AS v (slice, no)
    WHERE m.slice = v.slice`.execute(tx);
}

/** Who may hear of these gateways, each with its slice. */
export async function audienceOf(
  db: Db,
  gateways: ReadonlyMap<number, number>,
): Promise<EventTables['audience'][]> {
  const { rows } = await sql<EventTables['audience']>`
    SELECT a.* FROM unnest(${[...gateways.values()]}::smallint[], ${[...gateways.keys()]}::integer[]) AS v (slice, gateway_id)
    JOIN audience a USING (slice, gateway_id)`.execute(db);
  return rows;
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

/** The end of a company's log. */
export interface LogHead {
  readonly seq: number;
  readonly recordedAtMs: number;
}

/**
 * Locks the company's head row: numbers are given out one transaction after the other, so what has a lower number is committed
 * before what has a higher one, and no reader passes by an event.
 */
export async function lockHead(tx: Db, companyId: string): Promise<LogHead> {
  const lock = () =>
    tables(tx)
      .selectFrom('event_heads')
      .select(['seq', 'recorded_at'])
      .where('company_id', '=', companyId)
      .forUpdate()
      .executeTakeFirst();
  const first = { company_id: companyId, seq: 0, recorded_at: new Date(0) };
  const head =
    (await lock()) ??
    (await tables(tx)
      .insertInto('event_heads')
      .values(first)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
      .then(lock));
  if (!head) throw new Error(`the log of ${companyId} has no head`);
  return { seq: head.seq, recordedAtMs: head.recorded_at.getTime() };
}

export async function setHead(tx: Db, companyId: string, { seq, recordedAtMs }: LogHead): Promise<void> {
  await tables(tx)
    .updateTable('event_heads')
    .set({ seq, recorded_at: new Date(recordedAtMs) })
    .where('company_id', '=', companyId)
    .execute();
}

/** The company's own marks of these slices; a slice that never told it anything has none. */
export async function companyMarks(tx: Db, companyId: string, slices: readonly number[]): Promise<Marks> {
  const rows = await tables(tx)
    .selectFrom('event_marks')
    .select(['slice', 'no'])
    .where('company_id', '=', companyId)
    .where(sql<boolean>`slice = ANY(${[...slices]}::smallint[])`)
    .execute();
  return new Map(rows.map(({ slice, no }) => [slice, no]));
}

export async function setCompanyMarks(tx: Db, companyId: string, marks: Marks): Promise<void> {
  await sql`
    INSERT INTO event_marks (company_id, slice, no)
    SELECT ${companyId}, * FROM unnest(${[...marks.keys()]}::smallint[], ${[...marks.values()]}::bigint[])
    ON CONFLICT (company_id, slice) DO UPDATE SET no = excluded.no`.execute(tx);
}

/** Where the numbers of these gateways stand; call it with the company's head locked. */
export async function gatewayHeads(
  tx: Db,
  companyId: string,
  gatewayIds: readonly number[],
): Promise<Map<number, GatewayHead>> {
  if (gatewayIds.length === 0) return new Map();
  const rows = await tables(tx)
    .selectFrom('gateway_heads')
    .select(['gateway_id', 'gatewayseq', 'by_type'])
    .where('company_id', '=', companyId)
    .where(sql<boolean>`gateway_id = ANY(${[...gatewayIds]}::integer[])`)
    .execute();
  return new Map(rows.map((row) => [row.gateway_id, { gatewayseq: row.gatewayseq, byType: row.by_type }]));
}

export async function saveGatewayHeads(
  tx: Db,
  companyId: string,
  heads: ReadonlyMap<number, GatewayHead>,
): Promise<void> {
  const rows = [...heads].toSorted(([a], [b]) => a - b);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO gateway_heads (company_id, gateway_id, gatewayseq, by_type)
    SELECT ${companyId}, * FROM unnest(
      ${int4s(rows.map(([id]) => id))}::integer[],
      ${int8s(rows.map(([, head]) => head.gatewayseq))}::bigint[],
      ${jsonbs(rows.map(([, head]) => JSON.stringify(head.byType)))}::jsonb[])
    ON CONFLICT (company_id, gateway_id) DO UPDATE SET gatewayseq = excluded.gatewayseq, by_type = excluded.by_type`.execute(
    tx,
  );
}

export async function insertEvents(tx: Db, rows: readonly EventRow[]): Promise<void> {
  await sql`
    INSERT INTO events (company_id, seq, recorded_at, event_id, type, gateway_id, gatewayseq, previous, occurred_at, late, data)
    SELECT * FROM unnest(
      ${texts(rows.map((row) => row.company_id))}::text[],
      ${int8s(rows.map((row) => row.seq))}::bigint[],
      ${timestamps(rows.map((row) => row.recorded_at.getTime()))}::timestamptz[],
      ${texts(rows.map((row) => row.event_id))}::text[],
      ${texts(rows.map((row) => row.type))}::text[],
      ${int4s(rows.map((row) => row.gateway_id))}::integer[],
      ${int8s(rows.map((row) => row.gatewayseq))}::bigint[],
      ${jsonbs(rows.map((row) => row.previous && JSON.stringify(row.previous)))}::jsonb[],
      ${timestamps(rows.map((row) => row.occurred_at.getTime()))}::timestamptz[],
      ${bools(rows.map((row) => row.late))}::boolean[],
      ${jsons(rows.map((row) => row.data))}::json[])`.execute(tx);
}

/** Events of a company, with their data as text; callers add their conditions, order and limit. */
export function selectEvents(db: Db, companyId: string) {
  return tables(db)
    .selectFrom('events')
    .select([
      'company_id',
      'seq',
      'recorded_at',
      'event_id',
      'type',
      'gateway_id',
      'gatewayseq',
      'previous',
      'occurred_at',
      'late',
      sql<string>`data::text`.as('data'),
    ])
    .where('company_id', '=', companyId);
}

/** The log of a company after `afterSeq`, in order. */
export function readLog(db: Db, companyId: string, afterSeq: number, limit: number): Promise<EventRow[]> {
  return selectEvents(db, companyId).where('seq', '>', afterSeq).orderBy('seq').limit(limit).execute();
}

/** Names of the data points that a company was told of a gateway after `afterSeq`. */
export async function pointsTold(
  db: Db,
  { companyId, gatewayId, afterSeq }: { companyId: string; gatewayId: number; afterSeq: number },
): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    SELECT DISTINCT point ->> 'name' AS name FROM events, json_array_elements(data -> 'points') AS point
    WHERE company_id = ${companyId} AND gateway_id = ${gatewayId} AND seq > ${afterSeq} AND type = 'DATA_POINT'`.execute(
    db,
  );
  return new Set(rows.map(({ name }) => name));
}
