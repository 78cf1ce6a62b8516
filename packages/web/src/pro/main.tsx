import { startPortal } from '../shell/start-portal.tsx';
import { onEvent } from './lib/on-event.ts';
import { openRoutes, routes } from './routes.tsx';
import type { ProTexts } from './texts/en.ts';
import { loadTexts } from './texts/load-texts.ts';

startPortal<ProTexts>({
  name: 'pro',
  base: '/pro/portal',
  own: '/pro',
  signIn: '/pro',
  signUp: false,
  passwordMin: 12,
  applyAt: '/apply',
  mailLinks: '/pro',
  // A time that no event has: the stream begins with what happens from now on.
  stream: { path: '/events/stream?from=2999-01-01T00:00:00Z', onEvent },
  texts: {
    en: () => loadTexts('en'),
    de: () => loadTexts('de'),
    nl: () => loadTexts('nl'),
    fr: () => loadTexts('fr'),
    sv: () => loadTexts('sv'),
  },
  nav: (t) => [
    { to: '/', label: t.nav.overview, icon: 'home' },
    { to: '/fleet', label: t.nav.fleet, icon: 'flame' },
    { to: '/contracts', label: t.nav.contracts, icon: 'inbox' },
    { to: '/webhooks', label: t.nav.webhooks, icon: 'webhook' },
    { to: '/keys', label: t.nav.keys, icon: 'key' },
    { to: '/members', label: t.nav.members, icon: 'people' },
    { to: '/settings', label: t.nav.settings, icon: 'building' },
    { to: '/record', label: t.nav.record, icon: 'history' },
  ],
  accountMenu: (t) => [{ to: '/account', label: t.nav.account }],
  openRoutes,
  routes,
});
