import { sql, type Generated, type Kysely } from 'kysely';
import type { Db } from '../platform/database/database.ts';

type SandboxTables = {
  sandbox_world: { only_row: Generated<boolean>; seed: number; seeded_at: Date };
  sandbox_gateways: { gateway_id: number; profile: string | null; situation: string; plugged: boolean };
};

function tables(db: Db): Kysely<SandboxTables> {
  return db.withTables<SandboxTables>();
}

export async function isSeeded(db: Db): Promise<boolean> {
  return (await tables(db).selectFrom('sandbox_world').select('seed').executeTakeFirst()) !== undefined;
}

export async function markSeeded(db: Db, seed: number): Promise<void> {
  await tables(db).insertInto('sandbox_world').values({ seed, seeded_at: new Date() }).execute();
}

export async function addSandboxGateway(db: Db, row: SandboxTables['sandbox_gateways']): Promise<void> {
  await tables(db).insertInto('sandbox_gateways').values(row).execute();
}

export function sandboxGateways(db: Db): Promise<SandboxTables['sandbox_gateways'][]> {
  return tables(db).selectFrom('sandbox_gateways').selectAll().orderBy('gateway_id').execute();
}

export async function setPlugged(db: Db, gatewayId: number, plugged: boolean): Promise<void> {
  await tables(db)
    .updateTable('sandbox_gateways')
    .set({ plugged })
    .where('gateway_id', '=', gatewayId)
    .execute();
}

/** Empties every table of a sandbox, as a half-made world leaves nothing to build on; the signing key is in use. */
export async function wipe(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('schema_migrations', 'installation', 'outbox_heads', 'fanout_marks',
        'plans', 'signing_keys')`.execute(db);
  if (rows.length > 0) await sql`TRUNCATE ${sql.join(rows.map((row) => sql.table(row.name)))}`.execute(db);
  await sql`UPDATE outbox_heads SET no = 0`.execute(db);
  await sql`UPDATE fanout_marks SET no = 0`.execute(db);
}
