import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { REAL_TIME, startSandbox, type TestSandbox } from '../../../server/test/harness/sandbox.ts';
import type { Overrides } from '../../../server/src/app.ts';
import type { PortalName } from '../../src/lib/portal-name.ts';
import { launchBrowser } from './chromium.ts';
import { sessions, type Person } from './people.ts';
import { whenReady } from './when-ready.ts';

export interface OpenOptions {
  /** Who is signed in. */
  readonly as?: Person;
  readonly portal: PortalName;
  /** Below the portal's own address. */
  readonly path?: string;
  readonly device?: 'desktop' | 'phone';
  readonly language?: string;
  readonly theme?: 'light' | 'dark';
  readonly prepare?: (page: Page) => Promise<void>;
  /** What `Date` says in the page. */
  readonly now?: string;
}

/** The real application with its portals, and one real browser. */
export interface TestPortals {
  readonly sandbox: TestSandbox;
  readonly browser: Browser;
  /** A page in a browser of its own, loaded and quiet. */
  readonly open: (options: OpenOptions) => Promise<OpenPage>;
  /** The same for a page of the public server that is no portal. */
  readonly openPath: (path: string) => Promise<OpenPage>;
  /** Addresses of a portal. */
  readonly urlOf: (portal: PortalName, path?: string) => string;
  readonly stop: () => Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** What the browser complained about: exceptions, refusals by the content security policy, errors of React. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

const BASES: Readonly<Record<PortalName, string>> = {
  owner: '/owner/portal',
  pro: '/pro/portal',
  operator: '/console',
};
const DEVICES: Readonly<Record<'desktop' | 'phone', BrowserContextOptions>> = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
};
/** A machine with other work takes its time. */
const PATIENCE_MS = 15_000;
/** A call that the API refused is told by the page; the browser says it once more. */
const REFUSED_CALL = /^Failed to load resource: the server responded with a status of 4\d\d/;

export async function startPortals(
  env: NodeJS.ProcessEnv = {},
  overrides: Overrides = {},
  frozenAt?: string,
): Promise<TestPortals> {
  const [sandbox, browser] = await Promise.all([
    startSandbox(env, overrides, frozenAt ?? REAL_TIME),
    launchBrowser(),
  ]);
  const sessionOf = sessions(sandbox, browser);
  const urlOf = (portal: PortalName, path = '') =>
    (portal === 'operator' ? sandbox.app.adminUrl : sandbox.app.url) + BASES[portal] + path;
  return {
    sandbox,
    browser,
    urlOf,
    open: async ({
      as,
      portal,
      path = '/',
      device = 'desktop',
      language = 'en',
      theme = 'light',
      prepare,
      now,
    }) => {
      const context = await browser.newContext({
        ...DEVICES[device],
        locale: language,
        colorScheme: theme,
        reducedMotion: 'reduce',
        ...(as && { storageState: await sessionOf(as) }),
      });
      // Else the language of the account would win.
      if (as)
        await context.addCookies([
          { name: 'hg-language', value: language, url: new URL('/', urlOf(portal)).href },
        ]);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      if (now !== undefined) await page.clock.setFixedTime(now);
      const faults = faultsOf(page);
      await page.goto(urlOf(portal, path));
      await whenReady(page);
      await prepare?.(page);
      return { page, faults, close: () => context.close() };
    },
    openPath: async (path) => {
      const context = await browser.newContext({ ...DEVICES.desktop, reducedMotion: 'reduce' });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      const faults = faultsOf(page);
      await page.goto(sandbox.app.url + path);
      return { page, faults, close: () => context.close() };
    },
    stop: async () => {
      await browser.close();
      await sandbox.stop();
    },
  };
}

function faultsOf(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !REFUSED_CALL.test(text)) faults.push(text);
  });
  return faults;
}
