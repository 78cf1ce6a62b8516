import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inviteOperator, removeOperator, resetOperator } from '../../src/portals/index.ts';
import {
  codeOf,
  cookieOf,
  signIn,
  startOperators,
  type TestOperators,
  wrongCodeOf,
} from '../harness/operators.ts';

const PASSWORD = 'a password of twelve';

describe('an operator enrols', () => {
  let server: TestOperators;

  beforeAll(async () => {
    server = await startOperators();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.passTime(3_600_000));

  const invite = (email: string) => inviteOperator(server.db, { email, name: 'New' });
  const enrol = (token: string, password = PASSWORD) =>
    server.call('POST', '/operator/enrol', { body: { token, password } });
  const enter = (email: string, password = PASSWORD) =>
    server.call('POST', '/operator/sign-in', { body: { email, password } });

  test('by a link: password, authenticator app, first code; then signs in with both', async () => {
    const email = 'Ada@Example.org';
    const { operatorId, token } = await invite(email);
    expect((await enrol(token)).body).toEqual({ email: 'ada@example.org' });

    const entered = await enter(email);
    expect([entered.status, entered.body]).toEqual([200, { next: 'enrol' }]);
    const headers = { cookie: cookieOf(entered) };
    const factor = await server.call<{ otpauthUri: string; secret: string; backupCodes: string[] }>(
      'POST',
      '/operator/second-factor',
      { body: { password: PASSWORD }, headers },
    );
    const uri = new URL(factor.body.otpauthUri);
    expect(decodeURIComponent(uri.href)).toMatch(/^otpauth:\/\/totp\/Hearthgate:ada@example\.org\?/);
    expect(uri.searchParams.get('secret')).toBe(factor.body.secret);
    expect(new Set(factor.body.backupCodes).size).toBe(10);

    const confirm = (code: string) =>
      server.call('POST', '/operator/second-factor/confirm', { body: { code }, headers });
    expect((await confirm(wrongCodeOf(factor.body.secret))).body['code']).toBe('sign-in-refused');
    const confirmed = await confirm(codeOf(factor.body.secret));
    expect(confirmed.body).toEqual({ next: 'done' });

    const withCookie = await server.call('GET', '/operator/me', { headers: { cookie: cookieOf(confirmed) } });
    expect(withCookie.body).toMatchObject({ operatorId, email: 'ada@example.org', name: 'New' });
    const again = await signIn(server.call, { email, password: PASSWORD }, codeOf(factor.body.secret));
    const withToken = await server.call('GET', '/operator/me', {
      headers: { authorization: `Bearer ${String(again.body['token'])}` },
    });
    expect([again.status, withToken.status]).toEqual([200, 200]);
  });

  test('the page loads nothing from elsewhere, runs no inline code, and is not framed or cached', async () => {
    const page = await server.call<string>('GET', '/operator/enrol');
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.body).not.toMatch(/https?:|\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)/);
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(parts.length).toBeGreaterThan(1);
    for (const path of parts) {
      const answer = await server.call<string>('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.body).not.toMatch(/https?:\/\//);
    }
  });

  test('a link is good once', async () => {
    const { token } = await invite('once@example.org');
    expect((await enrol(token)).status).toBe(200);
    const again = await enrol(token, 'another password');
    expect([again.status, again.body['code']]).toEqual([410, 'link-not-valid']);
    expect((await enter('once@example.org', 'another password')).status).toBe(401);
    expect((await enter('once@example.org')).status).toBe(200);
  });

  test('of two who open a link at the same moment, one sets the password', async () => {
    const { token } = await invite('race@example.org');
    const passwords = ['first password', 'second password'];
    const answers = await Promise.all(passwords.map((password) => enrol(token, password)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]));
    const entered = await Promise.all(passwords.map((password) => enter('race@example.org', password)));
    expect(entered.map(({ status }) => status)).toEqual(
      answers.map(({ status }) => (status === 200 ? 200 : 401)),
    );
  });

  test('a link that expired, was replaced or was invented answers alike, and sets nothing', async () => {
    const expired = await invite('expired@example.org');
    await sql`UPDATE operator_links SET expires_at = now()
      WHERE operator_id = ${expired.operatorId}`.execute(server.db);
    const replaced = await invite('replaced@example.org');
    await resetOperator(server.db, { email: 'replaced@example.org' });
    for (const token of [expired.token, replaced.token, 'A'.repeat(43), `${expired.token}x`]) {
      const { status, body } = await enrol(token);
      expect([status, body['code']]).toEqual([410, 'link-not-valid']);
    }
    for (const email of ['expired@example.org', 'replaced@example.org'])
      expect((await enter(email)).status).toBe(401);
  });

  test('a link lives for 24 hours, and only its hash is kept', async () => {
    const { operatorId, token } = await invite('hours@example.org');
    const { rows } = await sql<{ hours: number; hash: string }>`
      SELECT round(extract(epoch FROM expires_at - now()) / 3600)::float8 AS hours, token_hash::text AS hash
      FROM operator_links WHERE operator_id = ${operatorId}`.execute(server.db);
    expect(rows[0]?.hours).toBe(24);
    expect(rows[0]?.hash).not.toContain(token);
    expect(rows[0]?.hash).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('a short password leaves the link as it is', async () => {
    const { token } = await invite('short@example.org');
    const { status, body } = await enrol(token, 'eleven char');
    expect([status, body]).toMatchObject([400, { errors: [{ pointer: '/password' }] }]);
    expect((await enrol(token)).status).toBe(200);
  });

  test('links cannot be tried without end', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 31; at += 1) statuses.push((await enrol('A'.repeat(43))).status);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 410), 429]);
  });

  test('an e-mail has one account, however it is written', async () => {
    await invite('twice@example.org');
    await expect(invite('TWICE@example.org')).rejects.toMatchObject({ code: 'email-in-use' });
  });

  test('secret and backup codes stand encrypted in the database', async () => {
    const { secret, backupCodes, operatorId } = await server.enrolled('sealed@example.org');
    const { rows } = await sql<{ row: string }>`
      SELECT row_to_json(t)::text AS row FROM operator_two_factors t WHERE user_id = ${operatorId}`.execute(
      server.db,
    );
    const stored = rows[0]?.row ?? '';
    expect(stored).toContain('$ba$1$');
    for (const plain of [secret, ...backupCodes]) expect(stored).not.toContain(plain);
  });

  test('a backup code opens once', async () => {
    const operator = await server.enrolled('backup@example.org');
    const [code = ''] = operator.backupCodes;
    expect((await signIn(server.call, operator, code)).status).toBe(200);
    const again = await signIn(server.call, operator, code);
    expect([again.status, again.body['code']]).toEqual([401, 'sign-in-refused']);
  });

  test('who has a second factor gets no other one from a password', async () => {
    const { call, password, secret } = await server.enrolled('second@example.org');
    const { status, body } = await call('POST', '/operator/second-factor', { body: { password } });
    expect([status, body['code']]).toEqual([400, 'request-invalid']);
    expect((await call('GET', '/operator/me')).status).toBe(200);
    expect(
      (await signIn(server.call, { email: 'second@example.org', password }, codeOf(secret))).status,
    ).toBe(200);
  });

  test('a session from before the enrolment never becomes one with a second factor', async () => {
    const email = 'early@example.org';
    const { token } = await invite(email);
    await enrol(token);
    const [early, mine] = [await enter(email), await enter(email)];
    const headers = { cookie: cookieOf(mine) };
    const factor = await server.call<{ secret: string }>('POST', '/operator/second-factor', {
      body: { password: PASSWORD },
      headers,
    });
    const { secret } = factor.body;
    await server.call('POST', '/operator/second-factor/confirm', { body: { code: codeOf(secret) }, headers });

    const stale = { cookie: cookieOf(early) };
    const answers = [
      await server.call('GET', '/operator/me', { headers: stale }),
      await server.call('POST', '/operator/second-factor', { body: { password: PASSWORD }, headers: stale }),
      await server.call('POST', '/operator/second-factor/confirm', {
        body: { code: codeOf(secret) },
        headers: stale,
      }),
      await server.call('POST', '/operator/sign-in/code', { body: { code: codeOf(secret) }, headers: stale }),
      await server.call('GET', '/operator/me', { headers: stale }),
    ];
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(
      answers.map(() => [401, 'sign-in-required']),
    );
  });

  test('a reset ends sessions, sign-ins under way, password and second factor; the new link begins anew', async () => {
    const operator = await server.enrolled('reset@example.org');
    const { email, password, secret } = operator;
    const underWay = { cookie: cookieOf(await enter(email, password)) };
    const { token } = await resetOperator(server.db, { email });
    expect((await operator.call('GET', '/operator/me')).status).toBe(401);
    expect((await enter(email, password)).status).toBe(401);
    const code = { body: { code: codeOf(secret) }, headers: underWay };
    expect((await server.call('POST', '/operator/sign-in/code', code)).status).toBe(401);
    expect((await enrol(token)).status).toBe(200);
    expect((await server.call('POST', '/operator/sign-in/code', code)).status).toBe(401);
    expect((await enter(email)).body).toEqual({ next: 'enrol' });
  });

  test('who is removed is out with the next request, and leaves what was done on record', async () => {
    const operator = await server.enrolled('removed@example.org');
    const underWay = { cookie: cookieOf(await enter(operator.email, operator.password)) };
    expect((await operator.call('GET', '/operator/me')).status).toBe(200);
    await removeOperator(server.db, { email: 'REMOVED@example.org' });
    const gone = await operator.call('GET', '/operator/me');
    expect([gone.status, gone.body['code']]).toEqual([401, 'sign-in-required']);
    const code = { body: { code: codeOf(operator.secret) }, headers: underWay };
    expect((await server.call('POST', '/operator/sign-in/code', code)).status).toBe(401);
    const rows = await server.audit();
    expect(rows.filter(({ operatorId }) => operatorId === operator.operatorId).length).toBeGreaterThan(4);
    await expect(removeOperator(server.db, operator)).rejects.toMatchObject({ code: 'not-found' });
    await expect(resetOperator(server.db, operator)).rejects.toMatchObject({ code: 'not-found' });
  });
});
