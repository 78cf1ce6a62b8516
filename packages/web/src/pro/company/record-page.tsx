import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CompanyChangeList } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';
import styles from './company.module.css';

type Entry = CompanyChangeList['items'][number];

/** Who changed what in the company. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const query = useInfiniteQuery<
    CompanyChangeList,
    ApiProblem,
    { pages: CompanyChangeList[] },
    string[],
    string
  >({
    queryKey: ['/pro/audit'],
    queryFn: ({ pageParam, signal }) => call('GET', `/pro/audit?limit=50${pageParam}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => (nextCursor === null ? null : `&cursor=${nextCursor}`),
  });
  const entries = query.data?.pages.flatMap(({ items }) => items);
  const about = ({ target, detail }: Entry) => (
    <>
      {target !== undefined && <code>{target}</code>}
      <span className={styles.detail}>{wordsOf(detail)}</span>
    </>
  );
  return (
    <Stack>
      <PageHeader title={t.company.record.title} lead={t.company.record.lead} />
      {entries === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : entries.length === 0 ? (
        <EmptyState icon="history" title={t.company.record.none} />
      ) : (
        <Card>
          <Table
            label={t.company.record.title}
            rows={entries.map((entry, at) => ({ ...entry, at, when: entry.at }))}
            keyOf={({ at }) => at}
            columns={[
              {
                id: 'what',
                title: t.company.record.what,
                cell: ({ action }) => t.company.record.actions[action],
              },
              { id: 'about', title: t.company.record.about, cell: (row) => about({ ...row, at: row.when }) },
              {
                id: 'who',
                title: t.company.record.who,
                cell: ({ actor }) =>
                  actor.kind === 'KEY' ? (
                    <>
                      {t.company.record.program} <code>{actor.name}</code>
                    </>
                  ) : (
                    actor.name
                  ),
              },
              { id: 'when', title: t.company.record.when, cell: ({ when }) => format.dateTime(when) },
            ]}
          />
          {query.hasNextPage && (
            <Button onPress={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
              {t.words.more}
            </Button>
          )}
        </Card>
      )}
    </Stack>
  );
}

/** What was changed, as the API names it. */
function wordsOf(detail: object): string {
  const { changes, ...rest } = detail as { changes?: { path: string; from: unknown; to: unknown }[] };
  const changed = (changes ?? []).map(({ path, from, to }) => `${path}: ${text(from)} → ${text(to)}`);
  return [...changed, ...Object.entries(rest).map(([name, value]) => `${name}: ${text(value)}`)].join('; ');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
