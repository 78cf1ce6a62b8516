import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from './html.ts';
import { sendMessage } from './page.ts';
import { isOwnForm, visitOf, type Ground, type Visit } from './visit.ts';

/** A form of ours; one that another site has made, or whose session has changed, does nothing. */
export function onForm(
  app: FastifyInstance,
  ground: Ground,
  path: string,
  pageOf: (visit: Visit) => string,
  then: (visit: Visit) => Promise<FastifyReply>,
): void {
  app.post(path, { schema: { hide: true } }, async (request, reply) => {
    const visit = await visitOf(ground, request, reply);
    if (isOwnForm(visit)) return then(visit);
    const { t } = visit;
    return sendMessage(reply, visit, {
      title: t.formExpired,
      lead: t.formExpiredLead,
      status: 403,
      more: html`<a class="button main" href="${pageOf(visit)}">${t.tryAgain}</a>`,
      requestId: request.id,
    });
  });
}
