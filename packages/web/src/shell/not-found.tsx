import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { PageHeader } from '../ui/page-header.tsx';

export function NotFound(): ReactNode {
  const t = useTexts();
  return (
    <>
      <PageHeader title={t.problem.notFound} />
      <EmptyState
        icon="search"
        title={t.problem.notFoundLead}
        actions={<LinkButton to="/">{t.ui.home}</LinkButton>}
      />
    </>
  );
}
