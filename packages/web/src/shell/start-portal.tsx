import '../ui/tokens.css';
import 'virtual:looks.css';
import '../ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { setPage, whenSignedOut } from '../lib/api.ts';
import { PortalContext } from '../lib/portal-context.ts';
import type { Portal } from '../lib/portal.ts';
import { createQueries } from '../lib/queries.ts';
import { firstLanguage, TextsProvider } from '../lib/texts.tsx';
import type { CommonTexts } from '../texts/en.ts';
import { signInRoutes } from '../sign-in/sign-in-routes.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { showFatal } from './fatal.ts';
import { NotFound } from './not-found.tsx';
import { PageError } from './page-error.tsx';
import { Shell } from './shell.tsx';
import { SignedIn } from './signed-in.tsx';

/** Puts a portal into the page, or says that it does not start. */
export function startPortal<T extends CommonTexts>(portal: Portal<T>): void {
  start(portal).catch(showFatal);
}

/** The first words come before the first picture; the router loads the page's own part meanwhile. */
async function start<T extends CommonTexts>(given: Portal<T>): Promise<void> {
  const language = firstLanguage();
  const words = given.texts[language]();
  setPage({ portal: given.name, language });
  const queries = createQueries();
  // Its texts are those that `texts` loads, so it never sees others.
  const portal = given as unknown as Portal;
  const router = createBrowserRouter(
    [
      {
        errorElement: <PageError />,
        hydrateFallbackElement: <Skeleton />,
        children: [
          ...signInRoutes(portal),
          ...(portal.openRoutes ?? []),
          {
            element: <SignedIn />,
            children: [
              {
                element: <Shell />,
                children: [
                  {
                    errorElement: <PageError />,
                    children: [...portal.routes, { path: '*', element: <NotFound /> }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    { basename: portal.base },
  );
  const { texts } = await words;
  whenSignedOut(() => void queries.invalidateQueries({ queryKey: [`${portal.own}/me`] }));
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no place for the portal');
  createRoot(root, { onUncaughtError: showFatal }).render(
    <PortalContext value={portal}>
      <QueryClientProvider client={queries}>
        <TextsProvider load={given.texts} first={{ language, texts }}>
          <RouterProvider router={router} />
          <Toasts />
        </TextsProvider>
      </QueryClientProvider>
    </PortalContext>,
  );
}
