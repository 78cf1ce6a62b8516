import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { SLICES } from '../database/unit-of-work.ts';

/** A slice and the fence under which it is held. */
export interface HeldSlice {
  readonly slice: number;
  readonly fence: number;
}

/** A node that is gone leaves its slices to others after this, by the database's clock. */
export const LEASE_MS = 5_000;
const UNTIL = sql`now() + ${`${LEASE_MS} ms`}::interval`;

/** The first node makes the rows. */
export async function makeLeases(db: Db): Promise<void> {
  await sql`
    INSERT INTO shard_leases (slice) SELECT generate_series(0, ${SLICES - 1}::integer) ON CONFLICT DO NOTHING`.execute(
    db,
  );
}

/** This node lives; answers all that do, in one order for everybody. */
export async function sayAlive(db: Db, node: string): Promise<string[]> {
  await sql`
    INSERT INTO nodes (node_id, alive_until) VALUES (${node}, ${UNTIL})
    ON CONFLICT (node_id) DO UPDATE SET alive_until = excluded.alive_until`.execute(db);
  await sql`DELETE FROM nodes WHERE alive_until < now() - interval '1 hour'`.execute(db);
  const { rows } = await sql<{ node_id: string }>`
    SELECT node_id FROM nodes WHERE alive_until > now() ORDER BY node_id`.execute(db);
  return rows.map((row) => row.node_id);
}

export async function sayGone(db: Db, node: string): Promise<void> {
  await sql`DELETE FROM nodes WHERE node_id = ${node}`.execute(db);
}

/** Those that are still ours are so for longer; answers them. */
export async function renew(db: Db, node: string, held: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<HeldSlice>`
    UPDATE shard_leases SET lease_until = ${UNTIL}
    WHERE holder = ${node} AND slice = ANY (${[...held]}::smallint[]) RETURNING slice`.execute(db);
  return new Set(rows.map(({ slice }) => slice));
}

/** Takes slices that nobody has, at most `count`; one in which a former holder's write has not ended yet is left for later. */
export async function acquire(
  db: Db,
  node: string,
  held: readonly number[],
  count: number,
): Promise<HeldSlice[]> {
  const { rows } = await sql<HeldSlice>`
    UPDATE shard_leases SET holder = ${node}, lease_until = ${UNTIL}, fence = fence + 1
    WHERE slice IN (
      SELECT slice FROM shard_leases
      WHERE NOT slice = ANY (${[...held]}::smallint[])
        AND (holder IS NULL OR holder = ${node} OR lease_until < now())
      ORDER BY slice LIMIT ${count} FOR UPDATE SKIP LOCKED)
    RETURNING slice, fence`.execute(db);
  return rows;
}

export async function release(db: Db, node: string, slices: readonly number[]): Promise<void> {
  await sql`
    UPDATE shard_leases SET holder = NULL, lease_until = NULL
    WHERE holder = ${node} AND slice = ANY (${[...slices]}::smallint[])`.execute(db);
}

/**
 * Those of the slices that are ours under these fences; none of them changes hands before the transaction ends. `acquire` waits
 * for this lock, a renewal does not.
 */
export async function lockHeld(tx: Db, node: string, held: readonly HeldSlice[]): Promise<Set<number>> {
  const { rows } = await sql<{ slice: number }>`
    SELECT l.slice FROM shard_leases l
    JOIN unnest(
      ${held.map(({ slice }) => slice)}::smallint[], ${held.map(({ fence }) => fence)}::bigint[]
    ) AS h (slice, fence) ON l.slice = h.slice AND l.fence = h.fence
    WHERE l.holder = ${node} ORDER BY l.slice FOR KEY SHARE OF l`.execute(tx);
  return new Set(rows.map(({ slice }) => slice));
}

/** Slices that no node has at this moment. */
export async function countUnheld(db: Db): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    SELECT count(*) AS held FROM shard_leases WHERE lease_until > now()`.execute(db);
  return SLICES - (rows[0]?.held ?? 0);
}
