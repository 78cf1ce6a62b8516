import { sql } from 'kysely';
import type { Db } from '../../../platform/database/database.ts';
import type { AudienceName } from '../auth.ts';

export interface Passkey {
  readonly passkeyId: string;
  readonly userId: string;
  readonly rpId: string;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = sql`passkey_id AS "passkeyId", user_id AS "userId", rp_id AS "rpId", credential_id AS "credentialId",
  public_key AS "publicKey", counter, transports, name, created_at AS "createdAt", last_used_at AS "lastUsedAt"`;

const tableOf = (audience: AudienceName) => sql.table(`${audience}_passkeys`);

/** Of one account, the newest first. */
export async function passkeysOf(db: Db, audience: AudienceName, userId: string): Promise<Passkey[]> {
  const { rows } = await sql<Passkey>`
    SELECT ${columns} FROM ${tableOf(audience)} WHERE user_id = ${userId}
    ORDER BY created_at DESC, passkey_id DESC`.execute(db);
  return rows;
}

export async function findPasskey(
  db: Db,
  audience: AudienceName,
  credentialId: string,
): Promise<Passkey | undefined> {
  const { rows } = await sql<Passkey>`
    SELECT ${columns} FROM ${tableOf(audience)} WHERE credential_id = ${credentialId}`.execute(db);
  return rows[0];
}

/** False when the account has `most` already, or the credential is known. */
export async function insertPasskey(
  db: Db,
  audience: AudienceName,
  row: Omit<Passkey, 'createdAt' | 'lastUsedAt'>,
  most: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO ${tableOf(audience)}
      (passkey_id, user_id, rp_id, credential_id, public_key, counter, transports, name, created_at)
    SELECT ${row.passkeyId}, ${row.userId}, ${row.rpId}, ${row.credentialId}, ${row.publicKey}, ${row.counter}::bigint,
      ${row.transports}::text[], ${row.name}, now()
    WHERE (SELECT count(*) FROM ${tableOf(audience)} WHERE user_id = ${row.userId}) < ${most}
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

/** False when it was used meanwhile, or removed: of two uses with one state the second is refused. */
export async function notePasskeyUse(
  db: Db,
  audience: AudienceName,
  { passkeyId, counter }: Passkey,
  newCounter: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE ${tableOf(audience)} SET counter = ${newCounter}::bigint, last_used_at = now()
    WHERE passkey_id = ${passkeyId} AND counter = ${counter}::bigint`.execute(db);
  return numAffectedRows === 1n;
}

export async function deletePasskey(
  db: Db,
  audience: AudienceName,
  userId: string,
  passkeyId: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM ${tableOf(audience)} WHERE user_id = ${userId} AND passkey_id = ${passkeyId}`.execute(db);
  return numAffectedRows === 1n;
}
