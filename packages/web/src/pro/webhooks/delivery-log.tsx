import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Attempt, Webhook } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import type { ApiProblem } from '../../lib/problem.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';
import { AttemptDialog } from './attempt-dialog.tsx';
import { toneOfOutcome } from './tone-of-outcome.ts';
import styles from './webhooks.module.css';

const LatencyChart = lazy(async () => ({ default: (await import('./latency-chart.tsx')).LatencyChart }));

/** Of one reading; more come when they are asked for. */
const PAGE = 50;
const OUTCOMES = ['DELIVERED', 'FAILED', 'PARKED', 'GAVE_UP', 'WITHHELD', 'TOO_OLD'] as const;
const KINDS = ['LIVE', 'REPLAY', 'TEST', 'HEARTBEAT', 'GAP'] as const;
const ALL = 'ALL';

interface Page {
  readonly items: readonly Attempt[];
  readonly nextCursor: string | null;
}

/** What was sent and how it was answered, newest first; one of them with its body. */
export function DeliveryLog({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const [outcome, setOutcome] = useState<Attempt['outcome'] | typeof ALL>(ALL);
  const [kind, setKind] = useState<Attempt['kind'] | typeof ALL>(ALL);
  const [open, setOpen] = useState<string | null>(null);
  const filter = `${outcome === ALL ? '' : `&outcome=${outcome}`}${kind === ALL ? '' : `&kind=${kind}`}`;
  const path = `/webhooks/${webhook.webhookId}/attempts?limit=${PAGE}${filter}`;
  const query = useInfiniteQuery<Page, ApiProblem, { pages: Page[] }, string[], string | null>({
    queryKey: [path],
    queryFn: ({ pageParam, signal }) =>
      call('GET', pageParam === null ? path : `${path}&cursor=${pageParam}`, { signal }),
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
  const attempts = query.data?.pages.flatMap(({ items }) => items);
  const choice = <K extends string>(texts: Readonly<Record<K, string>>, ids: readonly K[]) => [
    { id: ALL as K | typeof ALL, label: t.webhooks.log.all },
    ...ids.map((id) => ({ id, label: texts[id] })),
  ];
  return (
    <Stack>
      <div className={styles.filters}>
        <Select
          label={t.webhooks.log.outcome}
          options={choice(t.webhooks.log.outcomes, OUTCOMES)}
          value={outcome}
          onChange={setOutcome}
        />
        <Select
          label={t.webhooks.log.kind}
          options={choice(t.webhooks.log.kinds, KINDS)}
          value={kind}
          onChange={setKind}
        />
      </div>
      {attempts === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : attempts.length === 0 ? (
        <EmptyState icon="webhook" title={t.webhooks.log.none}>
          <p>{t.webhooks.log.noneLead}</p>
        </EmptyState>
      ) : (
        <>
          <Card title={t.webhooks.log.chart} hint={t.webhooks.log.chartHint}>
            <Suspense fallback={<Skeleton />}>
              <LatencyChart attempts={attempts} />
            </Suspense>
          </Card>
          <Card>
            <AttemptTable attempts={attempts} onOpen={setOpen} />
            {query.hasNextPage && (
              <Button onPress={() => void query.fetchNextPage()} isPending={query.isFetchingNextPage}>
                {t.words.more}
              </Button>
            )}
          </Card>
        </>
      )}
      {open !== null && <AttemptDialog webhook={webhook} attemptId={open} onClose={() => setOpen(null)} />}
    </Stack>
  );
}

function AttemptTable(props: {
  attempts: readonly Attempt[];
  onOpen: (attemptId: string) => void;
}): ReactNode {
  const t = useT();
  const format = useFormat();
  const { attempts, onOpen } = props;
  return (
    <Table
      label={t.webhooks.tabs.log}
      rows={attempts}
      keyOf={({ attemptId }) => attemptId}
      columns={[
        {
          id: 'message',
          title: t.webhooks.log.message,
          cell: ({ attemptId, messageId, events }) => (
            <button type="button" className={styles.open} onClick={() => onOpen(attemptId)}>
              <code>{messageId}</code>
              {events > 1 && ` · ${format.plural(t.webhooks.log.events, events)}`}
            </button>
          ),
        },
        {
          id: 'outcome',
          title: t.webhooks.log.outcome,
          cell: ({ outcome, attempt }) => (
            <span className={styles.outcome}>
              <Badge tone={toneOfOutcome(outcome)}>{t.webhooks.log.outcomes[outcome]}</Badge>
              {attempt > 1 && (
                <span className={styles.soft}>{say(t.webhooks.log.attempt, { n: attempt })}</span>
              )}
            </span>
          ),
        },
        { id: 'kind', title: t.webhooks.log.kind, cell: ({ kind }) => t.webhooks.log.kinds[kind] },
        {
          id: 'answer',
          title: t.webhooks.log.answer,
          cell: ({ httpStatus, error }) => httpStatus ?? error ?? t.webhooks.log.noAnswer,
        },
        {
          id: 'latency',
          title: t.webhooks.log.latency,
          isNumber: true,
          cell: ({ latencyMs }) => (latencyMs === null ? '–' : `${format.number(latencyMs)} ms`),
        },
        { id: 'when', title: t.webhooks.log.when, cell: ({ at }) => format.dateTime(at) },
      ]}
    />
  );
}
