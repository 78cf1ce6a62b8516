import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { AppError } from '../../platform/app-error.ts';
import type { BucketPolicy } from '../../platform/limits/token-buckets.ts';
import { AUDIENCES, PASSWORD_MAX } from './auth.ts';
import type { SignInContext } from './context.ts';
import {
  confirmEmail,
  mailConfirmation,
  mailPasswordLink,
  resetPassword,
  type LinkContext,
  type LinkOptions,
} from './mailed-links.ts';
import { Email } from './sign-in-routes.ts';

/** Mails with a link to one account: who asks again has waited, and nobody's mailbox is filled. */
const PER_ACCOUNT: BucketPolicy = { name: 'link-mails', burst: 3, refillMs: 10 * 60_000 };

const strict = { additionalProperties: false };
const Token = Type.String({ minLength: 1, maxLength: 100 });
const EmailBody = Type.Object({ email: Email }, strict);
const TokenBody = Type.Object({ token: Token }, strict);

/** A forgotten password, and the address of who signed up; whoever has the link needs no session. */
export function addLinkRoutes(app: FastifyInstance, signIn: SignInContext, links: LinkOptions): void {
  const { platform, countAttempt, sessionOf, configOf = () => ({}) } = signIn;
  const { basePath, audience } = links;
  const { passwordMin } = AUDIENCES[audience];
  const context: LinkContext = { ...links, platform };
  const limits = platform.limitsOf(`link-mails-${audience}`);
  const reset = <T>(body: T) => ({ config: configOf('password-reset'), schema: { hide: true, body } });
  const hidden = <T>(body?: T) => ({ schema: { hide: true, ...(body && { body }) } });
  const mayMail = async (email: string) => {
    const key = createHash('sha256').update(email.toLowerCase()).digest('base64url');
    const [state] = await limits.take([{ key, policy: PER_ACCOUNT }]);
    return state?.allowed !== false;
  };

  app.post<{ Body: Type.Static<typeof EmailBody> }>(
    `${basePath}/password-reset`,
    reset(EmailBody),
    async (request, reply) => {
      const { email } = request.body;
      await countAttempt(request, email);
      await reply.code(202).send({});
      // After the answer, so that neither it nor its time tells whether the account exists.
      try {
        if (await mayMail(email)) await mailPasswordLink(context, { email, brand: links.brandOf(request) });
      } catch (error) {
        request.log.error({ err: error, requestId: request.id }, 'a link for a new password was not mailed');
      }
      return reply;
    },
  );

  const NewPassword = Type.Object(
    { token: Token, password: Type.String({ minLength: passwordMin, maxLength: PASSWORD_MAX }) },
    strict,
  );
  app.post<{ Body: Type.Static<typeof NewPassword> }>(
    `${basePath}/password-reset/confirm`,
    reset(NewPassword),
    async (request, reply) => {
      await countAttempt(request);
      await resetPassword(context, request.body);
      return reply.code(204).send();
    },
  );

  // Others were invited to their address.
  if (!signIn.signUp) return;

  app.post<{ Body: Type.Static<typeof TokenBody> }>(
    `${basePath}/confirm-email`,
    hidden(TokenBody),
    async (request, reply) => {
      await countAttempt(request);
      await confirmEmail(context, request.body);
      return reply.code(204).send();
    },
  );

  app.post(`${basePath}/confirm-email/link`, hidden(), async (request, reply) => {
    const session = await sessionOf(request);
    if (!session) throw new AppError('sign-in-required');
    const { userId, email, emailConfirmed } = session;
    await countAttempt(request, email);
    if (!emailConfirmed && (await mayMail(email))) {
      const language = await links.languageOf(userId);
      const to = { userId, email, language, brand: links.brandOf(request) };
      await platform.transact((unit) => mailConfirmation(context, unit, to));
    }
    return reply.code(202).send({});
  });
}
