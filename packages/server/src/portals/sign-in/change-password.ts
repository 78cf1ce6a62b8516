import { sql } from 'kysely';
import { AppError } from '../../platform/app-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AudienceName } from './auth.ts';
import { endSessions } from './sessions.ts';

/** Sets a new password, with the old one as proof, and ends all other sessions. 401 `sign-in-refused` when it is not right. */
export async function changePassword(
  { db, transact }: Pick<Platform, 'db' | 'transact'>,
  audience: AudienceName,
  input: { userId: string; sessionId: string; password: string; newPassword: string },
): Promise<void> {
  const { userId, sessionId } = input;
  const accounts = sql.table(`${audience}_accounts`);
  const { rows } = await sql<{ password: string | null }>`
    SELECT password FROM ${accounts} WHERE user_id = ${userId} AND provider_id = 'credential'`.execute(db);
  const before = rows[0]?.password;
  const { hashPassword, verifyPassword } = await import('better-auth/crypto');
  if (!before || !(await verifyPassword({ hash: before, password: input.password })))
    throw new AppError('sign-in-refused');
  const password = await hashPassword(input.newPassword);
  await transact(async ({ tx }) => {
    // Of two at once the second finds another password than the one that was proved.
    const { numAffectedRows } = await sql`
      UPDATE ${accounts} SET password = ${password}, updated_at = now()
      WHERE user_id = ${userId} AND provider_id = 'credential' AND password = ${before}`.execute(tx);
    if (numAffectedRows !== 1n) throw new AppError('sign-in-refused');
    await endSessions(tx, audience, userId, { except: sessionId });
  });
}
