import { sql, type Kysely } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { OperatorTables } from './tables.ts';

export interface OperatorRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly two_factor_enabled: boolean;
  readonly created_at: Date;
}

export function tables(db: Db): Kysely<OperatorTables> {
  return db.withTables<OperatorTables>();
}

const columns = ['id', 'name', 'email', 'two_factor_enabled', 'created_at'] as const;

/** In the order of their e-mail addresses. */
export function listOperators(db: Db): Promise<OperatorRow[]> {
  return tables(db).selectFrom('operator_users').select(columns).orderBy('email').execute();
}

/** Locked until the transaction ends. */
export function lockOperator(tx: Db, email: string): Promise<OperatorRow | undefined> {
  return tables(tx)
    .selectFrom('operator_users')
    .select(columns)
    .where('email', '=', email.toLowerCase())
    .forUpdate()
    .executeTakeFirst();
}

/** False when the e-mail has an account. */
export async function insertOperator(
  tx: Db,
  row: Pick<OperatorRow, 'id' | 'name' | 'email'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto('operator_users')
    .values(row)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Sessions, links and sign-ins under way end with the account. */
export async function deleteOperator(tx: Db, operatorId: string): Promise<void> {
  await tables(tx).deleteFrom('operator_verifications').where('value', '=', operatorId).execute();
  await tables(tx).deleteFrom('operator_users').where('id', '=', operatorId).execute();
}

/** Password, second factor, sessions and sign-ins under way. */
export async function deleteCredentials(tx: Db, operatorId: string): Promise<void> {
  await tables(tx).deleteFrom('operator_sessions').where('user_id', '=', operatorId).execute();
  await tables(tx).deleteFrom('operator_accounts').where('user_id', '=', operatorId).execute();
  await tables(tx).deleteFrom('operator_two_factors').where('user_id', '=', operatorId).execute();
  await tables(tx).deleteFrom('operator_verifications').where('value', '=', operatorId).execute();
  await tables(tx)
    .updateTable('operator_users')
    .set({ two_factor_enabled: false })
    .where('id', '=', operatorId)
    .execute();
}

export async function insertPassword(
  tx: Db,
  row: { id: string; operatorId: string; password: string },
): Promise<void> {
  const { id, operatorId, password } = row;
  await sql`
    INSERT INTO operator_accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
    VALUES (${id}, ${operatorId}, ${operatorId}, 'credential', ${password}, now(), now())`.execute(tx);
}
