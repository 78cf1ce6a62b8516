import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { AppError } from '../../platform/app-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AccountGate } from './account-gate.ts';
import { AUDIENCES, PASSWORD_MAX, type AudienceName } from './auth.ts';
import { changePassword } from './change-password.ts';
import type { SignIn } from './context.ts';
import { endSessions, openSessions } from './sessions.ts';

const SessionPath = Type.Object({ sessionId: Type.String({ pattern: '^sgn_[0-9A-Za-z]{1,40}$' }) });

/** Where somebody is signed in, signing out elsewhere, and a new password. */
export function addSessionRoutes(
  app: FastifyInstance,
  { db, transact }: Pick<Platform, 'db' | 'transact'>,
  signIn: Pick<SignIn, 'audience' | 'languageOf' | 'countAttempt'>,
  { basePath, configOf, who }: AccountGate,
): void {
  const { audience, languageOf } = signIn;
  const schema = { hide: true };
  const PasswordBody = passwordBodyOf(audience);

  app.get(`${basePath}/sessions`, { config: configOf('sessions'), schema }, async (request) => {
    const { userId, sessionId: current } = who(request);
    const open = await openSessions(db, audience, userId);
    const items = open.map(({ sessionId, createdAt, expiresAt, userAgent }) => ({
      sessionId,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      userAgent,
      current: sessionId === current,
    }));
    return { items };
  });

  app.delete<{ Params: Type.Static<typeof SessionPath> }>(
    `${basePath}/sessions/:sessionId`,
    { config: configOf('end-session'), schema: { ...schema, params: SessionPath } },
    async (request, reply) => {
      const only = { only: request.params.sessionId };
      if ((await endSessions(db, audience, who(request).userId, only)) === 0) throw new AppError('not-found');
      return reply.code(204).send();
    },
  );

  app.delete(`${basePath}/sessions`, { config: configOf('end-sessions'), schema }, async (request, reply) => {
    await endSessions(db, audience, who(request).userId, 'all');
    return reply.code(204).send();
  });

  app.post<{ Body: Type.Static<typeof PasswordBody> }>(
    `${basePath}/password`,
    { config: configOf('change-password'), schema: { ...schema, body: PasswordBody } },
    async (request, reply) => {
      const { userId, sessionId, email } = who(request);
      await signIn.countAttempt(request, email);
      const proof = { userId, sessionId, email, ...request.body };
      await changePassword({ db, transact }, { audience, languageOf }, proof);
      return reply.code(204).send();
    },
  );
}

function passwordBodyOf(audience: AudienceName) {
  const { passwordMin } = AUDIENCES[audience];
  return Type.Object(
    {
      password: Type.String({ minLength: 1, maxLength: PASSWORD_MAX }),
      newPassword: Type.String({ minLength: passwordMin, maxLength: PASSWORD_MAX }),
    },
    { additionalProperties: false },
  );
}
