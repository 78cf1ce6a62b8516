import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReceiver, type Receiver } from '../../server/test/harness/receiver.ts';
import { texts as deCore } from '../src/pro/texts/de.ts';
import { texts as enCore, type ProTexts } from '../src/pro/texts/en.ts';
import { company as deCompany } from '../src/pro/texts/company/de.ts';
import { company as enCompany } from '../src/pro/texts/company/en.ts';
import { system as deSystem } from '../src/pro/texts/system/de.ts';
import { system as enSystem } from '../src/pro/texts/system/en.ts';
import { webhooks as deWebhooks } from '../src/pro/texts/webhooks/de.ts';
import { webhooks as enWebhooks } from '../src/pro/texts/webhooks/en.ts';
import { startPortals, type OpenOptions, type TestPortals } from './harness/portals.ts';
import { whenReady } from './harness/when-ready.ts';

const en: ProTexts = { ...enCore, company: enCompany, system: enSystem, webhooks: enWebhooks };
const de: ProTexts = { ...deCore, company: deCompany, system: deSystem, webhooks: deWebhooks };

let portals: TestPortals;
const administrator = () => {
  const found = portals.sandbox.world.members?.find(({ role }) => role === 'ADMIN');
  if (!found) throw new Error('the sandbox has no administrator');
  return found;
};

beforeAll(async () => {
  portals = await startPortals();
  await portals.sandbox.pool.query("UPDATE companies SET webhook_hosts = '{127.0.0.1}'");
  portals.sandbox.app.domains.access.caches.clear();
});
afterAll(() => portals?.stop());

/** A gateway whose contract waits for the company. */
async function pendingGateway(): Promise<string> {
  const { sandbox } = portals;
  const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
    body: { profile: 'none' },
  });
  await sandbox.settle();
  await sandbox.pool.query("UPDATE contracts SET status = 'PENDING' WHERE gateway_id = $1", [
    Number(body.gatewayId),
  ]);
  sandbox.app.domains.access.caches.clear();
  return body.gatewayId;
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(portals.urlOf('pro', path));
  await whenReady(page);
}

const LOOKS: readonly (readonly [string, string, ProTexts, Pick<OpenOptions, 'language' | 'device'>])[] = [
  ['in English', 'English', en, { language: 'en' }],
  ['in German, on a phone', 'Deutsch', de, { language: 'de', device: 'phone' }],
];

describe.each(LOOKS)('a day of a company %s', (_what, language, t, look) => {
  let receiver: Receiver;
  let page: Page;
  let faults: readonly string[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    receiver = await startReceiver();
    ({ page, faults, close } = await portals.open({ portal: 'pro', path: '/', ...look }));
  });
  afterAll(async () => {
    await close?.();
    await receiver?.close();
  });

  test('an administrator signs in and sees what needs attention', async () => {
    // What is chosen here outranks the language of the account.
    // The list comes after the page: a press before it is here opens it then.
    await page.getByRole('button', { name: t.ui.language }).click();
    await page.getByRole('menuitemradio', { name: language }).click();
    await page.getByLabel(t.signIn.email).fill(administrator().email);
    await page.getByLabel(t.signIn.password).fill(administrator().password);
    await page.getByRole('button', { name: t.signIn.submit }).click();
    await page.waitForURL(/\/pro\/portal\/?$/);
    await page.getByRole('list', { name: t.overview.attention }).waitFor();
  });

  test('a contract that waits is accepted', async () => {
    const gatewayId = await pendingGateway();
    await goTo(page, '/contracts');
    // The box itself is hidden; what people press is its label.
    await page.getByText(t.contracts.selectAll).click();
    await page.getByRole('button', { name: t.contracts.ACCEPT, exact: true }).click();
    await page.getByText(t.contracts.nothing).waitFor();
    const { rows } = await portals.sandbox.pool.query<{ status: string }>(
      'SELECT status FROM contracts WHERE gateway_id = $1',
      [Number(gatewayId)],
    );
    expect(rows).toEqual([{ status: 'ACTIVE' }]);
  });

  test('an endpoint is made, gets an event, and gets it again with its progress shown', async () => {
    const name = `main-${look.language}`;
    await goTo(page, '/webhooks');
    await page.getByRole('button', { name: t.webhooks.make }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t.webhooks.url).fill(receiver.url);
    await dialog.getByLabel(t.webhooks.name, { exact: true }).fill(name);
    await dialog.getByRole('button', { name: t.webhooks.create }).click();
    await page.getByText(/^whsec_/).waitFor();
    await page.getByRole('button', { name: t.words.done }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();

    await page.getByRole('tab', { name: t.webhooks.tabs.log }).click();
    await page.getByText(t.webhooks.log.none).waitFor();
    await portals.sandbox.call('POST', '/sandbox/gateways', { body: { profile: 'none' } });
    // The page hears of it by its stream.
    // Rows move down while events come in, so what is pressed is the button and not its place.
    await page.getByRole('button', { name: /^evt_/ }).first().press('Enter');
    await page.getByText(t.webhooks.log.bodyState.AS_SENT).waitFor();
    await page.getByText('"specversion"').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: t.ui.close }).click();

    const [first] = receiver.received;
    await page.getByRole('tab', { name: t.webhooks.tabs.replay }).click();
    await page.getByRole('button', { name: t.webhooks.replay.start }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByText(t.webhooks.replay.status.DONE, { exact: true }).waitFor();
    expect(receiver.received.filter(({ id }) => id === first?.id)).toHaveLength(2);
  });

  test('a set-point is changed, and counts as changed when the appliance has confirmed it', async () => {
    const [house] = portals.sandbox.world.gateways;
    await goTo(page, `/fleet/${house?.gatewayId}?tab=control`);
    const [card] = await page.getByRole('group').all();
    await card?.getByRole('button').last().click();
    await page.getByRole('button', { name: t.system.control.apply }).first().click();
    await page.getByText(t.system.control.status.CONFIRMED).first().waitFor();
    await page.getByText(t.system.control.recent).waitFor();
  });

  test('a password is changed, with the old one as proof', async () => {
    const { password } = administrator();
    await goTo(page, '/account');
    await page.getByLabel(t.ownAccount.presentPassword).fill(password);
    // The same again, for who signs in after this test.
    await page.getByLabel(t.ownAccount.newPassword).fill(password);
    await page.getByRole('button', { name: t.ownAccount.changePassword }).click();
    await page.getByText(t.ownAccount.passwordChanged).waitFor();
  });

  test('without a complaint of the browser', () => {
    expect(faults).toEqual([]);
  });
});

test('a fleet of ten thousand stays a list of the rows in sight', async () => {
  const { pool, world, app } = portals.sandbox;
  const [company] = world.companies;
  await pool.query(
    `INSERT INTO gateways (gateway_id, gateway_type, brand, password_salt, password_hash, password_iterations,
       connectivity_since, created_at)
     SELECT 300000000 + n, 'K40', 'BUDERUS', '', '', 1, now(), now() FROM generate_series(1, 10000) AS n`,
  );
  await pool.query(
    `INSERT INTO contracts (company_id, gateway_id, owner_id, brand, status, initiated_by, created_at, updated_at,
       monitoring, remote_control, data_points, consent_version, consent_given_at, consent_language)
     SELECT $1, 300000000 + n, 'own', 'BUDERUS', 'ACTIVE', 'OWNER', now(), now(), true, true, true, '2024-07', now(), 'en'
     FROM generate_series(1, 10000) AS n`,
    [company?.companyId],
  );
  app.domains.access.caches.clear();
  const { page, faults, close } = await portals.open({ portal: 'pro', path: '/fleet', as: 'administrator' });
  await page.getByText(/^10,0\d\d systems/).waitFor();
  const list = page.getByRole('region', { name: en.fleet.title });
  const seen = new Set<string>();
  for (let turn = 0; turn < 5; turn += 1) {
    const rows = list.getByRole('listitem');
    expect(await rows.count()).toBeLessThan(60);
    // Read before: the rows may have changed as soon as the list is moved.
    const last = (await rows.last().textContent()) ?? '';
    seen.add(last);
    await list.evaluate((view) => view.scrollTo(0, view.scrollHeight));
    await page.waitForFunction(
      ([label, before]) =>
        !document.querySelector(`[aria-label="${label}"]`)?.textContent?.endsWith(String(before)),
      [en.fleet.title, last],
    );
  }
  expect(seen.size).toBe(5);
  await page.getByLabel(en.fleet.search).fill('300009999');
  await page.getByText(/^1 system/).waitFor();
  await page.getByRole('link', { name: /300009999/ }).waitFor();
  expect(faults).toEqual([]);
  await close();
});
