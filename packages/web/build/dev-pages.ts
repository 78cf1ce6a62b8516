import type { Plugin } from 'vite';

const PAGES: readonly (readonly [path: string, entry: string])[] = [
  ['/owner/portal', 'owner.html'],
  ['/pro/portal', 'pro.html'],
  ['/console', 'operator.html'],
];

/** While developing: every address of a portal gets its entry, as the server does it. */
export function devPages(): Plugin {
  return {
    name: 'dev-pages',
    configureServer: ({ middlewares }) => {
      middlewares.use((request, _response, next) => {
        const page = PAGES.find(([path]) => request.url?.startsWith(path) === true);
        if (page) request.url = `/portal-assets/${page[1]}`;
        next();
      });
    },
  };
}
