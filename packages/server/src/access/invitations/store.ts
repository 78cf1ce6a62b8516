import type { Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { InvitationAnswer, InvitationRow, InvitationTables } from './tables.ts';

function tables(db: Db): Kysely<InvitationTables> {
  return db.withTables<InvitationTables>();
}

export async function insertInvitation(db: Db, row: InvitationRow): Promise<void> {
  await tables(db).insertInto('invitations').values(row).execute();
}

export function findInvitation(db: Db, tokenHash: Buffer): Promise<InvitationRow | undefined> {
  return tables(db)
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

/** Keeps the answer unless there is one; the row as it then is. */
export async function keepAnswer(
  db: Db,
  invitationId: string,
  answer: InvitationAnswer,
  at: Date,
): Promise<InvitationRow> {
  await tables(db)
    .updateTable('invitations')
    .set({ used_at: at, answer })
    .where('invitation_id', '=', invitationId)
    .where('used_at', 'is', null)
    .execute();
  return readInvitation(db, invitationId);
}

/** An answer that cannot be carried out is no answer. */
export async function dropAnswer(db: Db, invitationId: string): Promise<void> {
  await tables(db)
    .updateTable('invitations')
    .set({ used_at: null, answer: null })
    .where('invitation_id', '=', invitationId)
    .where('return_url', 'is', null)
    .execute();
}

/** Keeps the address unless there is one; the one that is kept. */
export async function keepReturnUrl(db: Db, invitationId: string, url: string, at: Date): Promise<string> {
  await tables(db)
    .updateTable('invitations')
    .set({ return_url: url, used_at: at })
    .where('invitation_id', '=', invitationId)
    .where('return_url', 'is', null)
    .execute();
  return (await readInvitation(db, invitationId)).return_url ?? url;
}

function readInvitation(db: Db, invitationId: string): Promise<InvitationRow> {
  return tables(db)
    .selectFrom('invitations')
    .selectAll()
    .where('invitation_id', '=', invitationId)
    .executeTakeFirstOrThrow();
}

export async function deleteInvitations(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('invitations').where('expires_at', '<', before).execute();
}
