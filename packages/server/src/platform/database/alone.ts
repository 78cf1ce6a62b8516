import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Any number, the same in every release: "Hjob". */
const LOCK = 0x486a6f62;
const JOBS = ['partitions', 'upkeep'] as const;

/** Work of which no two run at once, on whatever nodes: one after the other. */
export async function alone(
  db: Db,
  job: (typeof JOBS)[number],
  work: (one: Db) => Promise<void>,
): Promise<void> {
  await db.connection().execute(async (one) => {
    const number = JOBS.indexOf(job);
    await sql`SELECT pg_advisory_lock(${LOCK}, ${number})`.execute(one);
    try {
      await work(one);
    } finally {
      await sql`SELECT pg_advisory_unlock(${LOCK}, ${number})`.execute(one);
    }
  });
}
