import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caller } from '../../server/test/harness/sandbox.ts';
import { texts as de } from '../src/operator/texts/de.ts';
import { texts as en, type OperatorTexts } from '../src/operator/texts/en.ts';
import { say } from '../src/lib/format.ts';
import { startPortals, type TestPortals } from './harness/portals.ts';

let portals: TestPortals;
beforeAll(async () => {
  portals = await startPortals();
});
afterAll(() => portals?.stop());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.each([
  ['en', en, 'Birch Heating'],
  ['de', de, 'Zeder Wärme'],
] as const)('a company comes to its first call of the API, in %s', (language, t: OperatorTexts, name) => {
  test('applies, is approved and onboarded in one form, and the link leads its administrator to a key that works', async () => {
    const { sandbox } = portals;
    const { page, faults, close } = await portals.open({ portal: 'operator', as: 'operator', language });
    sandbox.passTime(3_600_000);
    const applied = await sandbox.call('POST', '/registrations', {
      key: null,
      body: {
        name,
        address: { street: 'Main Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
        administrator: { name: 'Ada', email: `ada@${language}.example` },
        brand: 'BOSCH',
      },
    });
    expect(applied.status).toBe(202);

    // Nobody reloads the page: the stream tells of the application.
    await page.getByText(t.overview.registrations.one.replace('{n}', '1')).waitFor();
    await page.getByRole('link', { name: t.overview.show }).first().click();
    await page.getByRole('heading', { name }).waitFor();
    await button(page, t.registrations.approve).click();
    await page.getByRole('dialog').getByRole('button', { name: t.registrations.approve }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.getByRole('link', { name: t.nav.companies }).click();
    await page.getByRole('link', { name }).click();
    await page.getByRole('link', { name: t.company.onboard }).click();
    await page.getByRole('heading', { name: say(t.onboarding.title, { name }) }).waitFor();
    const addresses = page.getByLabel(t.onboarding.addresses, { exact: true });
    await addresses.fill('127.0.0.999');
    await page.getByLabel(t.onboarding.webhookHosts, { exact: true }).fill('hooks.example.com');
    await button(page, t.onboarding.add).click();
    await page.getByLabel(t.onboarding.url, { exact: true }).fill('https://hooks.example.com/in');
    await button(page, t.onboarding.review).click();
    // What is wrong is said at its field, and nothing was written.
    await expect.poll(() => addresses.getAttribute('aria-invalid')).toBe('true');
    await addresses.fill('127.0.0.1\n::1');
    await button(page, t.onboarding.review).click();
    const review = page.getByRole('dialog', { name: t.onboarding.reviewTitle });
    await review.getByText('/webhooks/main').first().waitFor();
    await review.getByRole('button', { name: t.onboarding.save }).click();
    const shown = page.getByRole('dialog', { name: t.links.title });
    const link = (await shown.locator('code').first().textContent()) ?? '';
    await shown.getByRole('button', { name: t.links.done }).click();
    await page.getByText(t.companies.statuses.ACTIVE, { exact: true }).waitFor();
    expect(await page.content()).not.toContain(link);

    const administrator = await page.context().newPage();
    await administrator.goto(link);
    await administrator.locator('button').first().click();
    const apiKey = (await administrator.locator('#secrets code').first().textContent()) ?? '';
    const first = await caller(sandbox.app.url)('GET', '/api-keys/me', { key: apiKey });
    expect(first.status).toBe(200);
    expect(faults).toEqual([]);
    await close();
  });
});

describe('the console', () => {
  test('imports a file: its faults by line, then the gateways, then their secrets once', async () => {
    const { page, faults, close } = await portals.open({
      portal: 'operator',
      as: 'operator',
      path: '/gateways/import',
    });
    const give = async (lines: readonly string[]) => {
      const chooser = page.waitForEvent('filechooser');
      await button(page, en.import.choose).click();
      const buffer = Buffer.from(['gatewayId,gatewayType,brand', ...lines].join('\n'));
      await (await chooser).setFiles({ name: 'gateways.csv', mimeType: 'text/csv', buffer });
      await button(page, en.import.check).click();
    };
    await give(['101000001,K40,BOSCH', '300000001,K40,BOSCH']);
    await page.getByText('1 line has a fault').waitFor();
    await page.getByText('is registered already').waitFor();
    await give(['300000001,K40,BOSCH', '300000002,EMS_ESP,IVT']);
    await button(page, 'Register 2 gateways').click();
    await page.getByText('2 of 2 registered').waitFor();
    await button(page, en.import.take).click();
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: en.import.take }).click();
    expect((await download).suggestedFilename()).toMatch(/^gateways-imp_\w+\.csv$/);
    await page.getByText(en.import.taken).waitFor();

    await page.getByRole('link', { name: en.nav.gateways }).click();
    await page.getByLabel(en.gateways.search).fill('3');
    const list = page.getByRole('region', { name: en.gateways.listLabel });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    expect(faults).toEqual([]);
    await close();
  });

  test('takes a new operator from the link to the console', async () => {
    const { sandbox } = portals;
    const { inviteOperator } = await import('../../server/src/portals/index.ts');
    const { codeOf } = await import('../../server/test/harness/operators.ts');
    const { token } = await inviteOperator(sandbox.app.domains.access.db, {
      email: 'new@example.org',
      name: 'New One',
    });
    const { page, faults, close } = await portals.open({ portal: 'operator', path: `/enrol#${token}` });
    await page.getByLabel(en.enrol.password).fill('a password of twelve');
    await button(page, en.enrol.submit).click();
    const secret = page.locator('code').filter({ hasText: /^[A-Z2-7]{20,}$/ });
    await page.getByLabel(en.signIn.code, { exact: true }).fill(codeOf((await secret.textContent()) ?? ''));
    await button(page, en.signIn.submit).click();
    await page.getByText('new@example.org').waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});
