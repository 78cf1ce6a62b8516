import { sql } from 'kysely';
import type { Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AudienceName } from './auth.ts';
import { endSessions } from './sessions.ts';

type LanguageOf = (userId: string) => Promise<Language>;

/**
 * Sets a new password, with the old one as proof, ends all other sessions and says so by mail, where the audience has mail.
 * 401 `sign-in-refused` when the old one is not right.
 */
export async function changePassword(
  { db, transact }: Pick<Platform, 'db' | 'transact'>,
  { audience, languageOf }: { audience: AudienceName; languageOf: LanguageOf | undefined },
  input: { userId: string; sessionId: string; email: string; password: string; newPassword: string },
): Promise<void> {
  const { userId, sessionId, email } = input;
  const accounts = sql.table(`${audience}_accounts`);
  const { rows } = await sql<{ password: string | null }>`
    SELECT password FROM ${accounts} WHERE user_id = ${userId} AND provider_id = 'credential'`.execute(db);
  const before = rows[0]?.password;
  const { hashPassword, verifyPassword } = await import('better-auth/crypto');
  if (!before || !(await verifyPassword({ hash: before, password: input.password })))
    throw new AppError('sign-in-refused');
  const password = await hashPassword(input.newPassword);
  const language = await languageOf?.(userId);
  await transact(async (unit) => {
    const { tx } = unit;
    // Of two at once the second finds another password than the one that was proved.
    const { numAffectedRows } = await sql`
      UPDATE ${accounts} SET password = ${password}, updated_at = now()
      WHERE user_id = ${userId} AND provider_id = 'credential' AND password = ${before}`.execute(tx);
    if (numAffectedRows !== 1n) throw new AppError('sign-in-refused');
    await endSessions(tx, audience, userId, { except: sessionId });
    if (language)
      unit.mail({ to: email, language, brand: null, template: 'password-changed', data: { email } });
  });
}
