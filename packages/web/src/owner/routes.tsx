import type { RouteObject } from 'react-router';

/** Every page is a chunk of its own that exports `Component`. */
export const routes: readonly RouteObject[] = [
  { index: true, lazy: () => import('./overview/overview-page.tsx') },
];
