import { sql } from 'kysely';
import type { Db } from '../../../platform/database/database.ts';
import type { AudienceName } from '../auth.ts';

/** Long enough to find the key and touch it. */
const VALID_MINUTES = 5;

/** For whom a challenge is: somebody who adds a passkey, or whoever signs in. */
interface For {
  readonly audience: AudienceName;
  readonly userId: string | null;
}

export async function keepChallenge(db: Db, challenge: string, { audience, userId }: For): Promise<void> {
  await sql`
    INSERT INTO passkey_challenges (challenge, audience, user_id, expires_at)
    VALUES (${challenge}, ${audience}, ${userId}, now() + make_interval(mins => ${VALID_MINUTES}))`.execute(
    db,
  );
}

/** True once for each that was given for this and has not expired. */
export async function takeChallenge(db: Db, challenge: string, { audience, userId }: For): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM passkey_challenges
    WHERE challenge = ${challenge} AND audience = ${audience} AND user_id IS NOT DISTINCT FROM ${userId}
      AND expires_at > now()`.execute(db);
  return numAffectedRows === 1n;
}

export async function forgetChallenges(db: Db): Promise<void> {
  await sql`DELETE FROM passkey_challenges WHERE expires_at < now()`.execute(db);
}
