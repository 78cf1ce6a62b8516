import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { portalHeaders } from '../harness/members.ts';
import { startOidcProvider, type OidcProvider, type OidcUser } from '../harness/oidc-provider.ts';
import { cookieOf } from '../harness/operators.ts';
import { startSandbox, type Answer, type TestSandbox } from '../harness/sandbox.ts';

let provider: OidcProvider;
let sandbox: TestSandbox;

beforeAll(async () => {
  provider = await startOidcProvider();
  sandbox = await startSandbox({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  });
});
afterAll(async () => {
  await sandbox.stop();
  await provider.close();
});
beforeEach(() => {
  sandbox.passTime(600_000);
  provider.twist = (claims) => claims;
});

const EVA: OidcUser = { sub: 'eva-1', email: 'eva@elsewhere.example', email_verified: true, name: 'Eva' };
const REFUSED = '/owner/portal/sign-in?refused=sign-in-refused';

const headersOf = (cookie: string) => portalHeaders(sandbox.world.baseUrl, 'owner', cookie);

async function begin(returnTo?: string): Promise<{ url: string; cookie: string }> {
  const answer = await sandbox.call<{ url: string }>('POST', '/owner/account/sign-in/oidc', {
    key: null,
    headers: headersOf(''),
    body: returnTo === undefined ? {} : { returnTo },
  });
  expect(answer.status).toBe(200);
  return { url: answer.body.url, cookie: cookieOf(answer) };
}

/** The browser comes back from the provider, without the header of the portal: it follows a redirect. */
function comeBack(to: string, cookie: string): Promise<Answer> {
  const { pathname, search } = new URL(to);
  return sandbox.call('GET', pathname + search, { key: null, headers: { cookie, 'accept-language': 'nl' } });
}

async function enter(user: OidcUser): Promise<Answer> {
  const { url, cookie } = await begin();
  return comeBack(provider.agree(url, user), cookie);
}

const me = (answer: Answer) =>
  sandbox.call('GET', '/owner/me', { key: null, headers: headersOf(cookieOf(answer)) });

test('what is offered is told before anybody signs in', async () => {
  const { body } = await sandbox.call('GET', '/owner/sign-in/options', { key: null });
  expect(body).toEqual({ password: true, passkeys: true, oidc: { name: new URL(provider.issuer).host } });
});

test('an account elsewhere opens one here, the same one each time, and keeps no token of the provider', async () => {
  const { url, cookie } = await begin('/owner/portal/gateways');
  expect(new URL(url).searchParams.get('redirect_uri')).toBe(
    `${sandbox.world.baseUrl}/owner/account/oidc/callback`,
  );
  const first = await comeBack(provider.agree(url, EVA), cookie);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/owner/portal/gateways']);
  const known = (await me(first)).body;
  expect(known).toMatchObject({ email: EVA.email, name: 'Eva', language: 'nl' });
  expect((await me(await enter(EVA))).body).toEqual(known);
  const { rows } = await sandbox.pool.query<{ row: string }>(
    "SELECT a::text AS row FROM owner_accounts a WHERE provider_id = 'oidc'",
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toMatch(/opaque-access|eyJ/);
});

test('an account of the same e-mail is not taken over', async () => {
  const email = 'mine@example.org';
  const body = { email, password: 'ten chars or more' };
  await sandbox.call('POST', '/owner/account/sign-up', { key: null, headers: headersOf(''), body });
  const answer = await enter({ ...EVA, sub: 'thief', email });
  expect(answer.headers.get('location')).toBe('/owner/portal/sign-in?refused=email-in-use');
  expect((await me(answer)).status).toBe(401);
});

test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
  ['for another client', (claims) => ({ ...claims, aud: 'another' })],
  ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
  ['for another sign-in', (claims) => ({ ...claims, nonce: 'another' })],
  ['that has ended', (claims) => ({ ...claims, exp: 1_000_000 })],
])('a token %s opens nothing', async (_why, twist) => {
  provider.twist = twist;
  const answer = await enter({ ...EVA, sub: 'twisted', email: 'twisted@example.org' });
  expect(answer.headers.get('location')).toBe(REFUSED);
  expect((await me(answer)).status).toBe(401);
  const { rows } = await sandbox.pool.query("SELECT 1 FROM owner_users WHERE email = 'twisted@example.org'");
  expect(rows).toEqual([]);
});

test('a return that this browser did not begin, comes twice or is refused by the user opens nothing', async () => {
  const { url, cookie } = await begin();
  const back = provider.agree(url, EVA);
  expect((await comeBack(back, '')).headers.get('location')).toBe(REFUSED);
  const own = await begin();
  const good = provider.agree(own.url, EVA);
  expect((await comeBack(good, own.cookie)).headers.get('location')).toBe('/owner/portal');
  expect((await comeBack(good, own.cookie)).headers.get('location')).toBe(REFUSED);
  const denied = await begin();
  const state = new URL(denied.url).searchParams.get('state') ?? '';
  const to = `${sandbox.world.baseUrl}/owner/account/oidc/callback?error=access_denied&state=${state}`;
  expect((await comeBack(to, denied.cookie)).headers.get('location')).toBe(REFUSED);
  expect(cookie).not.toBe('');
});

test('the way back leads into the portal alone', async () => {
  for (const returnTo of ['https://evil.example/', '//evil.example', '/owner/portal/../../x', '/sandbox']) {
    const headers = headersOf('');
    const answer = await sandbox.call('POST', '/owner/account/sign-in/oidc', {
      key: null,
      headers,
      body: { returnTo },
    });
    expect([returnTo, answer.status]).toEqual([returnTo, 400]);
  }
});
