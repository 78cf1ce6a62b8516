import type { CompanyChangeList, PageQuery } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import { encodeCursor, readPage } from '../../platform/http/paging.ts';
import type { MemberContext } from '../members/member-context.ts';
import type { CompanyRecordTables } from './tables.ts';

/** Entries when none are asked for: a record without an end is no list to be given whole. */
const LIMIT = 100;

/** What was changed in the company, newest first; every member may see it. */
export async function readCompanyRecord(
  { access, companyId }: MemberContext,
  { cursor, limit = LIMIT }: PageQuery,
): Promise<CompanyChangeList> {
  const wanted = { ...(cursor !== undefined && { cursor }), limit };
  const { after: before } = readPage(wanted, '', Number.MAX_SAFE_INTEGER);
  let query = tables(access.db).selectAll().where('company_id', '=', companyId);
  if (before > 0) query = query.where('no', '<', before);
  const rows = await query
    .orderBy('no', 'desc')
    .limit(limit + 1)
    .execute();
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  return {
    items: given.map((row) => ({
      at: row.at.toISOString(),
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      action: row.action as CompanyChangeList['items'][number]['action'],
      ...(row.target !== null && { target: row.target }),
      detail: row.detail,
    })),
    nextCursor: last && rows.length > limit ? encodeCursor(last.no) : null,
  };
}

export async function deleteCompanyChanges(db: Db, before: Date): Promise<void> {
  await db.withTables<CompanyRecordTables>().deleteFrom('company_changes').where('at', '<', before).execute();
}

function tables(db: Db) {
  return db.withTables<CompanyRecordTables>().selectFrom('company_changes');
}
