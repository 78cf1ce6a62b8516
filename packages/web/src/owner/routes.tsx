import type { RouteObject } from 'react-router';

/** Every page is a chunk of its own that exports `Component`. */
export const routes: readonly RouteObject[] = [
  { index: true, lazy: () => import('./systems/systems-page.tsx') },
  { path: 'systems/:gatewayId', lazy: () => import('./system/system-page.tsx') },
  { path: 'add', lazy: () => import('./add/add-page.tsx') },
  { path: 'offers', lazy: () => import('./add/add-page.tsx') },
  { path: 'access', lazy: () => import('./access/access-page.tsx') },
  { path: 'share', lazy: () => import('./share/share-page.tsx') },
  { path: 'data', lazy: () => import('./data/data-page.tsx') },
  { path: 'account', lazy: () => import('./account/account-page.tsx') },
];
