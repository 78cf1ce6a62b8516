import type { FastifyContextConfig, FastifyInstance, FastifyReply } from 'fastify';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import Type from 'typebox';
import type { SignInContext } from '../context.ts';
import { deviceOf } from '../context.ts';
import { translated } from '../refusal.ts';
import { entryOptions, userOfPasskey } from './enter-by-passkey.ts';
import { relyingPartyOf } from './relying-party.ts';
import { Credential } from './schemas.ts';

const Body = Type.Object(
  { response: Credential, bearer: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

/** Signing in with a passkey: it is unlocked by its owner, so it counts as both factors. */
export function addPasskeySignInRoutes(
  app: FastifyInstance,
  context: SignInContext,
  config: FastifyContextConfig,
  enter: (reply: FastifyReply, headers: Headers, answer: object, asToken?: boolean) => unknown,
): void {
  const { basePath } = context;
  const schema = { hide: true };

  app.post(`${basePath}/sign-in/passkey/options`, { config, schema }, async (request) => {
    await context.countAttempt(request);
    return entryOptions(context, relyingPartyOf(request).rpId);
  });

  app.post<{ Body: Type.Static<typeof Body> }>(
    `${basePath}/sign-in/passkey`,
    { config, schema: { ...schema, body: Body } },
    async (request, reply) => {
      await context.countAttempt(request);
      // Its parts are checked by the library.
      const response = request.body.response as unknown as AuthenticationResponseJSON;
      const userId = await userOfPasskey(context, { response, ...relyingPartyOf(request) });
      const { api } = await context.auth();
      const call = api.enter({ body: { userId }, headers: deviceOf(request), returnHeaders: true });
      const { headers } = await translated(call);
      return enter(reply, headers, { next: 'done' }, request.body.bearer);
    },
  );
}
