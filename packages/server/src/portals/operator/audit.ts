import { sql, type Selectable } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from './store.ts';
import type { OperatorTables } from './tables.ts';

export type AuditRow = Selectable<OperatorTables['operator_audit']>;

/** What is known of a call before its work begins. */
export interface Call {
  readonly at: Date;
  readonly action: string;
  readonly target: Readonly<Record<string, string>>;
  readonly address: string;
  readonly requestId: string;
  readonly reason: string | null;
}

export async function beginAudit(
  db: Db,
  who: { operatorId: string; email: string },
  call: Call,
): Promise<number> {
  const { id } = await tables(db)
    .insertInto('operator_audit')
    .values({
      at: call.at,
      operator_id: who.operatorId,
      email: who.email,
      action: call.action,
      target: call.target,
      address: call.address,
      request_id: call.requestId,
      reason: call.reason,
      status: null,
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function finishAudit(db: Db, id: number, status: number, at: Date): Promise<void> {
  await tables(db)
    .updateTable('operator_audit')
    .set({ status, finished_at: at })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

/** A call in the name of an account that somebody tries to enter; who tries an unknown one leaves nothing behind. */
export async function auditAttempt(db: Db, email: string, call: Call, status: number): Promise<void> {
  await sql`
    INSERT INTO operator_audit
      (at, operator_id, email, action, target, address, request_id, reason, status, finished_at)
    SELECT ${call.at}, id, email, ${call.action}, ${JSON.stringify(call.target)}::jsonb, ${call.address},
      ${call.requestId}, ${call.reason}, ${status}, ${call.at}
    FROM operator_users WHERE email = ${email}`.execute(db);
}

/** Newest first; `before` is the id after which the page begins, 0 for the newest. */
export function listAudit(
  db: Db,
  filter: { operatorId?: string; action?: string; before: number; limit: number },
): Promise<AuditRow[]> {
  let query = tables(db).selectFrom('operator_audit').selectAll();
  if (filter.before > 0) query = query.where('id', '<', filter.before);
  if (filter.operatorId !== undefined) query = query.where('operator_id', '=', filter.operatorId);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  return query.orderBy('id', 'desc').limit(filter.limit).execute();
}
