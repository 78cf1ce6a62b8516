import type { RouteObject } from 'react-router';

/** For who has no session yet. */
export const openRoutes: readonly RouteObject[] = [
  { path: '/enrol', lazy: () => import('./enrol/enrol-page.tsx') },
];

/** Every page is a chunk of its own that exports `Component`. */
export const routes: readonly RouteObject[] = [
  { index: true, lazy: () => import('./overview/overview-page.tsx') },
  { path: '/registrations', lazy: () => import('./registrations/registrations-page.tsx') },
  { path: '/companies', lazy: () => import('./companies/companies-page.tsx') },
  { path: '/companies/:companyId', lazy: () => import('./companies/company-page.tsx') },
  { path: '/companies/:companyId/onboarding', lazy: () => import('./onboarding/onboarding-page.tsx') },
  { path: '/gateways', lazy: () => import('./gateways/gateways-page.tsx') },
  { path: '/gateways/import', lazy: () => import('./import/import-page.tsx') },
  { path: '/firmware', lazy: () => import('./firmware/firmware-page.tsx') },
  { path: '/consents', lazy: () => import('./consents/consents-page.tsx') },
  { path: '/consents/new', lazy: () => import('./consents/publish-page.tsx') },
  { path: '/health', lazy: () => import('./health/health-page.tsx') },
  { path: '/dead-letters', lazy: () => import('./dead-letters/dead-letters-page.tsx') },
  { path: '/record', lazy: () => import('./record/record-page.tsx') },
  { path: '/account', lazy: () => import('./account-page.tsx') },
];
