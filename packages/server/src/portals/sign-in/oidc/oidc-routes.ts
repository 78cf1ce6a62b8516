import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { chooseLanguage } from '@hearthgate/wire';
import { AppError } from '../../../platform/app-error.ts';
import { deviceOf, type SignInContext } from '../context.ts';
import { translated } from '../refusal.ts';
import { acceptedLanguages } from '../accepted-languages.ts';
import { OIDC } from './oidc-client.ts';

/** The provider is asked for its keys and for the code's worth; a person waits meanwhile. */
const PROVIDER_TIMEOUT_MS = 10_000;
const PORTAL = '/owner/portal';

/** Back to the portal alone: an address elsewhere would lend this server's name to others. */
const Body = Type.Object(
  { returnTo: Type.Optional(Type.String({ pattern: `^${PORTAL}(/[\\w-]{1,60}){0,10}/?$` })) },
  { additionalProperties: false },
);
const Query = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 500 })),
  code: Type.Optional(Type.String({ maxLength: 4_000 })),
  error: Type.Optional(Type.String({ maxLength: 200 })),
  iss: Type.Optional(Type.String({ maxLength: 500 })),
});

/** Signing in by an account elsewhere (OpenID Connect). Who comes for the first time gets an account here. */
export function addOidcRoutes(app: FastifyInstance, context: SignInContext): void {
  const { basePath, baseUrl } = context;
  const schema = { hide: true };
  const api = async () => (await context.oidcAuth()).api;

  app.post<{ Body: Type.Static<typeof Body> }>(
    `${basePath}/sign-in/oidc`,
    { schema: { ...schema, body: Body } },
    async (request, reply) => {
      await context.countAttempt(request);
      const { signInSocial } = await api();
      const call = signInSocial({
        body: {
          provider: OIDC,
          callbackURL: baseUrl() + (request.body.returnTo ?? PORTAL),
          errorCallbackURL: `${baseUrl()}${PORTAL}/sign-in`,
          disableRedirect: true,
        },
        headers: deviceOf(request),
        returnHeaders: true,
      });
      const { headers, response } = await inTime(translated(call));
      return reply.header('set-cookie', headers.getSetCookie()).send({ url: response.url });
    },
  );

  app.get<{ Querystring: Type.Static<typeof Query> }>(
    `${basePath}/oidc/callback`,
    { schema: { ...schema, querystring: Query } },
    async (request, reply) => {
      await context.countAttempt(request);
      const headers = deviceOf(request);
      headers.set('cookie', request.headers.cookie ?? '');
      const { callbackOAuth } = await api();
      const call = callbackOAuth({
        method: 'GET',
        params: { id: OIDC },
        query: request.query,
        headers,
        asResponse: true,
      });
      const answer = await inTime(translated(call));
      const to = new URL(answer.headers.get('location') ?? '', baseUrl());
      const error = to.searchParams.get('error');
      if (answer.status >= 400 || error !== null) return turnAway(reply, error);
      return welcome(context, request, reply, { cookies: answer.headers.getSetCookie(), path: to.pathname });
    },
  );
}

/** What belongs to the account is made before its cookie goes out, also when an earlier attempt ended half-way. */
async function welcome(
  context: SignInContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { cookies, path }: { cookies: string[]; path: string },
) {
  const cookie = cookies.map((each) => each.split(';', 1)[0] ?? '').join('; ');
  const session = await context.sessionOf({ headers: { cookie } });
  if (!session) return turnAway(reply, null);
  const { userId, email, name } = session;
  const language = chooseLanguage(acceptedLanguages(request));
  await context.platform.transact(async (unit) =>
    context.onUserCreated?.({ userId, email, name, language }, unit),
  );
  return reply.header('set-cookie', cookies).redirect(path, 303);
}

/** To the page on which people sign in, which says why. */
function turnAway(reply: FastifyReply, error: string | null) {
  const refused = error === 'account_not_linked' ? 'email-in-use' : 'sign-in-refused';
  return reply.redirect(`${PORTAL}/sign-in?refused=${refused}`, 303);
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const refusal = new AppError('overloaded', {}, { 'retry-after': '10' });
    timer = setTimeout(() => reject(refusal), PROVIDER_TIMEOUT_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
