import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import { deleteOperator, lockOperator } from './store.ts';

/** The operator's sessions end with the next request; what they did stays on record. For who has the machine. */
export async function removeOperator(db: Db, input: { email: string }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const operator = await lockOperator(tx, input.email);
    if (!operator) throw new AppError('not-found');
    await deleteOperator(tx, operator.id);
  });
}
