import type { Page } from 'playwright-core';

/** The page has its title, and nothing of it is on its way any more. */
export async function whenReady(page: Page): Promise<void> {
  await page.locator('[data-page-title]').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-loading]') === null);
}
