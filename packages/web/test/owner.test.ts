import { createServer, type Server } from 'node:http';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyInvitationReturn } from '@hearthgate/wire';
import { createApiKey } from '../../server/src/access/index.ts';
import { texts as de } from '../src/owner/texts/de.ts';
import { texts as en } from '../src/owner/texts/en.ts';
import { de as pagesDe } from '../../server/src/portals/owner-pages/texts/de.ts';
import { en as pagesEn } from '../../server/src/portals/owner-pages/texts/en.ts';
import { activeCompany, AUTOMATIC } from '../../server/test/harness/companies.ts';
import { say } from '../src/lib/format.ts';
import { startPortals, type OpenOptions, type TestPortals } from './harness/portals.ts';
import { whenReady } from './harness/when-ready.ts';

const LOOKS = [
  { language: 'en', t: en, pages: pagesEn, device: 'phone', size: { width: 390, height: 844 } },
  { language: 'de', t: de, pages: pagesDe, device: 'desktop', size: { width: 1280, height: 800 } },
] as const;
type Look = (typeof LOOKS)[number];

let portals: TestPortals;
beforeAll(async () => {
  portals = await startPortals();
});
afterAll(() => portals?.stop());

const open = async ({ language, device, size }: Look, options: Omit<OpenOptions, 'portal'> = {}) => {
  const opened = await portals.open({ portal: 'owner', language, device, ...options });
  await opened.page.setViewportSize(size);
  return opened;
};
const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });

/** A gateway that nobody has, as it comes out of its box. */
async function boxedGateway(): Promise<{ gatewayId: string; labelPassword: string }> {
  const { sandbox } = portals;
  const body = { profile: 'none', share: false };
  const made = await sandbox.call<{ gatewayId: string; labelPassword: string }>('POST', '/sandbox/gateways', {
    key: null,
    body,
  });
  const { page, close } = await portals.open({ portal: 'owner', as: 'owner' });
  await page.request.delete(`${sandbox.app.url}/owner/gateways/${made.body.gatewayId}`, {
    headers: { origin: sandbox.app.url },
  });
  await close();
  return made.body;
}

/** A company with a key, which takes owners in at once unless it says otherwise, and comes back to this address. */
async function company(redirectUris: string[] = [], acceptance: object = AUTOMATIC) {
  const { access } = portals.sandbox.app.domains;
  const { companyId } = await activeCompany(access, { redirectUris, acceptance } as never);
  const { apiKey } = await createApiKey(access, { companyId });
  return { companyId, apiKey, name: (await access.companies.get(companyId))?.name ?? '' };
}

async function signUp({ t }: Look, page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: t.signIn.toSignUp }).click();
  await page.getByLabel(t.signIn.name).fill('Kim Owner');
  await page.getByLabel(t.signIn.email).fill(email);
  await page.getByLabel(t.signIn.password).fill('a long password');
  await button(page, t.signIn.signUp).click();
}

describe.each(LOOKS)('in $language on a $device', (look) => {
  const { t, pages, language } = look;

  test('an owner signs up, adds the gateway by its QR code, and shares it with a company of their choice', async () => {
    const { gatewayId, labelPassword } = await boxedGateway();
    const asked = await company([], { ownerInitiated: 'MANUAL', partnerInitiated: 'MANUAL' });
    const { page, faults, close } = await open(look);
    await signUp(look, page, `kim-${language}@example.org`);
    await page.getByRole('link', { name: t.add.title }).click();
    await page.getByLabel(t.add.pasted).fill(`hearthgate:${gatewayId}?pw=${labelPassword}`);
    await button(page, t.add.claim).click();
    await page.waitForURL(`**/systems/${gatewayId}`);

    await page.getByRole('tab', { name: t.system.tabs.access }).click();
    await page.getByRole('link', { name: t.access.share }).click();
    await page.getByLabel(t.share.search).fill(asked.name);
    await page.getByText(t.share.found.one.replace('{n}', '1')).waitFor();
    await button(page, t.word.next).click();
    await page.getByText(t.share.monitoringHint).click();
    await page.getByText(t.share.dataPointsHint).click();
    await button(page, t.word.next).click();
    await page.getByRole('region', { name: t.share.consentTitle }).waitFor();
    await button(page, t.share.accept).click();
    await page.waitForURL('**/access');
    await page.getByText(t.access.status.PENDING).waitFor();

    // The company accepts, and the page says so by itself.
    const accepted = await portals.sandbox.call('PATCH', `/contracts/${gatewayId}`, {
      key: asked.apiKey,
      body: { action: 'ACCEPT' },
    });
    expect(accepted.body).toMatchObject({
      status: 'ACTIVE',
      scope: { monitoring: true, remoteControl: false, dataPoints: true },
    });
    await page.getByText(t.access.status.ACTIVE, { exact: true }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  test('a partner invites from its own page, and the owner comes back to it with the gateway shared', async () => {
    const { gatewayId, labelPassword } = await boxedGateway();
    const partner = await startPartner();
    const asks = await company([`${partner.url}/connected`]);
    partner.invite = async (sessionId) => {
      const link = new URLSearchParams({
        companyId: asks.companyId,
        redirectUri: `${partner.url}/connected`,
        sessionId,
      });
      return Promise.resolve(`${portals.sandbox.app.url}/invite?${link}`);
    };
    const { page, close } = await open(look);
    await page.goto(partner.url);
    await page.getByRole('link', { name: 'Connect my heating' }).click();
    await page.getByText(pages.noAccount).click();
    await page.locator('#name').fill('Lou Owner');
    await page.locator('#sign-up-email').fill(`lou-${language}@example.org`);
    await page.locator('#sign-up-password').fill('a long password');
    await button(page, pages.createAccount).click();
    await page.getByLabel(pages.gatewayId).fill(gatewayId);
    await page.getByLabel(pages.labelPassword).fill(labelPassword);
    await button(page, pages.gatewayAdd).click();
    for (const scope of ['monitoring', 'remoteControl', 'dataPoints'])
      await page.locator(`input[name=${scope}]`).check();
    await button(page, pages.share).click();
    await page.getByText(`Gateway ${gatewayId} is ACTIVE`).waitFor();
    const { body } = await portals.sandbox.call('GET', `/contracts/${gatewayId}`, { key: asks.apiKey });
    expect(body).toMatchObject({ status: 'ACTIVE', initiatedBy: 'PARTNER' });
    await close();
    await partner.stop();
  });

  test('a 451 leads the owner to the new consent text, and once it is accepted the same call works', async () => {
    const gatewayId = language === 'en' ? '101000004' : await outdated();
    const path = `/hvacs/${gatewayId}/heatingCircuits`;
    const refused = await portals.sandbox.call<{ updateUrl: string }>('GET', path);
    expect(refused.status).toBe(451);
    const { page, close } = await open(look, { as: 'owner' });
    // The portal leads to the same page as the answer of the API.
    const way = page.getByRole('link', { name: t.systems.readIt }).first();
    expect(new URL((await way.getAttribute('href')) ?? '', page.url()).href).toBe(refused.body.updateUrl);
    await way.click();
    await button(page, pages.accept).first().click();
    await expect
      .poll(async () => {
        portals.sandbox.passTime(60_000);
        return (await portals.sandbox.call('GET', path)).status;
      })
      .toBe(200);
    await page.goto(portals.urlOf('owner', `/systems/${gatewayId}?tab=access`));
    await whenReady(page);
    expect(await page.getByText(t.systems.readIt).count()).toBe(0);
    await close();
  });

  test('an owner sees what a company changed, from what to what, and takes it back in one step', async () => {
    const gatewayId = language === 'en' ? '101000001' : '101000003';
    const circuit = `/hvacs/${gatewayId}/heatingCircuits/1`;
    const setpoint = async () => {
      portals.sandbox.passTime(3_600_000);
      return (await portals.sandbox.call('GET', circuit)).body['manualRoomSetpoint'];
    };
    const before = Number(await setpoint());
    const { page, faults, close } = await open(look, {
      as: 'owner',
      path: `/systems/${gatewayId}?tab=changes`,
    });
    await page.getByText(t.changes.empty).waitFor();
    const wanted = before + 1;
    const { status } = await portals.sandbox.call('PATCH', circuit, { body: { manualRoomSetpoint: wanted } });
    expect(status).toBe(200);
    // It appears by itself.
    const number = new Intl.NumberFormat(language, { minimumFractionDigits: 1 });
    const told = say(t.changes.fromTo, {
      from: `${number.format(before)} °C`,
      to: `${number.format(wanted)} °C`,
    });
    await page.getByText(told).waitFor();
    await button(page, t.changes.undo).click();
    await page.getByText(t.changes.undone, { exact: true }).waitFor();
    expect(await setpoint()).toBe(before);
    expect(faults).toEqual([]);
    await close();
  });
});

test('an owner adds a passkey, signs out, and signs in with it', async () => {
  const { page, faults, close } = await open(LOOKS[0]);
  const { t } = LOOKS[0];
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // A passkey is made for a name, and an address of numbers is none.
  const home = portals.urlOf('owner').replace('127.0.0.1', 'localhost');
  await page.goto(`${home}/sign-in`);
  await signUp(LOOKS[0], page, 'passkey@example.org');
  await page.getByRole('link', { name: t.nav.account, exact: true }).click();
  await button(page, t.ownAccount.addPasskey).click();
  await page.getByLabel(t.word.name).fill('My phone');
  await button(page.getByRole('dialog'), t.word.next).click();
  await page.getByText('My phone').waitFor();
  await button(page, say(t.ui.accountOf, { email: 'passkey@example.org' })).click();
  await page.getByRole('menuitem', { name: t.signIn.signOut }).click();
  await button(page, t.signIn.withPasskey).click();
  await page.getByRole('heading', { name: /Kim Owner/ }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

/** A further gateway whose consent is older than the text that is required now. */
async function outdated(): Promise<string> {
  const { sandbox } = portals;
  const gatewayId = '101000002';
  await sandbox.pool.query("UPDATE contracts SET consent_version = '2023-09' WHERE gateway_id = $1", [
    Number(gatewayId),
  ]);
  const { access } = sandbox.app.domains;
  const { companyId = '' } = sandbox.world.companies[0] ?? {};
  // The row was changed behind the domain's back.
  await access.transact((unit) =>
    Promise.resolve(unit.changed(access.contracts, `${gatewayId}:${companyId}`)),
  );
  return gatewayId;
}

interface Partner {
  readonly url: string;
  invite: (sessionId: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** A company's own page: a link to the invitation, and what it believes of the answer. */
async function startPartner(): Promise<Partner> {
  const sessionId = crypto.randomUUID();
  const partner = { invite: (): Promise<string> => Promise.resolve('') } as { invite: Partner['invite'] };
  const page = (body: string) => `<!doctype html><meta charset="utf-8"><title>Partner</title><body>${body}`;
  const connected = async (query: string) => {
    const path = '/.well-known/hearthgate-keys.json';
    const keys = await portals.sandbox.call<Parameters<typeof verifyInvitationReturn>[1]>('GET', path);
    const result = verifyInvitationReturn(query, keys.body, { maxAgeSeconds: 300 });
    return result.outcome === 'SHARED' && result.sessionId === sessionId
      ? `Gateway ${result.gatewayId} is ${result.contractStatus}`
      : 'This return is not believed.';
  };
  const server: Server = createServer((request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    const answer =
      path === '/connected'
        ? connected(query)
        : partner
            .invite(sessionId)
            .then((link) => `<a href="${link.replaceAll('&', '&amp;')}">Connect my heating</a>`);
    answer.then(
      (body) => response.setHeader('content-type', 'text/html').end(page(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(partner, {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
