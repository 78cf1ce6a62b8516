import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import { makeLink } from './links.ts';
import { deleteCredentials, lockOperator } from './store.ts';

/** Ends the operator's sessions, password and second factor, and gives a new link. For who has the machine. */
export async function resetOperator(db: Db, input: { email: string }): Promise<{ token: string }> {
  return db.transaction().execute(async (tx) => {
    const operator = await lockOperator(tx, input.email);
    if (!operator) throw new AppError('not-found');
    await deleteCredentials(tx, operator.id);
    return { token: await makeLink(tx, operator.id) };
  });
}
