import type { FastifyReply } from 'fastify';
import type { Invitation } from '../../access/index.ts';
import { html } from './html.ts';
import { companyTargets, INVITATION_PATH, statusText } from './invitation-parts.ts';
import { hidden, sendPage } from './page.ts';
import { say } from './texts/index.ts';
import type { Visit } from './visit.ts';

/** The gateway that was chosen is shared with this company already: back, or choose another. */
export function sendStanding(
  visit: Visit,
  { row, company }: Invitation,
  standing: { readonly gatewayId: string; readonly status: string },
): FastifyReply {
  const { t } = visit;
  const name = { company: company.name };
  const gateway = say(t.gateway, { gateway: standing.gatewayId });
  return sendPage(visit, INVITATION_PATH, {
    title: say(t.standing, { ...name, gateway }),
    status: 409,
    formTargets: companyTargets(visit),
    body: html`<p class="lead">
        ${say(t.standingLead, { status: statusText(visit, standing.status, company.name) })}
      </p>
      <form method="post" action="${INVITATION_PATH}">
        ${hidden(visit, { invitation: row.invitation_id, gatewayId: standing.gatewayId })}
        <button class="main" name="decision" value="return">${say(t.back, name)}</button>
      </form>
      <a class="button stack" href="${INVITATION_PATH}">${t.otherGateway}</a>`,
  });
}

/** The invitation is used: the way back stays the same. */
export function sendAnswered(visit: Visit, { company }: Invitation, returnUrl: string): FastifyReply {
  const { t } = visit;
  return sendPage(visit, INVITATION_PATH, {
    title: t.answered,
    body: html`<p class="lead">${t.answeredLead}</p>
      <a class="button main" href="${returnUrl}" rel="noreferrer"
        >${say(t.back, { company: company.name })}</a
      >`,
  });
}
