import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, colourFindings } from './harness/axe.ts';
import { keyboardFindings } from './harness/keyboard.ts';
import { startPortals, type TestPortals } from './harness/portals.ts';
import { DOCUMENTS, PAGES } from './pages.ts';

let portals: TestPortals;
beforeAll(async () => {
  portals = await startPortals();
});
afterAll(() => portals?.stop());

test('the checks themselves find what is wrong', async () => {
  const { page, faults, close } = await portals.open({ portal: 'owner', path: '/sign-in' });
  await page.evaluate(() => {
    const trap = document.createElement('button');
    trap.textContent = 'trap';
    trap.addEventListener('keydown', (event) => event.preventDefault());
    const unseen = document.createElement('button');
    unseen.textContent = 'unseen';
    unseen.style.setProperty('outline', 'none', 'important');
    document.body.prepend(unseen, document.createElement('img'), trap);
    document.body.append(document.createElement('style'));
    document.body.lastElementChild?.append('body { color: red }');
    document.querySelector('h1')?.style.setProperty('color', 'silver');
  });
  expect((await axeFindings(page)).join()).toMatch(/color-contrast.*image-alt/);
  expect((await keyboardFindings(page)).join()).toMatch(/cannot be seen.*unseen.*Tab does not reach/);
  expect((await colourFindings(page)).join()).toMatch(/^color-contrast/);
  expect(faults.join()).toMatch(/Content Security Policy/);
  await close();
});

describe.each(PAGES)('$name', (shown) => {
  test('has no serious finding of axe in both themes and no complaint of the browser, and works with the keyboard', async () => {
    const { page, faults, close } = await portals.open(shown);
    const light = await axeFindings(page);
    const keyboard = await keyboardFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colourFindings(page);
    expect({ light, dark, keyboard, faults }).toEqual({ light: [], dark: [], keyboard: [], faults: [] });
    await close();
  });

  test('fits a phone', async () => {
    const { page, close } = await portals.open({ ...shown, device: 'phone', language: 'de' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect(await axeFindings(page)).toEqual([]);
    await close();
  });
});

describe.each(DOCUMENTS)('the document %s', (path) => {
  test('has no serious finding of axe in both themes and no complaint of the browser, works with the keyboard, and fits a phone', async () => {
    const { page, faults, close } = await portals.openPath(path);
    const light = await axeFindings(page);
    const keyboard = await keyboardFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colourFindings(page);
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    const phone = await axeFindings(page);
    expect({ light, dark, phone, keyboard, faults }).toEqual({
      light: [],
      dark: [],
      phone: [],
      keyboard: [],
      faults: [],
    });
    expect(width).toBeLessThanOrEqual(360);
    await close();
  });
});

test('the documents are searched, copied from, and seen light or dark', async () => {
  const { page, faults, close } = await portals.openPath('/docs/guides/quick-start');
  await page.keyboard.press('/');
  await page.keyboard.type('webhook signature');
  await page.locator('#found a').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/docs\/(guides|concepts|events)/);
  await page.locator('.theme').click();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.reload();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.goto(`${portals.sandbox.app.url}/docs/guides/quick-start`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('.copy').first().click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('npm ci\nnpm start');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'All pages' }).click();
  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  expect(faults).toEqual([]);
  await close();
});
