import type { ReactNode } from 'react';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { ContractList } from './contract-list.tsx';

/** All companies that have to do with any system of the owner. */
export function Component(): ReactNode {
  const t = useT();
  return (
    <Stack>
      <PageHeader
        title={t.access.title}
        lead={t.access.lead}
        actions={
          <LinkButton to="/share" look="main" icon="share">
            {t.access.share}
          </LinkButton>
        }
      />
      <ContractList />
    </Stack>
  );
}
