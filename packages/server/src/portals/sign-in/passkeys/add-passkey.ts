import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { AppError } from '../../../platform/app-error.ts';
import type { Db } from '../../../platform/database/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { AudienceName } from '../auth.ts';
import type { Session } from '../context.ts';
import { keepChallenge, takeChallenge } from './challenges.ts';
import { insertPasskey, passkeysOf } from './store.ts';

/** Of one account: every device of a family, and a list that is shown whole. */
const PASSKEYS_MAX = 20;

interface Place {
  readonly db: Db;
  readonly audience: AudienceName;
  readonly user: Pick<Session, 'userId' | 'email'>;
  readonly origin: string;
  readonly rpId: string;
}

/** What the browser needs to make a passkey: one that names its user, and that its owner unlocks. */
export async function passkeyOptions({
  db,
  audience,
  user,
  rpId,
}: Omit<Place, 'origin'>): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server');
  const known = await passkeysOf(db, audience, user.userId);
  if (known.length >= PASSKEYS_MAX) throw new AppError('limit-reached', { maximum: PASSKEYS_MAX });
  const options = await generateRegistrationOptions({
    rpName: 'Hearthgate',
    rpID: rpId,
    userName: user.email,
    userID: new TextEncoder().encode(user.userId),
    attestationType: 'none',
    excludeCredentials: known.map(({ credentialId: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(db, options.challenge, { audience, userId: user.userId });
  return options;
}

/** Keeps the passkey that the browser made. 400 when it is not one that was asked for here, within five minutes. */
export async function addPasskey(
  { db, audience, user, origin, rpId }: Place,
  { name, response }: { name: string; response: RegistrationResponseJSON },
): Promise<{ passkeyId: string }> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { userId } = user;
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(db, challenge, { audience, userId }),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch(refused);
  if (!made) return refused();
  const { id: credentialId, publicKey, counter } = made.credential;
  const passkeyId = newId('pky');
  const row = { passkeyId, userId, rpId, credentialId, publicKey: Buffer.from(publicKey), counter, name };
  const transports = (response.response.transports ?? []).slice(0, 10).map(String);
  const isNew = await insertPasskey(db, audience, { ...row, transports }, PASSKEYS_MAX);
  if (!isNew) throw new AppError('limit-reached', { maximum: PASSKEYS_MAX });
  return { passkeyId };
}

/** What the library finds wrong; a database that is away is told as such. */
function refused(error?: unknown): never {
  if (
    error instanceof AppError ||
    (error instanceof Error && 'code' in error && typeof error.code === 'string')
  )
    throw error;
  const message = 'not a passkey that was asked for here within five minutes; begin again';
  throw new AppError('request-invalid', { errors: [{ pointer: '/response', message }] });
}
