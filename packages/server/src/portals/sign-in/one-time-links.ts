import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import type { AudienceName } from './auth.ts';

/** Accounts of operators have links of their own, without mail. */
export type LinkAudience = Exclude<AudienceName, 'operator'>;
export type LinkPurpose = 'PASSWORD' | 'EMAIL';

/** 256 random bits, so a plain hash is enough. */
const TOKEN_BYTES = 32;
/** A way into an account lies about for an hour; a confirmation may wait for the weekend. */
const VALID_HOURS: Readonly<Record<LinkPurpose, number>> = { PASSWORD: 1, EMAIL: 7 * 24 };

export function linkValidMs(purpose: LinkPurpose): number {
  return VALID_HOURS[purpose] * 3_600_000;
}

/** Makes the account's one link for this purpose; an earlier one ends. Times are the database's, as those of sessions. */
export async function makeLink(
  tx: Db,
  audience: LinkAudience,
  { userId, purpose }: { userId: string; purpose: LinkPurpose },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await sql`
    INSERT INTO ${tableOf(audience)} (token_hash, purpose, user_id, expires_at)
    VALUES (${hashOf(token)}, ${purpose}, ${userId}, now() + make_interval(hours => ${VALID_HOURS[purpose]}))
    ON CONFLICT (user_id, purpose) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at`.execute(
    tx,
  );
  return token;
}

export async function isLink(
  db: Db,
  audience: LinkAudience,
  purpose: LinkPurpose,
  token: string,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM ${tableOf(audience)}
    WHERE token_hash = ${hashOf(token)} AND purpose = ${purpose} AND expires_at > now()`.execute(db);
  return rows.length > 0;
}

/** Uses the link up; undefined when it is used, expired, replaced or invented. */
export async function takeLink(
  tx: Db,
  audience: LinkAudience,
  purpose: LinkPurpose,
  token: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    DELETE FROM ${tableOf(audience)}
    WHERE token_hash = ${hashOf(token)} AND purpose = ${purpose} AND expires_at > now()
    RETURNING user_id`.execute(tx);
  return rows[0]?.user_id;
}

export async function forgetLinks(db: Db, audience: LinkAudience): Promise<void> {
  await sql`DELETE FROM ${tableOf(audience)} WHERE expires_at < now()`.execute(db);
}

function tableOf(audience: LinkAudience) {
  return sql.table(`${audience}_links`);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
