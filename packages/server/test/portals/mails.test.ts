import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  application,
  onboard,
  onboarding,
  registeredCompany,
  startOperatorServer,
  tokenOf,
  type OperatorServer,
} from '../harness/companies.ts';
import { applyForRegistration, refuseRegistration } from '../../src/access/index.ts';
import { startOwnersSandbox, type TestOwner } from '../harness/owners.ts';

interface MailView {
  readonly mailId: string;
  readonly to: string;
  readonly template: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly link: string | null;
  readonly state: string;
}

/** What happens in the whole application is told by mail, as the mailbox of the sandbox shows. */
describe('by mail', () => {
  let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let operator: OperatorServer;

  beforeAll(async () => {
    sandbox = await startOwnersSandbox();
    operator = await startOperatorServer(sandbox.app);
    await sandbox.unplugHouses();
  });
  afterAll(async () => {
    await operator.close();
    await sandbox.stop();
  });
  beforeEach(async () => {
    await sandbox.call('DELETE', '/sandbox/mailbox', { key: null });
  });

  const mails = async (to?: string): Promise<MailView[]> => {
    const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`;
    const { body } = await sandbox.call<{ items: MailView[] }>('GET', `/sandbox/mailbox${query}`, {
      key: null,
    });
    return body.items;
  };
  const told = async (to?: string) => (await mails(to)).map(({ template }) => template).toReversed();
  const page = async (path: string) =>
    (await sandbox.call<string>('GET', path, { key: null, headers: { accept: 'text/html' } })).body;
  const first = () => sandbox.world.companies[0]?.companyId ?? '';
  const share = (gatewayId: string, body: object = {}) =>
    sandbox.call('POST', '/sandbox/contracts', { key: null, body: { gatewayId, ...body } });
  const landlord = (): TestOwner => sandbox.landlord;

  test('owners learn who got access, for what and until when, and whose access has ended', async () => {
    const { gatewayId } = await sandbox.newGateway();
    const now = Date.parse(
      (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body.clock.now,
    );
    const validUntil = new Date(now + 86_400_000).toISOString();
    await share(gatewayId, { validUntil, scope: { remoteControl: false, dataPoints: false } });
    const [given] = await mails(landlord().email);
    expect(given).toMatchObject({
      template: 'access-given',
      subject: 'Alder Heating Services now has access to your heating system',
      link: `${sandbox.world.baseUrl}/owner/portal/systems/${gatewayId}`,
      state: 'KEPT',
    });
    expect(given?.text).toContain(`gateway ${gatewayId}: monitoring.`);
    expect(given?.text).toMatch(/Access ends by itself on \w+ \d+, \d{4}\./);
    await sandbox.advance('P1D');
    expect(await told(landlord().email)).toEqual(['access-given', 'access-ended']);
  });

  test('pausing and resuming by the owner are no news, ending is told to co-owners too', async () => {
    const { gatewayId } = await sandbox.newGateway(true);
    const offered = await landlord().call<{ code: string; link: string }>(
      'POST',
      `/owner/gateways/${gatewayId}/co-owners`,
      { email: 'kim@example.com' },
    );
    const kim = await sandbox.newOwner('kim');
    const [offer] = await mails('KIM@example.com');
    expect(offer).toMatchObject({ template: 'co-owner-offer', language: 'en', link: offered.body.link });
    await kim.call('POST', '/owner/offers/accept', { code: offered.body.code });
    await sandbox.call('DELETE', '/sandbox/mailbox', { key: null });
    for (const step of ['pause', 'resume', 'end'])
      await sandbox.call('POST', `/sandbox/contracts/${gatewayId}/${step}`, { key: null, body: {} });
    expect(
      (await mails()).map(({ to, template, language }) => `${to} ${template} ${language}`).toSorted(),
    ).toEqual(['kim@example.com access-ended de', `${landlord().email} access-ended en`]);
  });

  test('who loses a gateway is told once, and who took it is not', async () => {
    const { gatewayId } = await sandbox.newGateway(true);
    const jo = await sandbox.newOwner('jo');
    const offered = await landlord().call<{ code: string }>('POST', `/owner/gateways/${gatewayId}/transfer`, {
      email: jo.email,
    });
    await sandbox.call('DELETE', '/sandbox/mailbox', { key: null });
    await jo.call('POST', '/owner/offers/accept', { code: offered.body.code });
    expect(await told(landlord().email)).toEqual(['gateway-gone']);
    expect(await told(jo.email)).toEqual([]);
  });

  test('a required consent text is mailed once for each gateway, to whoever shares remote control', async () => {
    const { gatewayId: controlled } = await sandbox.newGateway(true);
    const { gatewayId: watched } = await sandbox.newGateway();
    await share(watched, { scope: { remoteControl: false } });
    await share(controlled, { companyId: sandbox.world.companies[1]?.companyId ?? '' });
    await sandbox.call('DELETE', '/sandbox/mailbox', { key: null });
    await sandbox.call('POST', '/sandbox/consents', { key: null, body: { version: '2031-01' } });
    const links = (await mails())
      .filter(({ template }) => template === 'consent-outdated')
      .map(({ link }) => link);
    const consentPage = (gatewayId: string) => `${sandbox.world.baseUrl}/owner/gateways/${gatewayId}/consent`;
    expect(links.filter((link) => link === consentPage(controlled))).toHaveLength(1);
    expect(links).not.toContain(consentPage(watched));
  });

  test('the administrator of a company learns of application, first key, keys and webhook hosts', async () => {
    const administrator = { name: 'Ada', email: 'ada@mailed.example' };
    const { companyId } = await registeredCompany(operator, sandbox.app, { administrator });
    expect(await told(administrator.email)).toEqual(['application-received', 'application-approved']);
    const document = onboarding(companyId, { languages: ['fr', 'en'], webhookHosts: ['hooks.example'] });
    const { body } = await onboard(operator, document, 0);
    expect([body.firstKey, body.administrator]).toMatchObject([{ mailSent: true }, { mailSent: true }]);
    const [link] = await mails(administrator.email);
    expect(link).toMatchObject({
      template: 'first-key',
      language: 'fr',
      subject: 'Votre première clé d’API',
      link: body.firstKey?.firstKeyUrl,
    });
    // The way into the pro portal is in the same mail; a new one is a mail of its own.
    expect(link?.text).toContain(`: ${body.administrator?.joinUrl}\n`);
    const key = await sandbox.call<{ apiKey: string }>('POST', '/company/first-key', {
      key: null,
      body: { token: tokenOf({ firstKeyUrl: link?.link ?? '' }) },
    });
    const info = await sandbox.call<{ keyId: string }>('GET', '/api-keys/me', { key: key.body.apiKey });
    await onboard(operator, { ...document, languages: ['de'] }, 1);
    await onboard(operator, { ...document, languages: ['de'], webhookHosts: ['evil.example'] }, 2);
    await sandbox.call('DELETE', `/api-keys/${info.body.keyId}`, { key: key.body.apiKey });
    const renewed = await operator.call<{ joinUrl: string }>(
      'POST',
      `/operator/companies/${companyId}/administrator-link`,
    );
    const [invitation] = await mails(administrator.email);
    expect(invitation).toMatchObject({ language: 'de', link: renewed.body.joinUrl });
    expect((await told(administrator.email)).slice(2)).toEqual([
      'first-key',
      'api-key-created',
      'webhook-hosts',
      'api-key-removed',
      'member-invitation',
    ]);
    const hosts = (await mails(administrator.email)).find(({ template }) => template === 'webhook-hosts');
    expect(hosts?.text).toContain('dürfen jetzt führen zu: evil.example');
    expect(JSON.stringify(await mails())).not.toContain(key.body.apiKey);
  });

  test('an applicant who is refused reads why, in the language of the country', async () => {
    const { access } = sandbox.app.domains;
    const data = application({ administrator: { name: 'Bo', email: 'bo@mailed.example' } });
    const address = { ...data.address, country: 'SE' };
    const { registrationId } = await applyForRegistration(access, { ...data, address });
    await refuseRegistration(access, { registrationId, reason: 'Two of you' });
    const [refused, received] = await mails('bo@mailed.example');
    expect(refused?.text).toContain('Skäl: Two of you');
    // It may be anybody's address until then.
    expect(received?.text).not.toContain(data.name);
  });

  test('the mailbox is a page with the links to follow, and one for each mail', async () => {
    await sandbox.newGateway(true);
    const list = await page('/sandbox/mailbox');
    const { mailId, link, to } = (await mails())[0] ?? { mailId: '', link: '', to: '' };
    expect(list).toContain(`href="/sandbox/mailbox/${mailId}"`);
    expect(list).toContain(`?to=${encodeURIComponent(to)}`);
    expect(await page(`/sandbox/mailbox/${mailId}`)).toContain(`<a class="button main" href="${link}">`);
    expect(await page('/sandbox/mailbox?to=nobody')).toContain('There is no mail to nobody.');
    const missing = await sandbox.call('GET', '/sandbox/mailbox/eml_none', { key: null });
    expect([missing.status, missing.body['code']]).toEqual([404, 'not-found']);
    const { headers } = await sandbox.call('GET', `/sandbox/mailbox/${mailId}`, {
      key: null,
      headers: { accept: 'text/html' },
    });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('a key is announced to end 30, 7 and 1 days before', async () => {
    await sandbox.call('POST', '/api-keys', {});
    await sandbox.call('DELETE', '/sandbox/mailbox', { key: null });
    await sandbox.pool.query(
      "UPDATE timers SET due_at = '2000-01-01' WHERE kind = 'key-expiring' AND payload->>'companyId' = $1",
      [first()],
    );
    await sandbox.advance('PT1S');
    const ends = (await mails()).map(({ subject }) => /ends in (\d+) day/.exec(subject)?.[1]);
    expect(new Set(ends)).toEqual(new Set(['30', '7', '1']));
  });
});
