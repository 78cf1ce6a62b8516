import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renewAdministratorLink } from '../../src/access/index.ts';
import {
  joinByLink,
  MEMBER_PASSWORD,
  memberCall,
  seededMember,
  signInMember,
  type TestMember,
} from '../harness/members.ts';
import { codeOf, cookieOf } from '../harness/operators.ts';
import { onboard, onboarding, registeredCompany, startOperatorServer } from '../harness/companies.ts';
import { startSandbox, type Answer, type TestSandbox } from '../harness/sandbox.ts';

const REFUSED = [410, 'link-not-valid'];

function outcome({ status, body }: Answer): unknown[] {
  return body ? [status, body['code']] : [status];
}

describe('the members of a company', () => {
  let sandbox: TestSandbox;
  let admin: TestMember;
  let viewer: TestMember;

  beforeAll(async () => {
    sandbox = await startSandbox();
    [admin, viewer] = [await seededMember(sandbox, 'ADMIN'), await seededMember(sandbox, 'VIEWER')];
  });
  afterAll(() => sandbox.stop());

  const invite = async (email: string, role: string, by = admin) =>
    by.call<{ joinUrl: string; invitationId: string }>('POST', '/pro/invitations', { body: { email, role } });
  const tokenOf = (joinUrl: string) => new URL(joinUrl).hash.slice(1);
  const accept = (joinUrl: string) =>
    memberCall(sandbox, '')('POST', '/pro/invitations/accept', {
      body: { token: tokenOf(joinUrl), password: MEMBER_PASSWORD, name: 'Again' },
    });
  const join = async (email: string, role: string) =>
    joinByLink(sandbox, (await invite(email, role)).body.joinUrl, email);

  const newestMail = async (to: string) => {
    const { body } = await sandbox.call<{ items: { template: string; link: string }[] }>(
      'GET',
      `/sandbox/mailbox?to=${encodeURIComponent(to)}`,
      { key: null },
    );
    return body.items[0];
  };

  test('see themselves and each other', async () => {
    const me = await viewer.call('GET', '/pro/me');
    expect(me.body).toEqual({
      memberId: viewer.memberId,
      email: 'viewer@sandbox.example',
      name: 'Vera Viewer',
      role: 'VIEWER',
      language: 'en',
      secondFactor: false,
      company: {
        companyId: sandbox.world.companies[0]?.companyId,
        name: 'Alder Heating Services',
        status: 'ACTIVE',
        languages: ['en', 'de'],
      },
    });
    const changed = await viewer.call('PATCH', '/pro/me', { body: { language: 'sv', name: 'Vera' } });
    expect(changed.body).toMatchObject({ language: 'sv', name: 'Vera' });
    const refused = await viewer.call('POST', '/webhooks', { body: {} });
    expect(refused.body['detail']).toMatch(/^Din roll/);
    const { body } = await viewer.call<{ items: object[] }>('GET', '/pro/members');
    expect(body.items).toMatchObject([
      { email: 'administrator@sandbox.example', role: 'ADMIN' },
      { email: 'viewer@sandbox.example', role: 'VIEWER', name: 'Vera' },
    ]);
  });

  test('are invited by an administrator alone, and the link works once, for 72 hours', async () => {
    expect(outcome(await invite('x@alder.example', 'ADMIN', viewer))).toEqual([403, 'role-required']);
    expect((await viewer.call('GET', '/pro/invitations')).status).toBe(403);
    const { body } = await invite('Eve@Alder.example', 'STAFF');
    expect(body).toMatchObject({ email: 'eve@alder.example', role: 'STAFF', mailSent: true });
    expect(await newestMail('eve@alder.example')).toMatchObject({
      template: 'member-invitation',
      subject: 'You are invited to work for Alder Heating Services',
      link: body.joinUrl,
    });
    expect(body.joinUrl).toMatch(/\/pro\/portal\/join#[0-9A-Za-z]{43}$/);
    const listed = await admin.call<{ items: object[] }>('GET', '/pro/invitations');
    expect(listed.body.items).toMatchObject([{ email: 'eve@alder.example' }]);
    expect(JSON.stringify(listed.body)).not.toContain(tokenOf(body.joinUrl));
    const { rows } = await sandbox.pool.query<{ row: string }>(
      'SELECT i::text AS row FROM member_invitations i',
    );
    expect(rows.some(({ row }) => row.includes(tokenOf(body.joinUrl)))).toBe(false);
    const opened = await memberCall(sandbox, '')('POST', '/pro/invitations/open', {
      body: { token: tokenOf(body.joinUrl) },
    });
    expect(opened.body).toMatchObject({ companyName: 'Alder Heating Services', email: 'eve@alder.example' });
    const short = await memberCall(sandbox, '')('POST', '/pro/invitations/accept', {
      body: { token: tokenOf(body.joinUrl), password: 'eleven char', name: 'Eve' },
    });
    expect(outcome(short)).toEqual([400, 'request-invalid']);
    const eve = await joinByLink(sandbox, body.joinUrl, 'Eve');
    expect((await eve.call('GET', '/pro/me')).body).toMatchObject({ role: 'STAFF', name: 'Eve' });
    expect(outcome(await accept(body.joinUrl))).toEqual(REFUSED);
    expect((await signInMember(sandbox, eve)).cookie).not.toBe('');

    const older = await invite('late@alder.example', 'STAFF');
    const newer = await invite('late@alder.example', 'STAFF');
    expect(outcome(await accept(older.body.joinUrl))).toEqual(REFUSED);
    await admin.call('DELETE', `/pro/invitations/${newer.body.invitationId}`);
    // A repeated invitation keeps no second row, so the id told last is the one that counts.
    expect(outcome(await accept(newer.body.joinUrl))).toEqual(REFUSED);
    const last = await invite('late@alder.example', 'STAFF');
    await sandbox.pool.query(
      "UPDATE member_invitations SET expires_at = expires_at - interval '72 hours' WHERE email = 'late@alder.example'",
    );
    expect(outcome(await accept(last.body.joinUrl))).toEqual(REFUSED);
  });

  test('change roles and leave, and with the account go its sessions; an administrator stays', async () => {
    const bob = await join('bob@alder.example', 'VIEWER');
    const path = `/pro/members/${bob.memberId}`;
    expect((await bob.call('PATCH', path, { body: { role: 'ADMIN' } })).status).toBe(403);
    expect((await admin.call('PATCH', path, { body: { role: 'STAFF' } })).body).toMatchObject({
      role: 'STAFF',
    });
    expect((await bob.call('GET', '/pro/me')).body).toMatchObject({ role: 'STAFF' });
    expect((await bob.call('DELETE', `/pro/members/${viewer.memberId}`)).status).toBe(403);
    const own = `/pro/members/${admin.memberId}`;
    const kept = [409, 'last-administrator'];
    expect(outcome(await admin.call('PATCH', own, { body: { role: 'STAFF' } }))).toEqual(kept);
    expect(outcome(await admin.call('DELETE', own))).toEqual(kept);
    expect((await bob.call('DELETE', path)).status).toBe(204);
    for (const asked of ['/pro/me', '/hvacs'])
      expect(outcome(await bob.call('GET', asked))).toEqual([401, 'sign-in-required']);
    const again = await memberCall(sandbox, '')('POST', '/pro/sign-in', { body: bob });
    expect(again.status).toBe(400);
    const { email, password } = bob;
    expect(
      (await memberCall(sandbox, '')('POST', '/pro/sign-in', { body: { email, password } })).status,
    ).toBe(401);
  });

  test('two administrators who remove each other at once leave one', async () => {
    const [ann, amy] = [await join('ann@alder.example', 'ADMIN'), await join('amy@alder.example', 'ADMIN')];
    await ann.call('DELETE', `/pro/members/${admin.memberId}`);
    const answers = await Promise.all([
      ann.call('DELETE', `/pro/members/${amy.memberId}`),
      amy.call('DELETE', `/pro/members/${ann.memberId}`),
    ]);
    const { rows } = await sandbox.pool.query(
      "SELECT 1 FROM company_members WHERE role = 'ADMIN' AND company_id = $1",
      [sandbox.world.companies[0]?.companyId],
    );
    expect(rows).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    // The operator lets somebody in again.
    const { access } = sandbox.app.domains;
    const companyId = sandbox.world.companies[0]?.companyId ?? '';
    const { joinUrl } = await renewAdministratorLink(access, companyId);
    admin = await joinByLink(sandbox, joinUrl, 'Alex');
    expect((await admin.call('GET', '/pro/me')).body).toMatchObject({ role: 'ADMIN' });
  });

  test('who has lost the way in gets a new link: password, second factor and sessions of before are gone', async () => {
    const cat = await join('cat@alder.example', 'ADMIN');
    const factor = await cat.call<{ secret: string }>('POST', '/pro/second-factor', {
      body: { password: cat.password },
    });
    const code = codeOf(factor.body.secret);
    const confirmed = await cat.call('POST', '/pro/second-factor/confirm', { body: { code } });
    const proven = memberCall(sandbox, cookieOf(confirmed));
    expect((await proven('GET', '/pro/me')).body).toMatchObject({ secondFactor: true });
    const entered = await memberCall(sandbox, '')('POST', '/pro/sign-in', {
      body: { email: cat.email, password: cat.password },
    });
    expect(entered.body).toEqual({ next: 'second-factor' });
    expect((await memberCall(sandbox, cookieOf(entered))('GET', '/pro/me')).status).toBe(401);
    const done = await memberCall(sandbox, cookieOf(entered))('POST', '/pro/sign-in/code', {
      body: { code },
    });
    expect((await memberCall(sandbox, cookieOf(done))('GET', '/hvacs')).status).toBe(200);

    // A new password by mail ends the sessions too; the second factor stays, whoever's mailbox it is.
    const anybody = memberCall(sandbox, '');
    expect((await anybody('POST', '/pro/password-reset', { body: { email: cat.email } })).status).toBe(202);
    // The mail is written after the answer.
    await expect
      .poll(async () => (await newestMail(cat.email))?.template, { interval: 5 })
      .toBe('password-reset');
    const link = new URL((await newestMail(cat.email))?.link ?? '');
    expect(link.pathname).toBe('/pro/portal/reset-password');
    const chosen = { token: link.hash.slice(1), password: 'another twelve' };
    const confirm = () => anybody('POST', '/pro/password-reset/confirm', { body: chosen });
    expect((await confirm()).status).toBe(204);
    expect(outcome(await confirm())).toEqual(REFUSED);
    expect((await memberCall(sandbox, cookieOf(done))('GET', '/pro/me')).status).toBe(401);
    const anew = await anybody('POST', '/pro/sign-in', {
      body: { email: cat.email, password: chosen.password },
    });
    expect(anew.body).toEqual({ next: 'second-factor' });
    expect((await newestMail(cat.email))?.template).toBe('password-changed');
    // Members were invited to their address: there is nothing to confirm.
    expect((await anybody('POST', '/pro/confirm-email', { body: { token: 'x' } })).status).toBe(404);

    // The role of whoever is a member already never falls.
    const { joinUrl } = (await invite(cat.email, 'VIEWER')).body;
    const back = await joinByLink(sandbox, joinUrl, 'Cat');
    expect((await back.call('GET', '/pro/me')).body).toMatchObject({ role: 'ADMIN', secondFactor: false });
    expect((await proven('GET', '/pro/me')).status).toBe(401);
  });

  test('sign out, and are strangers to what owners and other companies have', async () => {
    const dan = await join('dan@alder.example', 'ADMIN');
    for (const path of ['/owner/me', '/owner/gateways'])
      expect((await dan.call('GET', path)).status).toBe(401);
    const out = await dan.call('POST', '/pro/sign-out');
    expect([out.status, (await dan.call('GET', '/pro/me')).status]).toEqual([204, 401]);
    const [cookie = ''] = out.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  });

  test('the first administrator comes with the onboarding of the company, and the others of another are not seen', async () => {
    const operator = await startOperatorServer(sandbox.app);
    const { companyId } = await registeredCompany(operator, sandbox.app);
    const early = await operator.call('POST', `/operator/companies/${companyId}/administrator-link`);
    expect(outcome(early)).toEqual([409, 'transition-not-allowed']);
    const { body } = await onboard(operator, onboarding(companyId, { ipAllowList: [] }), 0);
    expect(body.administrator).toMatchObject({ sendTo: { name: 'Ada' }, mailSent: true });
    const renewed = await operator.call<{ joinUrl: string }>(
      'POST',
      `/operator/companies/${companyId}/administrator-link`,
    );
    expect(outcome(await accept(body.administrator?.joinUrl ?? ''))).toEqual(REFUSED);
    const ada = await joinByLink(sandbox, renewed.body.joinUrl, 'Ada');
    expect((await ada.call('GET', '/pro/me')).body).toMatchObject({ role: 'ADMIN', company: { companyId } });
    expect((await ada.call<{ items: object[] }>('GET', '/pro/members')).body.items).toHaveLength(1);
    for (const [method, path, more] of [
      ['PATCH', `/pro/members/${viewer.memberId}`, { body: { role: 'STAFF' } }],
      ['DELETE', `/pro/members/${viewer.memberId}`, {}],
      ['DELETE', `/pro/invitations/${(await invite('i@alder.example', 'STAFF')).body.invitationId}`, {}],
    ] as const)
      expect(outcome(await ada.call(method, path, more))).toEqual([404, 'not-found']);
    // An account belongs to one company.
    const { joinUrl } = (await invite(ada.email, 'STAFF')).body;
    expect(outcome(await accept(joinUrl))).toEqual([409, 'email-in-use']);
    expect((await ada.call('GET', '/pro/me')).status).toBe(200);
    await operator.close();
  });
});
