import { sql, type Insertable, type Kysely, type Updateable } from 'kysely';
import type { Db } from '../../../platform/database/database.ts';
import type { ExportRow, ExportTables, LinkRow } from './tables.ts';

/** Any number, the same in every release: "Hexp". */
const LOCK = 0x48657870;

function tables(db: Db): Kysely<ExportTables> {
  return db.withTables<ExportTables>();
}

export async function insertExport(tx: Db, row: Insertable<ExportTables['owner_exports']>): Promise<void> {
  await tables(tx).insertInto('owner_exports').values(row).execute();
}

/** Newest first. */
export function exportsOf(db: Db, ownerId: string): Promise<ExportRow[]> {
  return tables(db)
    .selectFrom('owner_exports')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('created_at', 'desc')
    .orderBy('export_id', 'desc')
    .execute();
}

export function findExport(db: Db, exportId: string): Promise<ExportRow | undefined> {
  return tables(db)
    .selectFrom('owner_exports')
    .selectAll()
    .where('export_id', '=', exportId)
    .executeTakeFirst();
}

export function runningExports(db: Db): Promise<ExportRow[]> {
  return tables(db)
    .selectFrom('owner_exports')
    .selectAll()
    .where('status', '=', 'RUNNING')
    .orderBy('created_at')
    .execute();
}

/** Work of which no two run at once on any node; one that is under way elsewhere is left to that node. */
export async function onlyHere(db: Db, exportId: string, work: () => Promise<void>): Promise<void> {
  await db.connection().execute(async (one) => {
    const { rows } = await sql<{ isOurs: boolean }>`
      SELECT pg_try_advisory_lock(${LOCK}, hashtext(${exportId})) AS "isOurs"`.execute(one);
    if (rows[0]?.isOurs !== true) return;
    try {
      await work();
    } finally {
      await sql`SELECT pg_advisory_unlock(${LOCK}, hashtext(${exportId}))`.execute(one);
    }
  });
}

export async function putPiece(db: Db, exportId: string, no: number, bytes: Buffer): Promise<void> {
  await tables(db).insertInto('owner_export_pieces').values({ export_id: exportId, no, bytes }).execute();
}

export async function deletePieces(db: Db, exportId: string): Promise<void> {
  await tables(db).deleteFrom('owner_export_pieces').where('export_id', '=', exportId).execute();
}

/** The file, piece by piece. */
export async function* piecesOf(db: Db, exportId: string): AsyncGenerator<Buffer> {
  for (let no = 0; ; no += 1) {
    const row = await tables(db)
      .selectFrom('owner_export_pieces')
      .select('bytes')
      .where('export_id', '=', exportId)
      .where('no', '=', no)
      .executeTakeFirst();
    if (!row) return;
    yield row.bytes;
  }
}

/** False when it was deleted meanwhile. */
export async function updateExport(
  db: Db,
  exportId: string,
  change: Updateable<ExportTables['owner_exports']>,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(db)
    .updateTable('owner_exports')
    .set(change)
    .where('export_id', '=', exportId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** With its links. */
export async function deleteExports(tx: Db, exportIds: readonly string[]): Promise<void> {
  if (exportIds.length === 0) return;
  for (const table of ['export_links', 'owner_exports'] as const)
    await tables(tx).deleteFrom(table).where('export_id', 'in', exportIds).execute();
}

export async function expiredExports(db: Db, now: Date): Promise<string[]> {
  const rows = await tables(db)
    .selectFrom('owner_exports')
    .select('export_id')
    .where('expires_at', '<=', now)
    .execute();
  return rows.map((row) => row.export_id);
}

export async function insertLink(tx: Db, row: Insertable<ExportTables['export_links']>): Promise<void> {
  await tables(tx).insertInto('export_links').values(row).execute();
}

export function linksOf(db: Db, ownerId: string): Promise<LinkRow[]> {
  return tables(db)
    .selectFrom('export_links')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('created_at', 'desc')
    .execute();
}

export function findLink(db: Db, hash: Buffer): Promise<LinkRow | undefined> {
  return tables(db).selectFrom('export_links').selectAll().where('hash', '=', hash).executeTakeFirst();
}

export function deleteLink(
  tx: Db,
  link: { ownerId: string; exportId: string; linkId: string },
): Promise<LinkRow | undefined> {
  return tables(tx)
    .deleteFrom('export_links')
    .where('owner_id', '=', link.ownerId)
    .where('export_id', '=', link.exportId)
    .where('link_id', '=', link.linkId)
    .returningAll()
    .executeTakeFirst();
}

export async function countDownload(tx: Db, linkId: string): Promise<void> {
  await tables(tx)
    .updateTable('export_links')
    .set((set) => ({ downloads: set('downloads', '+', 1) }))
    .where('link_id', '=', linkId)
    .execute();
}
