import type { RouteObject } from 'react-router';
import type { Portal } from '../lib/portal.ts';

/** The pages that lead into a portal: where links are asked for, and where those in mails lead. */
export function signInRoutes({ mailLinks, signUp }: Portal): RouteObject[] {
  const hasLinks = mailLinks !== undefined;
  return [
    { path: '/sign-in', lazy: () => import('./sign-in-page.tsx') },
    ...(signUp ? [{ path: '/sign-up', lazy: () => import('./sign-up-page.tsx') }] : []),
    ...(hasLinks
      ? [
          { path: '/forgot-password', lazy: () => import('./forgot-password-page.tsx') },
          { path: '/reset-password', lazy: () => import('./reset-password-page.tsx') },
        ]
      : []),
    // Who was invited has no address to confirm.
    ...(hasLinks && signUp
      ? [{ path: '/confirm-email', lazy: () => import('./confirm-email-page.tsx') }]
      : []),
  ];
}
