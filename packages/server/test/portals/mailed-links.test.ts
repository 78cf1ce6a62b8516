import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { deleteMails, newestMails } from '../../src/platform/mail/store.ts';
import { createSignIn } from '../../src/portals/sign-in/sign-in.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { cookieOf, type Call } from '../harness/operators.ts';
import { caller } from '../harness/sandbox.ts';

const PASSWORD = 'ten chars.';
const NEW_PASSWORD = 'other chars.';

/** Forgotten passwords and unconfirmed addresses of owners; the library and the database are the real ones. */
describe('a link by mail', () => {
  let domain: TestAccess;
  let server: FastifyInstance;
  let call: Call;
  let nowMs = 0;
  const takenOver: string[] = [];

  beforeAll(async () => {
    domain = await startAccess(Date.UTC(2026, 0, 15));
    server = createHttpServer(domain.access.log);
    const platform = { ...domain.access, limitsOf: () => localLimits(() => nowMs) };
    const signIn = createSignIn(platform, {
      audience: 'owner',
      baseUrl: () => 'http://localhost',
      basePath: '/owner',
      passkeys: false,
      secondFactor: 'optional',
      signUp: true,
      trustProxy: [],
      links: {
        audience: 'owner',
        basePath: '/owner',
        pageOf: (brand, page) => `https://portal.test/${brand ?? 'none'}/${page}`,
        languageOf: () => Promise.resolve('nl'),
        brandOf: ({ headers }) => (headers['x-brand'] === 'IVT' ? 'IVT' : null),
        onTakenOver: (_unit, userId) => Promise.resolve(void takenOver.push(userId)),
      },
    });
    signIn.addRoutes(server);
    signIn.addLinkRoutes(server);
    server.get('/who', async (request) => (await signIn.sessionOf(request)) ?? { nobody: true });
    call = caller(await server.listen({ host: '127.0.0.1', port: 0 }));
  });
  afterAll(async () => {
    await server.close();
    await domain.stop();
  });
  beforeEach(async () => {
    nowMs += 24 * 3_600_000;
    await deleteMails(domain.access.db);
  });

  const post = (path: string, body?: object, headers: Record<string, string> = {}) =>
    call('POST', `/owner${path}`, { ...(body && { body }), headers });
  const signUp = (email: string) =>
    post('/sign-up', { email, password: PASSWORD, name: 'Eva', language: 'sv' });
  const signIn = (email: string, password: string) => post('/sign-in', { email, password });
  const who = async (headers: Record<string, string>) => (await call('GET', '/who', { headers })).body;
  const mails = async () =>
    (await newestMails(domain.access.db, { limit: 100 })).map((row) => ({
      ...row,
      ...domain.mails.contentOf(row),
    }));
  const tokenOf = async (template: string): Promise<string> => {
    const link = async () => {
      const found = (await mails()).find((mail) => mail.template === template)?.data;
      return found && 'link' in found ? new URL(found.link).hash.slice(1) : '';
    };
    // The mail is written after the answer.
    await expect.poll(link, { interval: 5 }).not.toBe('');
    return link();
  };
  const owner = async (email: string) => {
    const made = await signUp(email);
    return { headers: { cookie: cookieOf(made) }, userId: String(made.body['userId']) };
  };

  test('confirms the address of a new account, once', async () => {
    const { headers } = await owner('eva@example.org');
    const [mail] = await mails();
    expect(mail).toMatchObject({
      template: 'confirm-email',
      recipient: 'eva@example.org',
      language: 'sv',
      urgent: true,
      data: {
        link: expect.stringMatching(/^https:\/\/portal\.test\/none\/confirm-email#[\w-]{43}$/) as string,
      },
    });
    expect(await who(headers)).toMatchObject({ emailConfirmed: false });
    const token = await tokenOf('confirm-email');
    expect((await post('/confirm-email', { token: `${token}x` })).body['code']).toBe('link-not-valid');
    expect((await post('/confirm-email', { token })).status).toBe(204);
    expect(await who(headers)).toMatchObject({ emailConfirmed: true });
    expect((await post('/confirm-email', { token })).status).toBe(410);
    // Asked for again it is answered alike, and nothing is sent.
    expect((await post('/confirm-email/link', undefined, headers)).status).toBe(202);
    expect(await mails()).toHaveLength(1);
  });

  test('is sent again to who is signed in, and the one before ends', async () => {
    const { headers } = await owner('ida@example.org');
    const first = await tokenOf('confirm-email');
    expect((await post('/confirm-email/link')).body['code']).toBe('sign-in-required');
    expect((await post('/confirm-email/link', undefined, { ...headers, 'x-brand': 'IVT' })).status).toBe(202);
    expect((await mails())[0]).toMatchObject({ language: 'nl', brand: 'IVT' });
    expect((await post('/confirm-email', { token: first })).status).toBe(410);
    expect((await post('/confirm-email', { token: await tokenOf('confirm-email') })).status).toBe(204);
  });

  test('sets a new password: the old one and all sessions end, a second factor stays', async () => {
    const { headers, userId } = await owner('max@example.org');
    await post('/confirm-email', { token: await tokenOf('confirm-email') });
    const enrolled = await post('/second-factor', { password: PASSWORD }, headers);
    expect(enrolled.status).toBe(200);
    await sql`UPDATE owner_users SET two_factor_enabled = true WHERE id = ${userId}`.execute(
      domain.access.db,
    );
    expect((await post('/password-reset', { email: 'MAX@example.org' })).status).toBe(202);
    const token = await tokenOf('password-reset');
    expect((await post('/password-reset/confirm', { token, password: 'short' })).status).toBe(400);
    expect((await post('/password-reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(204);
    expect(await who(headers)).toEqual({ nobody: true });
    expect((await signIn('max@example.org', PASSWORD)).status).toBe(401);
    expect((await signIn('max@example.org', NEW_PASSWORD)).body).toMatchObject({ next: 'second-factor' });
    expect((await mails())[0]).toMatchObject({ template: 'password-changed', recipient: 'max@example.org' });
    expect((await post('/password-reset/confirm', { token, password: PASSWORD })).status).toBe(410);
    expect(takenOver).toEqual([]);
  });

  test('that proves an address which was never confirmed leaves nothing to who made the account', async () => {
    const { headers, userId } = await owner('victim@example.org');
    await post('/second-factor', { password: PASSWORD }, headers);
    await sql`UPDATE owner_users SET two_factor_enabled = true WHERE id = ${userId}`.execute(
      domain.access.db,
    );
    await sql`
      INSERT INTO owner_passkeys (passkey_id, user_id, rp_id, credential_id, public_key, counter, transports, name, created_at)
      VALUES ('psk_1', ${userId}, 'localhost', 'credential', '', 0, '{}', 'Mine', now())`.execute(
      domain.access.db,
    );
    await sql`
      INSERT INTO owner_accounts (id, user_id, account_id, provider_id, created_at, updated_at)
      VALUES ('sgn_1', ${userId}, 'elsewhere', 'oidc', now(), now())`.execute(domain.access.db);
    await post('/password-reset', { email: 'victim@example.org' });
    const token = await tokenOf('password-reset');
    expect((await post('/password-reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(204);
    const entered = await signIn('victim@example.org', NEW_PASSWORD);
    expect(entered.body).toEqual({ next: 'done' });
    expect(await who({ cookie: cookieOf(entered) })).toMatchObject({ emailConfirmed: true });
    expect(takenOver).toEqual([userId]);
    const { rows } = await sql`
      SELECT passkey_id AS id FROM owner_passkeys
      UNION SELECT provider_id FROM owner_accounts WHERE user_id = ${userId}`.execute(domain.access.db);
    expect(rows).toEqual([{ id: 'credential' }]);
  });

  test('is not told to exist: strangers and owners are answered alike', async () => {
    await owner('ada@example.org');
    await deleteMails(domain.access.db);
    const answers = [];
    for (const email of ['nobody@example.org', 'ada@example.org']) {
      const { status, body } = await post('/password-reset', { email });
      answers.push([status, body]);
    }
    expect(answers[0]).toEqual(answers[1]);
    await tokenOf('password-reset');
    expect((await mails()).map(({ recipient }) => recipient)).toEqual(['ada@example.org']);
  });

  test('ends after an hour, and does not open what another link is for', async () => {
    await owner('old@example.org');
    await post('/password-reset', { email: 'old@example.org' });
    const token = await tokenOf('password-reset');
    expect((await post('/confirm-email', { token })).status).toBe(410);
    const confirm = await tokenOf('confirm-email');
    const crossed = await post('/password-reset/confirm', { token: confirm, password: NEW_PASSWORD });
    expect(crossed.status).toBe(410);
    await sql`UPDATE owner_links SET expires_at = now() WHERE purpose = 'PASSWORD'`.execute(domain.access.db);
    expect((await post('/password-reset/confirm', { token, password: NEW_PASSWORD })).status).toBe(410);
    expect((await signIn('old@example.org', PASSWORD)).status).toBe(200);
  });

  test('fills no mailbox: three, then one in ten minutes, and the answers stay the same', async () => {
    await owner('full@example.org');
    await deleteMails(domain.access.db);
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) {
      statuses.push((await post('/password-reset', { email: 'full@example.org' })).status);
      // What comes after an answer is done before the next one's, on this one connection of the database's row.
      await tokenOf('password-reset');
    }
    expect(statuses).toEqual([202, 202, 202, 202, 202, 202]);
    await expect.poll(async () => (await mails()).length).toBe(3);
    nowMs += 10 * 60_000;
    await post('/password-reset', { email: 'full@example.org' });
    await expect.poll(async () => (await mails()).length).toBe(4);
  });
});
