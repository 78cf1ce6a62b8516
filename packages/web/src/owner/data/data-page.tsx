import type { ReactNode } from 'react';
import { call } from '../../lib/api.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import type { List } from '../api-types.ts';
import { useT } from '../use-t.ts';
import { ExportCard, type Export } from './export-card.tsx';
import { Tokens } from './tokens.tsx';

/** Everything that is kept, to take along or to give to anybody. */
export function Component(): ReactNode {
  const t = useT();
  const exports = useGet<List<Export>>('/owner/exports');
  const make = useChange(() => call('POST', '/owner/exports'), { refreshes: ['/owner/exports'] });
  const button = (
    <Button look="main" icon="file" onPress={() => make.mutate()} isPending={make.isPending}>
      {t.data.make}
    </Button>
  );
  return (
    <Stack>
      <PageHeader title={t.data.title} lead={t.data.lead} actions={button} />
      {make.error && <ProblemBanner problem={make.error} />}
      <Loaded query={exports}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="file" title={t.data.emptyTitle}>
              {t.data.empty}
            </EmptyState>
          ) : (
            items.map((one) => <ExportCard key={one.exportId} made={one} />)
          )
        }
      </Loaded>
      <Tokens />
    </Stack>
  );
}
