import { sql, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { MemberInvitationRow, MemberRow, MemberTables } from './tables.ts';

function tables(db: Db): Kysely<MemberTables> {
  return db.withTables<MemberTables>();
}

export function findMember(db: Db, memberId: string): Promise<MemberRow | undefined> {
  return tables(db)
    .selectFrom('company_members')
    .selectAll()
    .where('member_id', '=', memberId)
    .executeTakeFirst();
}

export function findMembers(db: Db, memberIds: readonly string[]): Promise<MemberRow[]> {
  return tables(db)
    .selectFrom('company_members')
    .selectAll()
    .where('member_id', '=', sql<string>`ANY(${memberIds}::text[])`)
    .execute();
}

/** Everybody of one company, by e-mail. */
export function membersOf(db: Db, companyId: string): Promise<MemberRow[]> {
  return tables(db)
    .selectFrom('company_members')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('email')
    .execute();
}

export async function insertMember(tx: Db, row: MemberRow): Promise<void> {
  await tables(tx).insertInto('company_members').values(row).execute();
}

export async function updateMember(
  tx: Db,
  memberId: string,
  change: Partial<Pick<MemberRow, 'role' | 'name' | 'language'>>,
): Promise<void> {
  await tables(tx).updateTable('company_members').set(change).where('member_id', '=', memberId).execute();
}

export async function deleteMember(tx: Db, memberId: string): Promise<void> {
  await tables(tx).deleteFrom('company_members').where('member_id', '=', memberId).execute();
}

/** In place of an earlier one to the same e-mail, whose link dies. */
export async function putInvitation(tx: Db, row: MemberInvitationRow): Promise<void> {
  await tables(tx)
    .insertInto('member_invitations')
    .values(row)
    .onConflict((conflict) => conflict.columns(['company_id', 'email']).doUpdateSet(row))
    .execute();
}

/** Those that can still be accepted, by e-mail. */
export function openInvitations(db: Db, companyId: string, at: Date): Promise<MemberInvitationRow[]> {
  return tables(db)
    .selectFrom('member_invitations')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('expires_at', '>', at)
    .orderBy('email')
    .execute();
}

export function findInvitation(
  db: Db,
  tokenHash: Buffer,
  at: Date,
): Promise<MemberInvitationRow | undefined> {
  return tables(db)
    .selectFrom('member_invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
}

/** False when there is none. */
export async function deleteInvitation(tx: Db, companyId: string, invitationId: string): Promise<boolean> {
  const { numDeletedRows } = await tables(tx)
    .deleteFrom('member_invitations')
    .where('company_id', '=', companyId)
    .where('invitation_id', '=', invitationId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function deleteExpiredInvitations(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('member_invitations').where('expires_at', '<', before).execute();
}
