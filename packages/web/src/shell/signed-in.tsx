import { useEffect, type ReactNode } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { LANGUAGES } from '@hearthgate/wire/languages';
import { LiveProvider } from '../lib/live.tsx';
import { usePortal } from '../lib/portal-context.ts';
import type { Me } from '../lib/portal.ts';
import { useGet } from '../lib/queries.ts';
import { useSpoken } from '../lib/texts.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './signed-in.module.css';

/** Lets in who is signed in; others go to the sign-in, and come back here. */
export function SignedIn(): ReactNode {
  const portal = usePortal();
  const { pathname, search, hash } = useLocation();
  const { suggestLanguage } = useSpoken();
  const me = useGet<Me>(`${portal.own}/me`);
  const language = LANGUAGES.find((each) => each === me.data?.language);
  useEffect(() => {
    if (language) suggestLanguage(language);
  }, [language, suggestLanguage]);
  const needsSignIn = me.error?.code === 'sign-in-required' || me.error?.code === 'second-factor-required';
  if (needsSignIn) {
    const next = pathname + search;
    if (next === '/') return <Navigate to="/sign-in" replace />;
    // What is behind the `#` may be secret, so it stays there, where no server sees it.
    return (
      <Navigate to={{ pathname: '/sign-in', search: `?next=${encodeURIComponent(next)}`, hash }} replace />
    );
  }
  if (me.data)
    return (
      <LiveProvider stream={portal.stream}>
        <Outlet />
      </LiveProvider>
    );
  return (
    <main className={styles.alone}>
      {me.isError ? <ErrorState error={me.error} onRetry={() => void me.refetch()} /> : <Skeleton />}
    </main>
  );
}
