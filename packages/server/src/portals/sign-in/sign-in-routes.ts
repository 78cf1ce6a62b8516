import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { chooseLanguage, Language } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { acceptedLanguages } from './accepted-languages.ts';
import { AUDIENCES, PASSWORD_MAX } from './auth.ts';
import { credentialsOf, deviceOf, type Session, type SignInAction, type SignInContext } from './context.ts';
import { addOidcRoutes } from './oidc/oidc-routes.ts';
import { addPasskeySignInRoutes } from './passkeys/passkey-sign-in-routes.ts';
import { translated } from './refusal.ts';

import { signUp } from './sign-up.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** E-mail of the account that somebody tries to enter, whether it exists or not; not of attempts beyond the limits. */
    signInAs: string | null;
  }
}

const strict = { additionalProperties: false };
export const Email = Type.String({ pattern: '^[^@\\s]{1,64}@[^@\\s]{1,189}$' });
const Password = Type.String({ minLength: 1, maxLength: PASSWORD_MAX });
/** Of the authenticator app, or a backup code. */
const Code = Type.String({ pattern: '^([0-9]{6}|[0-9A-Za-z]{5}-[0-9A-Za-z]{5})$' });
/** Programs get the session's token in the answer; browsers have the cookie, which no script reads. */
const bearer = Type.Optional(Type.Boolean());
const SignInBody = Type.Object({ email: Email, password: Password, bearer }, strict);
const CodeBody = Type.Object({ code: Code, bearer }, strict);
const PasswordBody = Type.Object({ password: Password }, strict);

/** `next` says what is left to do: a code, enrolling a second factor, or nothing. */
export function addSignInRoutes(app: FastifyInstance, context: SignInContext): void {
  if (!app.hasRequestDecorator('signInAs')) app.decorateRequest('signInAs', null);
  const { basePath, secondFactor, configOf = () => ({}) } = context;
  const api = async () => (await context.auth()).api;
  const options = <T>(action: SignInAction, body?: T) => ({
    config: configOf(action),
    schema: { hide: true, ...(body && { body }) },
  });
  const attempt = async (request: FastifyRequest, email: string) => {
    await context.countAttempt(request, email);
    request.signInAs = email.toLowerCase();
  };
  const signedIn = async (request: FastifyRequest): Promise<Session> => {
    const session = await context.sessionOf(request);
    if (!session) throw new AppError('sign-in-required');
    return session;
  };

  app.post<{ Body: Type.Static<typeof SignInBody> }>(
    `${basePath}/sign-in`,
    options('sign-in', SignInBody),
    async (request, reply) => {
      const { email, password, bearer: asToken } = request.body;
      await attempt(request, email);
      const call = (await api()).signInEmail({
        body: { email, password },
        headers: deviceOf(request),
        returnHeaders: true,
      });
      const { headers, response } = await translated(call);
      const withoutFactor = secondFactor === 'required' ? 'enrol' : 'done';
      const next = 'twoFactorRedirect' in response ? 'second-factor' : withoutFactor;
      return enter(reply, headers, { next }, asToken);
    },
  );

  app.post<{ Body: Type.Static<typeof CodeBody> }>(
    `${basePath}/sign-in/code`,
    options('sign-in-code', CodeBody),
    async (request, reply) => {
      const { code, bearer: asToken } = request.body;
      const headers = challengeOf(request);
      const account = await (await api()).challenged({ headers });
      if (!account) throw new AppError('sign-in-required');
      await attempt(request, account.email);
      const { verifyTOTP, verifyBackupCode } = await api();
      const verify = code.includes('-') ? verifyBackupCode : verifyTOTP;
      const answer = await translated(verify({ body: { code }, headers, returnHeaders: true }));
      return enter(reply, answer.headers, { next: 'done' }, asToken);
    },
  );

  app.post(`${basePath}/sign-out`, options('sign-out'), async (request, reply) => {
    await signedIn(request);
    const call = (await api()).signOut({ headers: credentialsOf(request), returnHeaders: true });
    const { headers } = await translated(call);
    return reply.code(204).header('set-cookie', headers.getSetCookie()).send();
  });

  app.post<{ Body: Type.Static<typeof PasswordBody> }>(
    `${basePath}/second-factor`,
    options('enrol-second-factor', PasswordBody),
    async (request) => {
      await attempt(request, (await signedIn(request)).email);
      const body = { password: request.body.password, method: 'totp' as const };
      const call = (await api()).enableTwoFactor({ body, headers: credentialsOf(request) });
      const answer = await translated(call);
      if (answer.method !== 'totp') throw new Error('a second factor that was not asked for');
      const secret = new URL(answer.totpURI).searchParams.get('secret');
      return { otpauthUri: answer.totpURI, secret, backupCodes: answer.backupCodes };
    },
  );

  app.post<{ Body: Type.Static<typeof CodeBody> }>(
    `${basePath}/second-factor/confirm`,
    options('confirm-second-factor', CodeBody),
    async (request, reply) => {
      const { code, bearer: asToken } = request.body;
      await attempt(request, (await signedIn(request)).email);
      const headers = credentialsOf(request);
      const call = (await api()).verifyTOTP({ body: { code }, headers, returnHeaders: true });
      const answer = await translated(call);
      return enter(reply, answer.headers, { next: 'done' }, asToken);
    },
  );

  if (context.passkeys) addPasskeySignInRoutes(app, context, configOf('sign-in-passkey'), enter);

  if (context.oidc) addOidcRoutes(app, context);

  if (context.signUp) {
    const { passwordMin } = AUDIENCES[context.audience];
    const SignUpBody = Type.Object(
      {
        email: Email,
        password: Type.String({ minLength: passwordMin, maxLength: PASSWORD_MAX }),
        name: Type.Optional(Type.String({ maxLength: 100 })),
        language: Type.Optional(Language),
      },
      strict,
    );
    app.post<{ Body: Type.Static<typeof SignUpBody> }>(
      `${basePath}/sign-up`,
      options('sign-up', SignUpBody),
      async (request, reply) => {
        const { email, name = '', password } = request.body;
        const language = request.body.language ?? chooseLanguage(acceptedLanguages(request));
        await attempt(request, email);
        const { headers, userId } = await signUp(
          context,
          { email, name, password, language },
          deviceOf(request),
        );
        return enter(reply.code(201), headers, { next: 'done', userId });
      },
    );
  }
}

function enter(reply: FastifyReply, headers: Headers, answer: object, asToken = false) {
  const token = asToken ? headers.get('set-auth-token') : null;
  return reply.header('set-cookie', headers.getSetCookie()).send({ ...answer, ...(token && { token }) });
}

/** Only the cookie of the sign-in under way: beside a session the library would neither count codes nor begin a new one. */
function challengeOf(request: FastifyRequest): Headers {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const headers = deviceOf(request);
  headers.set('cookie', cookies.filter((cookie) => /^[^=]*\.two_factor=/.test(cookie)).join('; '));
  return headers;
}
