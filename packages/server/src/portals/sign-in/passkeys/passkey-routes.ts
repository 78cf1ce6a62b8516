import type { FastifyInstance } from 'fastify';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import Type from 'typebox';
import { AppError } from '../../../platform/app-error.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { AccountGate } from '../account-gate.ts';
import type { SignIn } from '../context.ts';
import { addPasskey, passkeyOptions } from './add-passkey.ts';
import { relyingPartyOf } from './relying-party.ts';
import { Credential } from './schemas.ts';
import { deletePasskey, passkeysOf } from './store.ts';

const PasskeyPath = Type.Object({ passkeyId: Type.String({ pattern: '^pky_[0-9A-Za-z]{1,40}$' }) });
const PasskeyBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), response: Credential },
  { additionalProperties: false },
);

/** The passkeys of who is signed in. */
export function addPasskeyRoutes(
  app: FastifyInstance,
  { db }: Pick<Platform, 'db'>,
  { audience }: Pick<SignIn, 'audience'>,
  { basePath, configOf, who }: AccountGate,
): void {
  const schema = { hide: true };
  const path = `${basePath}/passkeys`;

  app.get(path, { config: configOf('passkeys'), schema }, async (request) => {
    const passkeys = await passkeysOf(db, audience, who(request).userId);
    const items = passkeys.map(({ passkeyId, name, createdAt, lastUsedAt }) => ({
      passkeyId,
      name,
      createdAt: createdAt.toISOString(),
      ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    }));
    return { items };
  });

  app.post(`${path}/options`, { config: configOf('passkey-options'), schema }, (request) =>
    passkeyOptions({ db, audience, user: who(request), ...relyingPartyOf(request) }),
  );

  app.post<{ Body: Type.Static<typeof PasskeyBody> }>(
    path,
    { config: configOf('add-passkey'), schema: { ...schema, body: PasskeyBody } },
    async (request, reply) => {
      const { name } = request.body;
      // Its parts are checked by the library.
      const response = request.body.response as unknown as RegistrationResponseJSON;
      const place = { db, audience, user: who(request), ...relyingPartyOf(request) };
      return reply.code(201).send(await addPasskey(place, { name, response }));
    },
  );

  app.delete<{ Params: Type.Static<typeof PasskeyPath> }>(
    `${path}/:passkeyId`,
    { config: configOf('remove-passkey'), schema: { ...schema, params: PasskeyPath } },
    async (request, reply) => {
      const isThere = await deletePasskey(db, audience, who(request).userId, request.params.passkeyId);
      if (!isThere) throw new AppError('not-found');
      return reply.code(204).send();
    },
  );
}
