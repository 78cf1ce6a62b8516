import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { AppError } from '../../../platform/app-error.ts';
import type { SignInContext } from '../context.ts';
import { keepChallenge, takeChallenge } from './challenges.ts';
import { findPasskey, notePasskeyUse } from './store.ts';

/** What the browser needs to use a passkey; whose, the passkey says itself. */
export async function entryOptions(
  { platform: { db }, audience }: SignInContext,
  rpId: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
  const options = await generateAuthenticationOptions({ rpID: rpId, userVerification: 'required' });
  await keepChallenge(db, options.challenge, { audience, userId: null });
  return options;
}

/** Whose passkey has signed a challenge of ours; everything that is not right is one refusal (401 `sign-in-refused`). */
export async function userOfPasskey(
  { platform: { db }, audience }: SignInContext,
  { response, origin, rpId }: { response: AuthenticationResponseJSON; origin: string; rpId: string },
): Promise<string> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const passkey = await findPasskey(db, audience, response.id);
  if (!passkey || passkey.rpId !== rpId) throw new AppError('sign-in-refused');
  const { credentialId: id, publicKey, counter } = passkey;
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(db, challenge, { audience, userId: null }),
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: true,
  }).catch(refused);
  if (!verified) return refused();
  if (!(await notePasskeyUse(db, audience, passkey, authenticationInfo.newCounter))) return refused();
  return passkey.userId;
}

/** What the library finds wrong; a database that is away is told as such. */
function refused(error?: unknown): never {
  const isDatabase = error instanceof Error && 'code' in error && typeof error.code === 'string';
  throw isDatabase ? error : new AppError('sign-in-refused');
}
