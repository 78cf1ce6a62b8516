import { startPortal } from '../shell/start-portal.tsx';
import { openRoutes, routes } from './routes.tsx';
import { takeEvent } from './take-event.ts';
import type { OperatorTexts } from './texts/en.ts';

startPortal<OperatorTexts>({
  name: 'operator',
  base: '/console',
  own: '/operator',
  signIn: '/operator',
  signUp: false,
  passwordMin: 12,
  stream: { path: '/operator/stream', onEvent: takeEvent },
  texts: {
    en: () => import('./texts/en.ts'),
    de: () => import('./texts/de.ts'),
    nl: () => import('./texts/nl.ts'),
    fr: () => import('./texts/fr.ts'),
    sv: () => import('./texts/sv.ts'),
  },
  nav: ({ nav }) => [
    { to: '/', label: nav.overview, icon: 'home' },
    { to: '/registrations', label: nav.registrations, icon: 'inbox' },
    { to: '/companies', label: nav.companies, icon: 'building' },
    { to: '/gateways', label: nav.gateways, icon: 'flame' },
    { to: '/firmware', label: nav.firmware, icon: 'settings' },
    { to: '/consents', label: nav.consents, icon: 'file' },
    { to: '/health', label: nav.health, icon: 'gauge' },
    { to: '/dead-letters', label: nav.deadLetters, icon: 'alert' },
    { to: '/record', label: nav.audit, icon: 'history' },
  ],
  accountMenu: ({ ui }) => [{ to: '/account', label: ui.account }],
  openRoutes,
  routes,
});
