import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS } from '@hearthgate/wire';
import { brandOfHost } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { callerAddress, isListed, isSecure } from '../../platform/http/caller-address.ts';
import { asAppError } from '../../platform/http/problem.ts';
import { addConsentPages } from './consent-routes.ts';
import { html, type Html } from './html.ts';
import { INVITATION_PATH } from './invitation-parts.ts';
import { addInvitationRoutes } from './invitation-routes.ts';
import { sendMessage } from './page.ts';
import { addSignInRoutes } from './sign-in-routes.ts';
import { STYLE, STYLE_PATH } from './style.ts';
import { TEXTS } from './texts/index.ts';
import { wishedLanguage } from '../web/wishes.ts';
import type { Ground } from './visit.ts';

/** No form of these pages is larger. */
const FORM_MAX_BYTES = 16 * 1024;
const STYLE_CACHE = 'public, max-age=3600';

/** The owner's pages: plain forms, made here, without a script; what is refused is a page too, and never a redirect. */
export function addOwnerPages(app: FastifyInstance, ground: Ground): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_MAX_BYTES },
      (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
    );
    scope.addHook('onRequest', async (request) => requireTls(ground, request));
    scope.setErrorHandler((error, request, reply) => sendRefusal(ground, error, request, reply));
    scope.get(STYLE_PATH, { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', STYLE_CACHE).send(STYLE),
    );
    addInvitationRoutes(scope, ground);
    addSignInRoutes(scope, ground);
    addConsentPages(scope, ground);
    done();
  });
}

function requireTls({ access }: Ground, { raw }: FastifyRequest): void {
  const { trustProxy, plainHttpCallers } = access.transport;
  if (!isSecure(raw, trustProxy) && !isListed(callerAddress(raw, trustProxy), plainHttpCallers))
    throw new AppError('https-required');
}

function sendRefusal(
  { access }: Ground,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = asAppError(error);
  if (refusal.code === 'internal')
    request.log.error({ err: error, requestId: request.id }, 'unexpected error');
  const language = wishedLanguage(request);
  const t = TEXTS[language];
  const { status, detail } = PROBLEMS[refusal.code];
  const path = request.routeOptions.url ?? '';
  const isLink = refusal.code === 'request-invalid' && path.endsWith('/invite');
  const isGone = refusal.code === 'not-found' && path.startsWith(INVITATION_PATH);
  reply.headers(refusal.headers);
  return sendMessage(
    reply,
    { language, brand: brandOfHost(access.urls, request.headers.host ?? '') ?? null },
    {
      title: isLink ? t.linkBroken : isGone ? t.gone : t.failed,
      lead: isLink ? t.linkBrokenLead : isGone ? t.goneLead : detail[language],
      status,
      more: faults(refusal, isLink ? t.linkBrokenDetails : undefined),
      requestId: request.id,
    },
  );
}

/** What is wrong with each part of a request, for whoever made it. */
function faults({ members }: AppError, heading: string | undefined): Html {
  const errors = Array.isArray(members['errors'])
    ? (members['errors'] as { pointer: string; message: string }[])
    : [];
  if (errors.length === 0) return html``;
  const items = errors.map(
    ({ pointer, message }) => html`<li><code>${pointer.split('/').at(-1) ?? ''}</code> ${message}</li>`,
  );
  return html`${heading !== undefined && html`<h2>${heading}</h2>`}
    <ul class="faults" lang="en">
      ${items}
    </ul>`;
}
