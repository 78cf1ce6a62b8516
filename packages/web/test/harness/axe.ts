import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** WCAG 2.2 A and AA, and what axe holds for good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** All that another theme can change: it has other colours on the same elements. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** Serious and critical findings, a line for each place. */
export function axeFindings(page: Page): Promise<string[]> {
  return findings(page, TAGS);
}

/** The same for a page that `axeFindings` has seen in another theme. */
export function colourFindings(page: Page): Promise<string[]> {
  return findings(page, COLOUR_RULES);
}

/** Of rules by tag or by name. */
async function findings(page: Page, runOnly: string[]): Promise<string[]> {
  await page.evaluate(untilStill);
  // The debugger's own evaluation is outside the page's content security policy, which stays in force.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }),
    runOnly,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}

/** A colour that is still changing has no contrast yet. */
async function untilStill(): Promise<void> {
  // What has just changed begins to move with the next picture.
  await new Promise((done) => requestAnimationFrame(done));
  const moving = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
}
