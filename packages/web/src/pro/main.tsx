import { startPortal } from '../shell/start-portal.tsx';
import { routes } from './routes.tsx';
import type { ProTexts } from './texts/en.ts';

startPortal<ProTexts>({
  name: 'pro',
  base: '/pro/portal',
  me: '/pro/me',
  signIn: '/pro',
  signUp: false,
  passwordMin: 12,
  mailLinks: '/pro',
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
