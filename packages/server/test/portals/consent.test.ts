import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { companyOf, signIn } from '../harness/invitations.ts';
import { TestAccounts } from '../harness/owner-accounts.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const path = (gatewayId: string) => `/owner/gateways/${gatewayId}/consent`;

/** The way out of a 451. */
describe('accepting a consent text again', () => {
  let sandbox: TestSandbox;
  const accounts = new TestAccounts();

  beforeAll(async () => {
    sandbox = await startSandbox(
      { PORTAL_URL_BUDERUS: 'https://devices.buderus.example', SANDBOX_HOSTS: 'devices.buderus.example' },
      { owners: (access) => accounts.open(access) },
    );
  });
  afterAll(() => sandbox.stop());

  const remoteControl = (gatewayId: string) => {
    sandbox.passTime(60_000);
    return sandbox.call('GET', `/hvacs/${gatewayId}/heatingCircuits/1`);
  };
  const contract = async (gatewayId: string) => {
    sandbox.passTime(60_000);
    const { body } = await sandbox.call<{ status: string; consent: { version: string; language: string } }>(
      'GET',
      `/contracts/${gatewayId}`,
    );
    return [body.status, body.consent.version, body.consent.language];
  };
  const entries = async (gatewayId: string) => {
    const { rows } = await sandbox.pool.query<{ action: string }>(
      'SELECT action FROM consent_entries WHERE gateway_id = $1 ORDER BY no',
      [Number(gatewayId)],
    );
    return rows.map(({ action }) => action);
  };
  const publish = (version: string, more: object = {}) =>
    sandbox.call('POST', '/sandbox/consents', { body: { version, ...more } });
  const at = async (gatewayId: string, headers = {}) => {
    const browser = new Browser(sandbox.world.baseUrl, headers);
    await browser.get(path(gatewayId));
    await signIn(browser, sandbox.world.owners[0]);
    return browser;
  };

  test('the address in a 451 leads over sign-in to the newest text, and accepting it makes the call 200', async () => {
    const refused = await remoteControl('101000004');
    expect(refused.status).toBe(451);
    const url = String(refused.body['updateUrl']);
    expect(url).toBe(`${sandbox.world.baseUrl}${path('101000004')}`);

    const browser = new Browser(sandbox.world.baseUrl, { 'accept-language': 'de' });
    const first = await browser.get(new URL(url).pathname);
    expect(first.html).toContain('Melden Sie sich an, um den neuen Einwilligungstext zu lesen');
    expect(first.html).not.toContain('Alder');
    const page = await signIn(browser, sandbox.world.owners[0]);
    // The new text whole, the old one to compare, both with their versions and days.
    expect(page.html).toContain('und sie aus der Ferne steuern');
    expect(page.html).toContain('Version 2024-07, gültig seit 1. Juli 2024');
    expect(page.html).toContain('Version 2023-09 haben Sie am');
    // In the language in which it was accepted.
    expect(page.html).toMatch(/<div class="text" lang="en">.*It may not change anything\./);
    expect(page.html).toContain(
      'Alder Heating Services kann Ihre Heizungsanlage erst steuern, wenn Sie annehmen',
    );
    expect(page.html).toContain('class="BOSCH"');

    const accepted = await browser.submit(path('101000004'), { decision: 'accept' });
    expect([accepted.status, accepted.location]).toEqual([303, path('101000004')]);
    expect((await remoteControl('101000004')).status).toBe(200);
    expect(await contract('101000004')).toEqual(['ACTIVE', '2024-07', 'de']);
    const after = await browser.get(path('101000004'));
    expect(after.html).toContain('Ihre Einwilligung ist auf dem neuesten Stand');
    expect(after.html).not.toContain('value="accept"');
  });

  test('a stranger, signed in or not, can neither accept nor end, nor see who has access', async () => {
    const mine = await at('101000001');
    const form = { companyId: companyOf(sandbox), version: '2024-07', language: 'en' };
    const stranger = new Browser(sandbox.world.baseUrl);
    await stranger.get(path('101000001'));
    for (const decision of ['accept', 'end']) {
      const page = await stranger.post(path('101000001'), {
        ...stranger.hiddenFields('/owner/sign-in'),
        ...form,
        decision,
      });
      expect([page.location, page.html.includes('Sign in to read')]).toEqual([null, true]);
    }
    await stranger.submit('/owner/sign-up', {
      email: 'stranger@x.example',
      password: 'long-enough-password',
      name: 'Stranger',
    });
    const page = await stranger.get(path('101000001'));
    expect([page.status, page.html.includes('This gateway is not in your account')]).toEqual([404, true]);
    expect(page.html).not.toContain('Alder');
    const signedIn = stranger.hiddenFields('/owner/sign-out');
    const unknown = await stranger.get(path('999999999'));
    expect(unknown.html.replaceAll(/value="[^"]*"/g, '')).toBe(page.html.replaceAll(/value="[^"]*"/g, ''));
    for (const decision of ['accept', 'end']) {
      const refused = await stranger.post(path('101000001'), {
        ...signedIn,
        ...form,
        decision,
      });
      expect([refused.status, refused.location]).toEqual([303, path('101000001')]);
    }
    expect(await contract('101000001')).toEqual(['ACTIVE', '2024-07', 'en']);
    expect(await entries('101000001')).toEqual(['GIVEN']);
    expect(mine.page).toContain('Your consent is up to date');
  });

  test('a text that comes can be accepted ahead, and one that is not required need not be', async () => {
    const { body } = await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox', { key: null });
    const soon = new Date(Date.parse(body.clock.now) + 2 * 3_600_000).toISOString();
    await publish('2027-01', { effectiveFrom: soon });
    const ahead = await at('101000002');
    expect(ahead.page).toMatch(/From .* on Alder Heating Services can control your heating system only if/);
    expect(ahead.page).toMatch(/version 2027-01, in force from/);
    await ahead.submit(path('101000002'), { decision: 'accept' });
    expect(await contract('101000002')).toEqual(['ACTIVE', '2027-01', 'en']);
    await sandbox.advance('PT3H');
    expect((await remoteControl('101000002')).status).toBe(200);
    expect((await remoteControl('101000003')).status).toBe(451);
    await publish('2027-02', { requiredForRemoteControl: false });
    expect((await at('101000002')).page).toContain('You need not accept');
  });

  test('who accepts accepts what they have read: after a newer text they are asked again', async () => {
    const browser = await at('101000003');
    const form = browser.hiddenFields(path('101000003'));
    await publish('2027-03');
    const asked = await browser.post(path('101000003'), { ...form, decision: 'accept' });
    expect([asked.status, asked.html.includes('A newer text was published meanwhile')]).toEqual([409, true]);
    expect(asked.html).toContain('version 2027-03');
    expect(await contract('101000003')).toEqual(['ACTIVE', '2024-07', 'en']);
    await browser.submit(path('101000003'), { decision: 'accept' });
    expect(await contract('101000003')).toEqual(['ACTIVE', '2027-03', 'en']);
  });

  test('accepting twice is accepting once', async () => {
    const browser = await at('101000001');
    const form = { ...browser.hiddenFields(path('101000001')), decision: 'accept' };
    for (let time = 0; time < 2; time += 1)
      expect((await browser.post(path('101000001'), form)).status).toBe(303);
    expect(await entries('101000001')).toEqual(['GIVEN', 'RENEWED']);
  });

  test('the owner can end the contract instead, also twice', async () => {
    const browser = await at('101000007');
    const form = { ...browser.hiddenFields(path('101000007')), decision: 'end' };
    for (let time = 0; time < 2; time += 1) {
      const ended = await browser.post(path('101000007'), form);
      expect([ended.status, ended.location]).toEqual([303, path('101000007')]);
    }
    expect((await contract('101000007'))[0]).toBe('CLOSED');
    expect((await remoteControl('101000007')).status).toBe(403);
    expect((await browser.get(path('101000007'))).html).toContain('No company has access to this gateway.');
    const late = await browser.post(path('101000007'), {
      ...form,
      ...browser.hiddenFields('/owner/sign-out'),
      decision: 'accept',
      version: '2027-03',
      language: 'en',
      companyId: companyOf(sandbox),
    });
    expect([late.status, late.location]).toEqual([303, path('101000007')]);
    expect((await contract('101000007'))[0]).toBe('CLOSED');
  });

  test('neither the one button nor the other is pressed by a form without a decision', async () => {
    const browser = await at('101000006');
    const before = await contract('101000006');
    await browser.submit(path('101000006'), {});
    await browser.submit(path('101000006'), { decision: 'x' });
    expect(await contract('101000006')).toEqual(before);
  });

  test('a portal that is the root of its host leads to the same page', async () => {
    const answer = await sandbox.app.http.inject({
      url: '/gateways/101000002/consent',
      headers: { host: 'devices.buderus.example' },
    });
    expect([answer.statusCode, answer.headers['location']]).toEqual([303, path('101000002')]);
    const bad = await sandbox.app.http.inject({
      url: '/gateways/x%2F..%2F/consent',
      headers: { host: 'localhost' },
    });
    expect([bad.statusCode, bad.headers['location']]).toEqual([404, undefined]);
  });
});
