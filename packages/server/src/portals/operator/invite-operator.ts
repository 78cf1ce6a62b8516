import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import { newId } from '../../platform/ids.ts';
import { makeLink } from './links.ts';
import { insertOperator } from './store.ts';

/** Makes an operator without a password; the token of the link that sets one is given once. For who has the machine. */
export async function inviteOperator(
  db: Db,
  input: { email: string; name: string },
): Promise<{ operatorId: string; token: string }> {
  const operatorId = newId('opr');
  return db.transaction().execute(async (tx) => {
    const row = { id: operatorId, email: input.email.toLowerCase(), name: input.name };
    if (!(await insertOperator(tx, row))) throw new AppError('email-in-use');
    return { operatorId, token: await makeLink(tx, operatorId) };
  });
}
