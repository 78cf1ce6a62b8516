import type { Insertable, Kysely, Updateable } from 'kysely';
import type { Db } from '../../../platform/database/database.ts';
import type { ExportRow, ExportTables, LinkRow } from './tables.ts';

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

export async function knownExports(db: Db): Promise<Set<string>> {
  const rows = await tables(db).selectFrom('owner_exports').select('export_id').execute();
  return new Set(rows.map((row) => row.export_id));
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
