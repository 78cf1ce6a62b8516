import type { FastifyInstance, FastifyReply } from 'fastify';
import { LANGUAGES, type ProblemCode, type Scope } from '@hearthgate/wire';
import {
  acceptInvitation,
  openInvitation,
  ownGateways,
  readConsentText,
  refuseInvitation,
  type Invitation,
  secureAddress,
} from '../../access/index.ts';
import { findGateways } from '../../gateways/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { addressGroup, callerAddress } from '../../platform/http/caller-address.ts';
import { INVITATION_COOKIE, INVITATION_PATH, invitationOf } from './invitation-parts.ts';
import { sendAnswered, sendStanding } from './invitation-outcomes.ts';
import { sendInvitation, type InvitationView } from './invitation-page.ts';
import { goTo } from './page.ts';
import { onForm } from './on-form.ts';
import { sendSignIn } from './sign-in-page.ts';
import { say, type Texts } from './texts/index.ts';
import { field, setCookie, visitOf, type Ground, type Visit } from './visit.ts';

const DAY_MS = 86_400_000;
const GATEWAY_ID = /^[0-9]{9}$/;
const hidden = { schema: { hide: true } };
/** Years have four digits. */
const LAST_YEAR = '9999';
const SCOPES = ['monitoring', 'remoteControl', 'dataPoints'] as const;

export function addInvitationRoutes(app: FastifyInstance, ground: Ground): void {
  const { access } = ground;
  // The portal of a brand is this server's root, or its path /owner.
  for (const path of ['/invite', '/owner/invite']) {
    app.get(path, hidden, async (request, reply) => {
      const [, query = ''] = /\?(.*)$/s.exec(request.url) ?? [];
      const caller = addressGroup(callerAddress(request.raw, access.transport.trustProxy));
      const { token } = await openInvitation(access, { query, host: request.headers.host ?? '', caller });
      setCookie(access, request, reply, INVITATION_COOKIE, token);
      return goTo(reply, INVITATION_PATH);
    });
  }
  app.get(INVITATION_PATH, hidden, async (request, reply) => {
    const visit = await visitOf(ground, request, reply);
    return show(visit, await invitationOf(visit));
  });
  onForm(app, ground, INVITATION_PATH, () => INVITATION_PATH, decide);
  onForm(app, ground, `${INVITATION_PATH}/gateway`, () => INVITATION_PATH, claim);
}

/** The page of an invitation as it is now, with what the owner has chosen so far. */
async function show(
  visit: Visit,
  invitation: Invitation,
  more: Partial<InvitationView> = {},
): Promise<FastifyReply> {
  const { row, company } = invitation;
  const look = { ...visit, brand: row.brand };
  if (row.return_url !== null) return sendAnswered(look, invitation, row.return_url);
  if (!visit.session) return sendSignIn(look, INVITATION_PATH, { invitation });
  const { access, gateways } = visit.ground;
  const owner = { access, ownerId: visit.session.userId };
  const own = await ownGateways(owner, { companyId: company.company_id });
  const ids = own.map(({ gatewayId }) => gatewayId);
  const rows = ids.length === 0 ? [] : await findGateways(gateways.db, ids);
  const typeOf = new Map(rows.map((each) => [each.gateway_id, each.gateway_type]));
  return sendInvitation(look, {
    invitation,
    gateways: own.map((each) => ({ ...each, gatewayType: typeOf.get(each.gatewayId) })),
    text: await readConsentText(access, { language: visit.language }),
    chosen: {
      gatewayId: '',
      // A box that was ticked beforehand would be no consent.
      scope: { monitoring: false, remoteControl: false, dataPoints: false },
      validUntil: '',
    },
    firstDay: new Date(access.clock.now() + DAY_MS).toISOString().slice(0, 10),
    ...more,
  });
}

async function decide(visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, t, ground } = visit;
  const { access } = ground;
  const invitation = await invitationOf(visit);
  const { row, token } = invitation;
  // Another link may have been followed in another tab: what the owner read must be what they answer.
  if (field(request, 'invitation') !== row.invitation_id)
    return show(visit, invitation, { notice: t.otherInvitation, status: 409 });
  const ownerId = session?.userId ?? null;
  switch (field(request, 'decision')) {
    case 'refuse':
      return goTo(reply, await refuseInvitation(access, { token, ownerId }));
    case 'return':
      return ownerId === null ? show(visit, invitation) : giveBack(visit, ownerId, invitation);
    case 'share':
      return ownerId === null ? show(visit, invitation) : share(visit, ownerId, invitation);
    default:
      return show(visit, invitation);
  }
}

type Held = Invitation & { readonly token: string };

async function share(visit: Visit, ownerId: string, invitation: Held): Promise<FastifyReply> {
  const { request, ground, t } = visit;
  const chosen = chosenIn(visit);
  const language = LANGUAGES.find((each) => each === field(request, 'language')) ?? visit.language;
  const { version } = await readConsentText(ground.access, { language });
  const fault =
    faultOf(visit, chosen, invitation.company.name) ??
    (field(request, 'version') === version ? undefined : t.textChanged);
  if (fault !== undefined && invitation.row.used_at === null)
    return show(visit, invitation, { chosen, notice: fault, status: 422 });
  const { scope, validUntil } = chosen;
  return accept(visit, ownerId, invitation, {
    kind: 'SHARE',
    gatewayId: Number(chosen.gatewayId),
    language,
    consentVersion: version,
    scope,
    ...(validUntil !== '' && { validUntil: endOf(validUntil).toISOString() }),
  });
}

function giveBack(visit: Visit, ownerId: string, invitation: Held): Promise<FastifyReply> {
  const gatewayId = field(visit.request, 'gatewayId', 9);
  if (!GATEWAY_ID.test(gatewayId))
    return show(visit, invitation, { notice: visit.t.chooseGateway, status: 422 });
  return accept(visit, ownerId, invitation, { kind: 'RETURN', gatewayId: Number(gatewayId) });
}

/** Answers, and leaves to the company; a gateway of somebody else is none to choose. */
async function accept(
  visit: Visit,
  ownerId: string,
  invitation: Held,
  answer: Parameters<typeof acceptInvitation>[1]['answer'],
): Promise<FastifyReply> {
  const { access } = visit.ground;
  const { token, row } = invitation;
  try {
    return goTo(visit.reply, await acceptInvitation({ access, ownerId }, { token, answer }));
  } catch (error) {
    const code = error instanceof AppError ? error.code : undefined;
    if (code === 'not-found') return show(visit, invitation, { notice: visit.t.chooseGateway, status: 422 });
    if (!(error instanceof AppError) || code !== 'transition-not-allowed') throw error;
    const standing = { gatewayId: String(answer.gatewayId), status: String(error.members['from']) };
    return sendStanding({ ...visit, brand: row.brand }, invitation, standing);
  }
}

function chosenIn({ request }: Visit): InvitationView['chosen'] {
  const scope = Object.fromEntries(SCOPES.map((each) => [each, field(request, each) === 'yes']));
  return {
    gatewayId: field(request, 'gatewayId', 9),
    scope: scope as Scope,
    validUntil: field(request, 'validUntil', 10),
  };
}

/** What the owner has still to choose. */
function faultOf(
  { t, ground }: Visit,
  chosen: InvitationView['chosen'],
  company: string,
): string | undefined {
  if (!GATEWAY_ID.test(chosen.gatewayId)) return t.chooseGateway;
  if (!SCOPES.some((each) => chosen.scope[each])) return say(t.chooseScope, { company });
  const { validUntil } = chosen;
  if (validUntil === '') return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(validUntil) && !Number.isNaN(Date.parse(validUntil));
  return isDay && validUntil < LAST_YEAR && endOf(validUntil).getTime() > ground.access.clock.now()
    ? undefined
    : t.chooseDate;
}

function noticeOf(code: ProblemCode, t: Texts): string {
  if (code === 'rate-limit-exceeded') return t.limited;
  return code === 'presence-needed' ? t.presenceNeeded : t.claimRefused;
}

/** The day counts to its end. */
function endOf(day: string): Date {
  return new Date(Date.parse(day) + DAY_MS);
}

async function claim(visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, ground, t } = visit;
  const invitation = await invitationOf(visit);
  if (!session) return show(visit, invitation);
  const gatewayId = field(request, 'gatewayId', 20).replaceAll(/\s/g, '');
  const labelPassword = field(request, 'labelPassword', 100).trim();
  try {
    if (!GATEWAY_ID.test(gatewayId)) throw new AppError('not-found');
    const owner = { ownerId: session.userId, address: secureAddress(ground.access, request.raw) };
    await ground.claim(owner, { gatewayId: Number(gatewayId), labelPassword });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'internal') throw error;
    const isLimited = error.code === 'rate-limit-exceeded';
    return show(visit, invitation, {
      claimNotice: noticeOf(error.code, t),
      claimId: gatewayId,
      status: isLimited ? 429 : 422,
    });
  }
  return goTo(reply, INVITATION_PATH);
}
