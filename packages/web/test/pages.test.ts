import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings } from './harness/axe.ts';
import { keyboardFindings } from './harness/keyboard.ts';
import { startPortals, type TestPortals } from './harness/portals.ts';
import { PAGES } from './pages.ts';

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
  expect(faults.join()).toMatch(/Content Security Policy/);
  await close();
});

describe.each(PAGES)('$name', (shown) => {
  test('has no serious finding of axe in both themes and no complaint of the browser, and works with the keyboard', async () => {
    const { page, faults, close } = await portals.open(shown);
    const light = await axeFindings(page);
    const keyboard = await keyboardFindings(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    // Colours pass over, if only for a moment.
    await page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(done));
      await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
    });
    const dark = await axeFindings(page);
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
