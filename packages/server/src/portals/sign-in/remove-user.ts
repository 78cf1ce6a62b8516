import { sql } from 'kysely';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { AudienceName } from './auth.ts';

/** The account with everything that signs it in; its sessions end with the commit. */
export async function removeUser(
  { tx }: Pick<UnitOfWork, 'tx'>,
  audience: AudienceName,
  userId: string,
): Promise<void> {
  await sql`DELETE FROM ${sql.table(`${audience}_verifications`)} WHERE value = ${userId}`.execute(tx);
  await sql`DELETE FROM ${sql.table(`${audience}_users`)} WHERE id = ${userId}`.execute(tx);
}
