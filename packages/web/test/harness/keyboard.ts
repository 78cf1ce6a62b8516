import type { Page } from 'playwright-core';

declare global {
  interface Window {
    stops: Element[];
  }
}

/** Goes through the page with Tab alone; says what cannot be reached, and where the focus cannot be seen. */
export async function keyboardFindings(page: Page): Promise<string[]> {
  const names = await page.evaluate(markStops);
  const reached = new Set<number>();
  const findings: string[] = [];
  // A few more than needed: the focus may pass through the browser itself on its way round.
  for (let press = 0; press < names.length + 3 && reached.size < names.length; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(whereIsFocus);
    if (!stop) continue;
    if (stop.at >= 0) reached.add(stop.at);
    if (!stop.isVisible) findings.push(`the focus cannot be seen on ${stop.name}`);
  }
  names.forEach((name, at) => {
    if (!reached.has(at)) findings.push(`Tab does not reach ${name}`);
  });
  return findings;
}

/** All that a mouse could use, one of each group that arrow keys go through. */
function markStops(): string[] {
  const candidates = document.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]',
  );
  (document.activeElement as HTMLElement | null)?.blur();
  window.stops = [...candidates].filter((element) => {
    const isOff = element.matches(':disabled, [tabindex="-1"], [inert] *, [aria-hidden="true"] *');
    return !isOff && element.checkVisibility({ visibilityProperty: true });
  });
  return window.stops.map((element) => element.outerHTML.slice(0, 120));
}

function whereIsFocus(): { at: number; name: string; isVisible: boolean } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // What stands for a hidden input is in its label.
  const shown = [element, ...(element.closest('label')?.querySelectorAll('*') ?? [])];
  const isVisible = shown.some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });
  return { at: window.stops.indexOf(element), name: element.outerHTML.slice(0, 120), isVisible };
}
