import { readInvitation, type Invitation } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { html, type Html } from './html.ts';
import { hidden } from './page.ts';
import { say } from './texts/index.ts';
import { readCookie, type Visit } from './visit.ts';

export const INVITATION_PATH = '/owner/invitation';
export const INVITATION_COOKIE = 'hg-invitation';

/** The invitation of this browser, and its token. */
export async function invitationOf({ ground, request }: Visit): Promise<Invitation & { token: string }> {
  const token = readCookie(ground.access, request, INVITATION_COOKIE);
  if (token === undefined) throw new AppError('not-found');
  return { ...(await readInvitation(ground.access, token)), token };
}

/** To the company without sharing; needs no account. */
export function refuseForm(visit: Visit, { row, company }: Invitation): Html {
  return html`<form method="post" action="${INVITATION_PATH}">
    ${hidden(visit, { invitation: row.invitation_id })}
    <button name="decision" value="refuse">${say(visit.t.refuseAndReturn, { company: company.name })}</button>
  </form>`;
}

/**
 * Browsers apply `form-action` to every redirect after a form, and a company may send the owner on from its return
 * address, so no single host can be named here.
 */
export function companyTargets({ ground }: Visit): string {
  const isSandbox = ground.access.transport.plainHttpCallers.length > 0;
  return isSandbox ? 'https: http://localhost:* http://127.0.0.1:*' : 'https:';
}

/** The status of a contract that stands, in the owner's words. */
export function statusText({ t }: Visit, status: string, company: string): string {
  const isWord = status === 'ACTIVE' || status === 'PENDING' || status === 'PAUSED';
  return isWord ? say(t[status], { company }) : status;
}
