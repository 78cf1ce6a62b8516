import type { RouteObject } from 'react-router';
import { withSection } from './texts/load-texts.ts';

/** Every page is a chunk of its own that exports `Component`. */
export const routes: readonly RouteObject[] = [
  { index: true, lazy: () => import('./overview/overview-page.tsx') },
  { path: '/fleet', lazy: () => import('./fleet/fleet-page.tsx') },
  { path: '/fleet/:gatewayId', lazy: () => withSection('system', () => import('./system/system-page.tsx')) },
  { path: '/contracts', lazy: () => import('./contracts/contracts-page.tsx') },
  { path: '/webhooks', lazy: () => withSection('webhooks', () => import('./webhooks/webhooks-page.tsx')) },
  {
    path: '/webhooks/:webhookId',
    lazy: () => withSection('webhooks', () => import('./webhooks/webhook-page.tsx')),
  },
  { path: '/keys', lazy: () => withSection('company', () => import('./company/keys-page.tsx')) },
  { path: '/members', lazy: () => withSection('company', () => import('./company/members-page.tsx')) },
  { path: '/settings', lazy: () => withSection('company', () => import('./company/settings-page.tsx')) },
  { path: '/record', lazy: () => withSection('company', () => import('./company/record-page.tsx')) },
  { path: '/account', lazy: () => withSection('company', () => import('./company/account-page.tsx')) },
];

/** For people who are not signed in yet. */
export const openRoutes: readonly RouteObject[] = [
  { path: '/join', lazy: () => withSection('company', () => import('./open/join-page.tsx')) },
  { path: '/apply', lazy: () => withSection('company', () => import('./open/apply-page.tsx')) },
  {
    path: '/application/:registrationId',
    lazy: () => withSection('company', () => import('./open/application-page.tsx')),
  },
];
