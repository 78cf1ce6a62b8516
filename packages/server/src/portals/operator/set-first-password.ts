import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import type { Portals } from '../portals.ts';
import { takeLink, isLink } from './links.ts';
import { deleteCredentials, insertPassword, tables } from './store.ts';

/** Uses up a one-time link. 410 `link-not-valid` alike for one that was used, has expired or was invented. */
export async function setFirstPassword(
  { db, transact }: Portals,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  // Hashing is dear on purpose, so an invented link must not get that far.
  if (!(await isLink(db, input.token))) throw new AppError('link-not-valid');
  const { hashPassword } = await import('better-auth/crypto');
  const password = await hashPassword(input.password);
  return transact(async ({ tx }) => {
    const operatorId = await takeLink(tx, input.token);
    if (operatorId === undefined) throw new AppError('link-not-valid');
    await deleteCredentials(tx, operatorId);
    await insertPassword(tx, { id: newId('sgn'), operatorId, password });
    return tables(tx)
      .selectFrom('operator_users')
      .select('email')
      .where('id', '=', operatorId)
      .executeTakeFirstOrThrow();
  });
}
