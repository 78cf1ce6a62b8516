import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A fact as it stands in the outbox of a slice. */
export interface OutboxFact {
  readonly slice: number;
  readonly no: number;
  readonly kind: string;
  readonly gatewayId: number | null;
  readonly companyId: string | null;
  readonly occurredAt: Date;
  readonly payload: unknown;
}

/** How far slices are read: the number of the last fact, by slice. */
export type Marks = ReadonlyMap<number, number>;

/** The next facts after the marks, at most `limit` of each slice, in order and without holes within a slice. */
export async function readFacts(db: Db, after: Marks, limit: number): Promise<OutboxFact[]> {
  const { rows } = await sql<OutboxFact>`
    SELECT f.slice, f.no, f.kind, f.gateway_id AS "gatewayId", f.company_id AS "companyId", f.occurred_at AS "occurredAt", f.payload
    FROM unnest(${[...after.keys()]}::smallint[], ${[...after.values()]}::bigint[]) AS mark (slice, no)
    CROSS JOIN LATERAL (
      SELECT * FROM outbox o WHERE o.slice = mark.slice AND o.no > mark.no ORDER BY o.no LIMIT ${limit}::int) AS f
    ORDER BY f.slice, f.no`.execute(db);
  return rows;
}

/** What of this kind is told of a gateway and not read yet. */
export async function waitingFacts<T>(
  db: Db,
  { slice, gatewayId, kind }: { slice: number; gatewayId: number; kind: string },
): Promise<T[]> {
  const { rows } = await sql<{ payload: T }>`
    SELECT payload FROM outbox WHERE slice = ${slice} AND gateway_id = ${gatewayId} AND kind = ${kind}`.execute(
    db,
  );
  return rows.map(({ payload }) => payload);
}

/** Removes facts that every company's log has taken over. */
export async function forgetFacts(db: Db, upTo: Marks): Promise<void> {
  await sql`
    DELETE FROM outbox o USING unnest(${[...upTo.keys()]}::smallint[], ${[...upTo.values()]}::bigint[]) AS mark (slice, no)
    WHERE o.slice = mark.slice AND o.no <= mark.no`.execute(db);
}

/** Slices that still hold facts. */
export async function slicesWithFacts(db: Db): Promise<number[]> {
  const rows = await sql<{ slice: number }>`SELECT DISTINCT slice FROM outbox ORDER BY slice`.execute(db);
  return rows.rows.map((row) => row.slice);
}
