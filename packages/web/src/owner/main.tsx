import { startPortal } from '../shell/start-portal.tsx';
import { routes } from './routes.tsx';
import type { OwnerTexts } from './texts/en.ts';

startPortal<OwnerTexts>({
  name: 'owner',
  base: '/owner/portal',
  me: '/owner/me',
  signIn: '/owner/account',
  signUp: true,
  passwordMin: 10,
  mailedLinks: '/owner',
  texts: {
    en: () => import('./texts/en.ts'),
    de: () => import('./texts/de.ts'),
    nl: () => import('./texts/nl.ts'),
    fr: () => import('./texts/fr.ts'),
    sv: () => import('./texts/sv.ts'),
  },
  nav: (t) => [{ to: '/', label: t.overview.nav, icon: 'home' }],
  routes,
});
