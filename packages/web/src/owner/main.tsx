import { startPortal } from '../shell/start-portal.tsx';
import { onOwnerEvent } from './lib.ts';
import { routes } from './routes.tsx';
import type { OwnerTexts } from './texts/en.ts';

startPortal<OwnerTexts>({
  name: 'owner',
  base: '/owner/portal',
  own: '/owner',
  signIn: '/owner/account',
  signInOptions: '/owner/sign-in/options',
  signUp: true,
  passwordMin: 10,
  mailLinks: '/owner',
  stream: { path: '/owner/stream', onEvent: onOwnerEvent },
  texts: {
    en: () => import('./texts/en.ts'),
    de: () => import('./texts/de.ts'),
    nl: () => import('./texts/nl.ts'),
    fr: () => import('./texts/fr.ts'),
    sv: () => import('./texts/sv.ts'),
  },
  nav: (t) => [
    { to: '/', label: t.nav.systems, icon: 'flame' },
    { to: '/access', label: t.nav.access, icon: 'people' },
    { to: '/data', label: t.nav.data, icon: 'file' },
    { to: '/account', label: t.nav.account, icon: 'user' },
  ],
  routes,
});
