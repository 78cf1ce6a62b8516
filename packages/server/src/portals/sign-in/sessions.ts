import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { AudienceName } from './auth.ts';

/** Where somebody is signed in. */
export interface OpenSession {
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** What the browser called itself; empty for a program. */
  readonly userAgent: string;
}

const tableOf = (audience: AudienceName) => sql.table(`${audience}_sessions`);

/** Those of one account that have not ended, the newest first. */
export async function openSessions(db: Db, audience: AudienceName, userId: string): Promise<OpenSession[]> {
  const { rows } = await sql<OpenSession>`
    SELECT id AS "sessionId", created_at AS "createdAt", expires_at AS "expiresAt",
      coalesce(user_agent, '') AS "userAgent"
    FROM ${tableOf(audience)} WHERE user_id = ${userId} AND expires_at > now()
    ORDER BY created_at DESC, id DESC`.execute(db);
  return rows;
}

/** Ends one session of the account, or all but one, or all; answers how many. */
export async function endSessions(
  db: Db,
  audience: AudienceName,
  userId: string,
  which: { readonly only: string } | { readonly except: string } | 'all',
): Promise<number> {
  const narrowed =
    which === 'all' ? sql`` : 'only' in which ? sql`AND id = ${which.only}` : sql`AND id <> ${which.except}`;
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM ${tableOf(audience)} WHERE user_id = ${userId} ${narrowed}`.execute(db);
  // Sign-ins under way, between password and code, are no sessions yet and would become some.
  if (which === 'all' || 'except' in which)
    await sql`DELETE FROM ${sql.table(`${audience}_verifications`)} WHERE value = ${userId}`.execute(db);
  return Number(numAffectedRows);
}
