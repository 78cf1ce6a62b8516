import type { ReactNode } from 'react';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { usePortal } from '../lib/portal-context.ts';
import { ApiProblem } from '../lib/problem.ts';
import { useTexts } from '../lib/texts.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { NotFound } from './not-found.tsx';
import styles from './signed-in.module.css';

/** A page that failed: an API's refusal, a part of the page that did not load, or a fault of ours. */
export function PageError(): ReactNode {
  const error = useRouteError();
  const t = useTexts();
  const portal = usePortal();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const home = <LinkButton to="/">{t.places[portal.name]}</LinkButton>;
  const reload = () => location.reload();
  return (
    <div className={styles.alone}>
      {error instanceof ApiProblem ? (
        <ErrorState error={error} onRetry={reload} actions={home} />
      ) : (
        <EmptyState
          icon="alert"
          title={t.problem.page}
          actions={
            <>
              <Button look="main" onPress={reload}>
                {t.ui.reload}
              </Button>
              {home}
            </>
          }
        >
          <p>{t.problem.pageLead}</p>
          <code>{error instanceof Error ? error.message : String(error)}</code>
        </EmptyState>
      )}
    </div>
  );
}
