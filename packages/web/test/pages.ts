import type { Page } from 'playwright-core';
import type { PortalName } from '../src/lib/portal-name.ts';
import type { Person } from './harness/people.ts';

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

export const PAGES: readonly PageToShow[] = [
  { name: 'owner-sign-in', portal: 'owner', path: '/sign-in', title: 'Signing in' },
  { name: 'owner-sign-up', portal: 'owner', path: '/sign-up' },
  { name: 'owner-forgot-password', portal: 'owner', path: '/forgot-password' },
  { name: 'owner-reset-password', portal: 'owner', path: '/reset-password#token' },
  { name: 'owner-confirm-email', portal: 'owner', path: '/confirm-email#token' },
  { name: 'owner-overview', portal: 'owner', path: '/', as: 'owner', title: 'Overview' },
  { name: 'owner-not-found', portal: 'owner', path: '/nowhere', as: 'owner' },
  { name: 'pro-sign-in', portal: 'pro', path: '/sign-in' },
  { name: 'pro-overview', portal: 'pro', path: '/', as: 'administrator', title: 'Overview' },
  { name: 'operator-sign-in', portal: 'operator', path: '/sign-in' },
  { name: 'operator-overview', portal: 'operator', path: '/', as: 'operator', title: 'Overview' },
];
