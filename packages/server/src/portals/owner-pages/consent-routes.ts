import type { FastifyInstance, FastifyReply } from 'fastify';
import { LANGUAGES } from '@hearthgate/wire';
import { acceptConsent, endContract, ownConsents, readConsentText } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { consentPath, sendConsent, type ConsentView } from './consent-page.ts';
import { onForm } from './on-form.ts';
import { goTo, sendPage } from './page.ts';
import { html } from './html.ts';
import { sendSignIn } from './sign-in-page.ts';
import { field, visitOf, type Ground, type Visit } from './visit.ts';

type Params = { readonly gatewayId: string };

/** Where `updateUrl` of a 451 leads. */
export function addConsentPages(app: FastifyInstance, ground: Ground): void {
  app.get<{ Params: Params }>(
    consentPath(':gatewayId'),
    { schema: { hide: true } },
    async (request, reply) => {
      const visit = await visitOf(ground, request, reply);
      return show(visit, request.params.gatewayId);
    },
  );
  // For a portal that is this server's root.
  app.get<{ Params: Params }>('/gateways/:gatewayId/consent', { schema: { hide: true } }, (request, reply) =>
    goTo(reply, consentPath(numberIn(request.params.gatewayId))),
  );
  onForm(app, ground, consentPath(':gatewayId'), (visit) => consentPath(gatewayIn(visit)), decide);
}

async function show(visit: Visit, id: string, more: Partial<ConsentView> = {}): Promise<FastifyReply> {
  const { ground, session, language } = visit;
  const { access } = ground;
  const gatewayId = numberIn(id);
  const path = consentPath(gatewayId);
  if (!session) return sendSignIn(visit, path, {});
  try {
    const owner = { access, ownerId: session.userId };
    const { brand, consents } = await ownConsents(owner, { gatewayId: Number(gatewayId) });
    const newest = await readConsentText(access, { language });
    const old = consents
      .filter(({ version }) => version !== newest.version)
      .map(async (each) => ({ ...each, before: await readConsentText(access, each) }));
    const current = consents.filter(({ version }) => version === newest.version);
    return sendConsent(
      { ...visit, brand },
      { gatewayId, newest, old: await Promise.all(old), current, ...more },
    );
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error;
    const { notYours: title, notYoursLead } = visit.t;
    return sendPage(visit, path, { title, status: 404, body: html`<p class="lead">${notYoursLead}</p>` });
  }
}

async function decide(visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, ground, t } = visit;
  const { access } = ground;
  const id = gatewayIn(visit);
  if (!session) return show(visit, id);
  const owner = { access, ownerId: session.userId };
  const contract = { gatewayId: Number(id), companyId: field(request, 'companyId', 50) };
  const decision = field(request, 'decision');
  if (decision === 'end') await orStays(endContract(owner, contract));
  if (decision === 'accept') {
    const language = LANGUAGES.find((each) => each === field(request, 'language')) ?? visit.language;
    const { version } = await readConsentText(access, { language });
    if (field(request, 'version') !== version) return show(visit, id, { notice: t.textChanged, status: 409 });
    await orStays(acceptOnce(owner, { ...contract, consentVersion: version, language }));
  }
  return goTo(reply, consentPath(id));
}

/** A second press finds the text accepted, and adds nothing to the ledger. */
async function acceptOnce(
  owner: Parameters<typeof acceptConsent>[0],
  input: Parameters<typeof acceptConsent>[1],
): Promise<void> {
  const { consents } = await ownConsents(owner, input);
  const given = consents.find(({ companyId }) => companyId === input.companyId);
  if (given?.version !== input.consentVersion) await acceptConsent(owner, input);
}

/** A contract that has ended meanwhile stays as it is; the page that follows tells how that is. */
async function orStays(step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    const isOver =
      error instanceof AppError && (error.code === 'transition-not-allowed' || error.code === 'not-found');
    if (!isOver) throw error;
  }
}

function gatewayIn({ request }: Visit): string {
  return numberIn((request.params as Params).gatewayId);
}

function numberIn(gatewayId: string): string {
  if (!/^[0-9]{9}$/.test(gatewayId)) throw new AppError('not-found');
  return gatewayId;
}
