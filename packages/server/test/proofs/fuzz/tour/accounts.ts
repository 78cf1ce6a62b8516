import { Authenticator } from '../../../harness/authenticator.ts';
import { portalHeaders } from '../../../harness/members.ts';
import { codeOf, cookieOf } from '../../../harness/operators.ts';
import type { HeadersOf } from '../callers.ts';
import type { Guide } from './guide.ts';

const PASSWORD = 'a password long enough';
/** Real time in which a mail is written. */
const MAIL_MS = 10_000;
const NEXT_PASSWORD = 'another password as long';

/** What only this person may do to their account: second factor, passkeys, password, sessions. */
export async function visitAccount(
  guide: Guide,
  portal: 'owner' | 'pro',
  person: { readonly email: string; readonly password: string; readonly headers: HeadersOf },
): Promise<void> {
  const { sandbox } = guide;
  const { baseUrl } = sandbox.world;
  const base = `/${portal}`;
  const entry = portal === 'owner' ? '/owner/account' : '/pro';
  const nobody = portalHeaders(baseUrl, portal, '');
  const as = (cookie: string) => portalHeaders(baseUrl, portal, cookie);
  const { email, password } = person;
  let headers = person.headers;
  const go: Guide['go'] = (name, wish) => guide.go(name, { as: headers, ...wish });

  const key = new Authenticator(baseUrl);
  const options = await go(`POST ${base}/passkeys/options`);
  const challenge = { challenge: String(options.body['challenge']) };
  await go(`POST ${base}/passkeys`, { json: { name: 'Phone', response: key.create(challenge) } });
  const asked = await go(`POST ${entry}/sign-in/passkey/options`, { as: nobody });
  const entering = { challenge: String(asked.body['challenge']) };
  await go(`POST ${entry}/sign-in/passkey`, { as: nobody, json: { response: key.get(entering) } });
  await go(`DELETE ${base}/passkeys/:passkeyId`);

  const { body: factor } = await go(`POST ${entry}/second-factor`, { json: { password } });
  const secret = String(factor['secret']);
  const { backupCodes = [] } = factor as { backupCodes?: string[] };
  const confirmed = await go(`POST ${entry}/second-factor/confirm`, { json: { code: codeOf(secret) } });
  headers = as(cookieOf(confirmed));
  const entered = await go(`POST ${entry}/sign-in`, { as: nobody, json: { email, password } });
  const proven = await go(`POST ${entry}/sign-in/code`, {
    as: as(cookieOf(entered)),
    json: { code: backupCodes[0] },
  });
  await go(`POST ${entry}/sign-out`, { as: as(cookieOf(proven)) });
  await go(`POST ${base}/password`, { json: { password, newPassword: NEXT_PASSWORD } });
  await go(`PATCH ${base}/me`, { json: { language: 'de' } });
  const again = await go(`POST ${entry}/sign-in`, { as: nobody, json: { email, password: NEXT_PASSWORD } });
  await go(`POST ${entry}/sign-in/code`, {
    as: as(cookieOf(again)),
    json: { code: backupCodes[1] },
  });
  const { body: mine } = await go(`GET ${base}/sessions`);
  const { items = [] } = mine as { items?: { sessionId: string; current: boolean }[] };
  const sessionId = items.find(({ current }) => !current)?.sessionId ?? '';
  await go(`DELETE ${base}/sessions/:sessionId`, { params: { sessionId } });
  await go(`DELETE ${base}/sessions`);

  await go(`POST ${base}/password-reset`, { as: nobody, json: { email } });
  const token = await mailedToken(guide, email, 'password-reset');
  await go(`POST ${base}/password-reset/confirm`, { as: nobody, json: { token, password: PASSWORD } });
}

/** The token in the newest mail of this kind to this person, as soon as it is written: that is after the answer. */
async function mailedToken({ sandbox }: Guide, email: string, template: string): Promise<string> {
  const path = `/sandbox/mailbox?to=${encodeURIComponent(email)}`;
  const ask = { key: null, headers: { accept: 'application/json' } };
  for (const giveUpAt = performance.now() + MAIL_MS; performance.now() < giveUpAt;) {
    const { body } = await sandbox.call<{ items: { template: string; link: string | null }[] }>(
      'GET',
      path,
      ask,
    );
    const link = body.items.find((each) => each.template === template)?.link;
    if (link) return new URL(link).hash.slice(1);
  }
  throw new Error(`no mail ${template} to ${email}`);
}

/** An owner who signs up, and confirms the address. */
export async function visitOwner(guide: Guide): Promise<void> {
  const { sandbox } = guide;
  const nobody = portalHeaders(sandbox.world.baseUrl, 'owner', '');
  const person = { email: 'visitor@example.org', password: PASSWORD };
  const made = await guide.go('POST /owner/account/sign-up', { as: nobody, json: person });
  const headers = portalHeaders(sandbox.world.baseUrl, 'owner', cookieOf(made));
  await guide.go('POST /owner/confirm-email/link', { as: headers });
  const token = await mailedToken(guide, person.email, 'confirm-email');
  await guide.go('POST /owner/confirm-email', { as: nobody, json: { token } });
  await visitOffers(guide, headers, person.email);
  await visitAccount(guide, 'owner', { ...person, headers });
  const next = { email: 'leaver@example.org', password: PASSWORD };
  const leaver = await guide.go('POST /owner/account/sign-up', { as: nobody, json: next });
  await guide.go('DELETE /owner/me', {
    as: portalHeaders(sandbox.world.baseUrl, 'owner', cookieOf(leaver)),
    json: { password: PASSWORD },
  });
}

/** The seeded owner gives, the visitor takes. */
async function visitOffers(guide: Guide, visitor: HeadersOf, email: string): Promise<void> {
  const go = guide.go.bind(guide);
  const made = await go('POST /sandbox/gateways', { json: { profile: 'none', share: false } });
  const gatewayId = String(made.body['gatewayId']);
  const params = { gatewayId };
  await go('POST /owner/gateways/:gatewayId/co-owners', { params, json: { email: 'x@example.org' } });
  await go('DELETE /owner/gateways/:gatewayId/offers/:offerId', { params });
  const offer = await go('POST /owner/gateways/:gatewayId/co-owners', { params, json: { email } });
  await go('POST /owner/offers/accept', { as: visitor, json: { code: offer.body['code'] } });
  const { body } = await go('GET /owner/gateways/:gatewayId/co-owners', { params });
  const { items = [] } = body as { items?: { ownerId: string; role: string }[] };
  const ownerId = items.find(({ role }) => role !== 'MAIN')?.ownerId ?? items.at(-1)?.ownerId ?? '';
  await go('DELETE /owner/gateways/:gatewayId/co-owners/:ownerId', { params: { gatewayId, ownerId } });
  await go('POST /owner/gateways/:gatewayId/transfer', { params, json: { email } });
}

/** A member who is invited, and joins. */
export async function visitMember(guide: Guide): Promise<void> {
  const { baseUrl } = guide.sandbox.world;
  const nobody = portalHeaders(baseUrl, 'pro', '');
  const { body: settings } = await guide.go('GET /pro/company');
  await guide.go('PATCH /pro/company', {
    json: { ipMode: 'OBSERVE' },
    headers: { 'if-match': `"${String(settings['version'])}"` },
  });
  const invite = (email: string) => guide.go('POST /pro/invitations', { json: { email, role: 'VIEWER' } });
  await invite('nobody@alder.example');
  await guide.go('DELETE /pro/invitations/:invitationId');
  const email = 'visitor@alder.example';
  const invited = await invite(email);
  const token = new URL(String(invited.body['joinUrl'])).hash.slice(1);
  await guide.go('POST /pro/invitations/open', { as: nobody, json: { token } });
  const joined = await guide.go('POST /pro/invitations/accept', {
    as: nobody,
    json: { token, password: PASSWORD, name: 'Vi' },
  });
  const params = { memberId: String(joined.body['memberId']) };
  await guide.go('PATCH /pro/members/:memberId', { params, json: { role: 'STAFF' } });
  const headers = portalHeaders(baseUrl, 'pro', cookieOf(joined));
  await visitAccount(guide, 'pro', { email, password: PASSWORD, headers });
  await guide.go('DELETE /pro/members/:memberId', { params });
}
