import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { tables } from './store.ts';

/** 256 random bits, so a plain hash is enough. */
const TOKEN_BYTES = 32;
/** Long enough to reach a colleague, short enough not to lie about. */
const VALID_HOURS = 24;

/** Makes the operator's one link; an earlier one ends. Times are the database's: this may run beside a server. */
export async function makeLink(tx: Db, operatorId: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await tables(tx).deleteFrom('operator_links').where('operator_id', '=', operatorId).execute();
  await sql`
    INSERT INTO operator_links (token_hash, operator_id, expires_at)
    VALUES (${hashOf(token)}, ${operatorId}, now() + make_interval(hours => ${VALID_HOURS}))`.execute(tx);
  return token;
}

export async function isLink(db: Db, token: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM operator_links WHERE token_hash = ${hashOf(token)} AND expires_at > now()`.execute(db);
  return rows.length > 0;
}

/** Uses the link up; undefined when it is used, expired or invented. */
export async function takeLink(tx: Db, token: string): Promise<string | undefined> {
  const { rows } = await sql<{ operator_id: string }>`
    DELETE FROM operator_links WHERE token_hash = ${hashOf(token)} AND expires_at > now()
    RETURNING operator_id`.execute(tx);
  return rows[0]?.operator_id;
}

export async function forgetLinks(db: Db): Promise<void> {
  await sql`DELETE FROM operator_links WHERE expires_at < now()`.execute(db);
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
