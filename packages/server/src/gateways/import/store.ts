import { sql, type Insertable, type Selectable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from '../store.ts';
import type { GatewayTables } from '../tables.ts';

export type ImportRow = Selectable<GatewayTables['gateway_imports']>;
export type LineRow = Selectable<GatewayTables['gateway_import_lines']>;

export async function insertImport(
  tx: Db,
  row: Insertable<GatewayTables['gateway_imports']>,
): Promise<ImportRow> {
  return tables(tx).insertInto('gateway_imports').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function insertLines(tx: Db, rows: readonly LineRow[]): Promise<void> {
  await sql`
    INSERT INTO gateway_import_lines (line_id, import_id, line, gateway_id, gateway_type, brand, status, secrets)
    SELECT l.line_id, l.import_id, l.line, l.gateway_id, l.gateway_type, l.brand, 'WAITING', s.secrets FROM unnest(
      ${rows.map((row) => row.line_id)}::text[], ${rows.map((row) => row.import_id)}::text[],
      ${rows.map((row) => row.line)}::integer[], ${rows.map((row) => row.gateway_id)}::integer[],
      ${rows.map((row) => row.gateway_type)}::text[], ${rows.map((row) => row.brand)}::text[]
    ) WITH ORDINALITY AS l (line_id, import_id, line, gateway_id, gateway_type, brand, no)
    JOIN unnest(${rows.map((row) => row.secrets)}::bytea[]) WITH ORDINALITY AS s (secrets, no) USING (no)`.execute(
    tx,
  );
}

export function findImport(db: Db, importId: string): Promise<ImportRow | undefined> {
  return tables(db)
    .selectFrom('gateway_imports')
    .selectAll()
    .where('import_id', '=', importId)
    .executeTakeFirst();
}

/** Newest first. */
export function selectImports(db: Db, limit: number): Promise<ImportRow[]> {
  return tables(db)
    .selectFrom('gateway_imports')
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('import_id', 'desc')
    .limit(limit)
    .execute();
}

export function oldestRunning(db: Db): Promise<ImportRow | undefined> {
  return tables(db)
    .selectFrom('gateway_imports')
    .selectAll()
    .where('status', '=', 'RUNNING')
    .orderBy('created_at')
    .orderBy('import_id')
    .limit(1)
    .executeTakeFirst();
}

export async function countRunningImports(db: Db): Promise<number> {
  const { count } = await tables(db)
    .selectFrom('gateway_imports')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('status', '=', 'RUNNING')
    .executeTakeFirstOrThrow();
  return count;
}

/** Locked: two servers that work on one import come one after the other. */
export function lockImport(tx: Db, importId: string): Promise<ImportRow | undefined> {
  return tables(tx)
    .selectFrom('gateway_imports')
    .selectAll()
    .where('import_id', '=', importId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateImport(
  tx: Db,
  importId: string,
  change: Partial<Pick<ImportRow, 'status' | 'registered' | 'failed' | 'ended_at' | 'taken_at'>>,
): Promise<void> {
  await tables(tx).updateTable('gateway_imports').set(change).where('import_id', '=', importId).execute();
}

export function waitingLines(db: Db, importId: string, limit: number): Promise<LineRow[]> {
  return tables(db)
    .selectFrom('gateway_import_lines')
    .selectAll()
    .where('import_id', '=', importId)
    .where('status', '=', 'WAITING')
    .orderBy('line')
    .limit(limit)
    .execute();
}

export async function updateLine(
  tx: Db,
  lineId: string,
  change: Pick<LineRow, 'status' | 'gateway_id' | 'error' | 'secrets'>,
): Promise<void> {
  await tables(tx).updateTable('gateway_import_lines').set(change).where('line_id', '=', lineId).execute();
}

/** Lines with secrets, or those that failed, in the order of the file. */
export function endedLines(
  db: Db,
  importId: string,
  status: 'REGISTERED' | 'FAILED',
  { after, limit }: { after: number; limit: number },
): Promise<LineRow[]> {
  return tables(db)
    .selectFrom('gateway_import_lines')
    .selectAll()
    .where('import_id', '=', importId)
    .where('status', '=', status)
    .where('line', '>', after)
    .orderBy('line')
    .limit(limit)
    .execute();
}

export async function deleteSecrets(db: Db, importId: string): Promise<void> {
  await tables(db)
    .updateTable('gateway_import_lines')
    .set({ secrets: null })
    .where('import_id', '=', importId)
    .where('secrets', 'is not', null)
    .execute();
}

export async function deleteOldSecrets(db: Db, endedBefore: Date): Promise<void> {
  await sql`
    UPDATE gateway_import_lines l SET secrets = NULL FROM gateway_imports i
    WHERE l.import_id = i.import_id AND i.ended_at < ${endedBefore} AND l.secrets IS NOT NULL`.execute(db);
}

export async function deleteOldImports(db: Db, endedBefore: Date): Promise<void> {
  await tables(db).deleteFrom('gateway_imports').where('ended_at', '<', endedBefore).execute();
}
