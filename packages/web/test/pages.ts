import type { Page } from 'playwright-core';
import type { PortalName } from '../src/lib/portal-name.ts';
import type { Person } from './harness/people.ts';
import { whenReady } from './harness/when-ready.ts';

/** A page that the tests of accessibility and keyboard open, and the screenshots show. */
export interface PageToShow {
  /** Also the name of its pictures. */
  readonly name: string;
  readonly portal: PortalName;
  /** Below the portal's own address. */
  readonly path: string;
  /** Who is signed in. */
  readonly as?: Person;
  /** What is done before it is looked at, such as opening a dialog. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Its heading in docs/portals.md, with pictures; without it the page is tested only. */
  readonly title?: string;
}

/** The first system of the sandbox, a heat pump. */
const SYSTEM = '/systems/101000001';

export const PAGES: readonly PageToShow[] = [
  { name: 'owner-sign-in', portal: 'owner', path: '/sign-in', title: 'Signing in' },
  { name: 'owner-sign-up', portal: 'owner', path: '/sign-up' },
  { name: 'owner-forgot-password', portal: 'owner', path: '/forgot-password' },
  { name: 'owner-reset-password', portal: 'owner', path: '/reset-password#token' },
  { name: 'owner-confirm-email', portal: 'owner', path: '/confirm-email#token' },
  { name: 'owner-systems', portal: 'owner', path: '/', as: 'owner', title: 'My heating' },
  { name: 'owner-system', portal: 'owner', path: SYSTEM, as: 'owner', title: 'A heating system' },
  { name: 'owner-history', portal: 'owner', path: `${SYSTEM}?tab=history`, as: 'owner', title: 'History' },
  { name: 'owner-changes', portal: 'owner', path: `${SYSTEM}?tab=changes`, as: 'owner' },
  { name: 'owner-people', portal: 'owner', path: `${SYSTEM}?tab=people`, as: 'owner' },
  { name: 'owner-record', portal: 'owner', path: `${SYSTEM}?tab=record`, as: 'owner' },
  { name: 'owner-add', portal: 'owner', path: '/add', as: 'owner' },
  { name: 'owner-own-device', portal: 'owner', path: '/add?by=own', as: 'owner' },
  { name: 'owner-access', portal: 'owner', path: '/access', as: 'owner', title: 'Who has access' },
  { name: 'owner-share', portal: 'owner', path: '/share?gateway=101000005', as: 'owner', title: 'Sharing' },
  { name: 'owner-data', portal: 'owner', path: '/data', as: 'owner' },
  { name: 'owner-account', portal: 'owner', path: '/account', as: 'owner' },
  { name: 'owner-offers', portal: 'owner', path: '/offers#code', as: 'owner' },
  { name: 'owner-not-found', portal: 'owner', path: '/nowhere', as: 'owner' },
  { name: 'pro-sign-in', portal: 'pro', path: '/sign-in' },
  { name: 'pro-overview', portal: 'pro', path: '/', as: 'administrator', title: 'Overview' },
  { name: 'pro-fleet', portal: 'pro', path: '/fleet', as: 'administrator', title: 'Systems' },
  { name: 'pro-system', portal: 'pro', path: '/fleet/101000001', as: 'administrator', title: 'A system' },
  {
    name: 'pro-control',
    portal: 'pro',
    path: '/fleet/101000001?tab=control',
    as: 'administrator',
    title: 'Remote control',
  },
  { name: 'pro-charts', portal: 'pro', path: '/fleet/101000001?tab=charts', as: 'administrator' },
  { name: 'pro-refused', portal: 'pro', path: '/fleet/101000004', as: 'administrator' },
  { name: 'pro-contracts', portal: 'pro', path: '/contracts', as: 'administrator', title: 'Contracts' },
  {
    name: 'pro-new-endpoint',
    portal: 'pro',
    path: '/webhooks',
    as: 'administrator',
    prepare: async (page) => {
      await page.locator('main header button').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'pro-deliveries',
    portal: 'pro',
    path: '/webhooks',
    as: 'administrator',
    title: 'Webhooks',
    prepare: async (page) => {
      await page.getByRole('link', { name: 'inbox' }).click();
      await page.getByRole('tab').nth(1).click();
      await page.locator('canvas').waitFor();
    },
  },
  { name: 'pro-members', portal: 'pro', path: '/members', as: 'administrator' },
  { name: 'pro-settings', portal: 'pro', path: '/settings', as: 'administrator', title: 'Settings' },
  { name: 'pro-keys', portal: 'pro', path: '/keys', as: 'administrator' },
  { name: 'pro-record', portal: 'pro', path: '/record', as: 'administrator' },
  { name: 'pro-account', portal: 'pro', path: '/account', as: 'administrator' },
  { name: 'pro-forgot-password', portal: 'pro', path: '/forgot-password' },
  { name: 'pro-apply', portal: 'pro', path: '/apply', title: 'Applying as a company' },
  { name: 'operator-sign-in', portal: 'operator', path: '/sign-in' },
  { name: 'operator-enrol', portal: 'operator', path: '/enrol#abc' },
  { name: 'operator-overview', portal: 'operator', path: '/', as: 'operator', title: 'Overview' },
  { name: 'operator-registrations', portal: 'operator', path: '/registrations', as: 'operator' },
  { name: 'operator-companies', portal: 'operator', path: '/companies', as: 'operator' },
  {
    name: 'operator-company',
    portal: 'operator',
    path: '/companies',
    as: 'operator',
    prepare: openCompany,
    title: 'A company',
  },
  {
    name: 'operator-onboarding',
    portal: 'operator',
    path: '/companies',
    as: 'operator',
    prepare: async (page) => {
      await openCompany(page);
      await page.locator('a[href$="/onboarding"]').click();
      await page.waitForURL(/onboarding$/);
      await page.locator('textarea').first().waitFor();
      await whenReady(page);
    },
    title: 'Onboarding in one form',
  },
  { name: 'operator-gateways', portal: 'operator', path: '/gateways', as: 'operator', title: 'Gateways' },
  { name: 'operator-import', portal: 'operator', path: '/gateways/import', as: 'operator' },
  { name: 'operator-firmware', portal: 'operator', path: '/firmware', as: 'operator' },
  { name: 'operator-consents', portal: 'operator', path: '/consents', as: 'operator' },
  { name: 'operator-publish', portal: 'operator', path: '/consents/new', as: 'operator' },
  { name: 'operator-health', portal: 'operator', path: '/health', as: 'operator', title: 'Health' },
  { name: 'operator-dead-letters', portal: 'operator', path: '/dead-letters', as: 'operator' },
  { name: 'operator-record', portal: 'operator', path: '/record', as: 'operator' },
  { name: 'operator-account', portal: 'operator', path: '/account', as: 'operator' },
];

/** Pages of the documents that stand for all: the start, programs and their output, wide tables, one of the code's own. */
export const DOCUMENTS: readonly string[] = [
  '/docs',
  '/docs/guides/quick-start',
  '/docs/comparison',
  '/docs/errors/access-not-granted',
];

async function openCompany(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Alder Heating Services' }).click();
  await page.waitForURL(/companies\/cmp_\w+$/);
  await page.getByRole('heading', { name: 'Alder Heating Services' }).waitFor();
  await whenReady(page);
}
