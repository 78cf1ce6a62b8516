import type { FaultParameters, HouseFault } from '@hearthgate/device';
import { sql, type Generated, type Kysely } from 'kysely';
import type { Db } from '../platform/database/database.ts';

export interface FaultRow {
  readonly gateway_id: number;
  readonly fault: HouseFault;
  readonly parameters: FaultParameters;
  readonly since: Date;
  /** Null: until somebody ends it. */
  readonly until: Date | null;
}

type SandboxTables = {
  sandbox_world: { only_row: Generated<boolean>; seed: number; seeded_at: Date };
  sandbox_gateways: { gateway_id: number; profile: string | null; situation: string; plugged: boolean };
  sandbox_faults: FaultRow;
};

function tables(db: Db): Kysely<SandboxTables> {
  return db.withTables<SandboxTables>();
}

/** The seed of the world; undefined when there is none yet, or only half of one. */
export async function worldSeed(db: Db): Promise<number | undefined> {
  const row = await tables(db).selectFrom('sandbox_world').select('seed').executeTakeFirst();
  return row?.seed;
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

/** Gateways that are made later count up from here: what registers itself is invented from the same range at random. */
const MADE_FROM = 200_000_001;

/** The same in each world: one more than the last one made. */
export async function nextGatewayId(db: Db): Promise<number> {
  const { last } = await tables(db)
    .selectFrom('sandbox_gateways')
    .select((select) => select.fn.max('gateway_id').as('last'))
    .executeTakeFirstOrThrow();
  // Null where there is none, whatever its type says.
  return Math.max(MADE_FROM, (last ?? 0) + 1);
}

export async function setPlugged(db: Db, gatewayId: number, plugged: boolean): Promise<void> {
  await tables(db)
    .updateTable('sandbox_gateways')
    .set({ plugged })
    .where('gateway_id', '=', gatewayId)
    .execute();
}

export function sandboxFaults(db: Db): Promise<FaultRow[]> {
  return tables(db).selectFrom('sandbox_faults').selectAll().orderBy('since').execute();
}

export async function upsertFault(db: Db, row: FaultRow): Promise<void> {
  const { gateway_id: _id, fault: _fault, ...held } = row;
  await tables(db)
    .insertInto('sandbox_faults')
    .values(row)
    .onConflict((conflict) => conflict.columns(['gateway_id', 'fault']).doUpdateSet(held))
    .execute();
}

export async function deleteFault(db: Db, gatewayId: number, fault: HouseFault): Promise<void> {
  await tables(db)
    .deleteFrom('sandbox_faults')
    .where('gateway_id', '=', gatewayId)
    .where('fault', '=', fault)
    .execute();
}

/** Empties every table of a sandbox, as a half-made world leaves nothing to build on; the signing key is in use. */
export async function wipe(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname NOT IN ('schema_migrations', 'installation', 'outbox_heads', 'fanout_marks',
        'plans', 'signing_keys', 'clock', 'nodes', 'node_states', 'shard_leases')`.execute(db);
  if (rows.length > 0) await sql`TRUNCATE ${sql.join(rows.map((row) => sql.table(row.name)))}`.execute(db);
  await sql`UPDATE outbox_heads SET no = 0`.execute(db);
  await sql`UPDATE fanout_marks SET no = 0`.execute(db);
}
