import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A fact as it stands in the outbox of a slice. */
export interface OutboxFact {
  readonly no: number;
  readonly kind: string;
  readonly gatewayId: number | null;
  readonly companyId: string | null;
  readonly occurredAt: Date;
  readonly payload: unknown;
}

/** The next facts of a slice after `afterNo`, in order and without holes. */
export async function readFacts(
  db: Db,
  slice: number,
  afterNo: number,
  limit: number,
): Promise<OutboxFact[]> {
  const rows = await db
    .selectFrom('outbox')
    .select([
      'no',
      'kind',
      'gateway_id as gatewayId',
      'company_id as companyId',
      'occurred_at as occurredAt',
      'payload',
    ])
    .where('slice', '=', slice)
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(limit)
    .execute();
  return rows;
}

/** Removes facts that every company's log has taken over. */
export async function forgetFacts(db: Db, slice: number, upToNo: number): Promise<void> {
  await db.deleteFrom('outbox').where('slice', '=', slice).where('no', '<=', upToNo).execute();
}

/** Slices that still hold facts. */
export async function slicesWithFacts(db: Db): Promise<number[]> {
  const rows = await sql<{ slice: number }>`SELECT DISTINCT slice FROM outbox ORDER BY slice`.execute(db);
  return rows.rows.map((row) => row.slice);
}
