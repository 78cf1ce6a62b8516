import { useDeferredValue, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useFormat } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { useT } from '../use-t.ts';
import { FleetFilters } from './fleet-filters.tsx';
import styles from './fleet.module.css';
import { SystemRow } from './system-row.tsx';
import { useFleet } from './use-fleet.ts';

const ROW_HEIGHT = 69;

/** All systems of the company. The filters stand in the address, so that a view can be kept and sent. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const filters = useDeferredValue(params.toString());
  const { first, systems, isLoadingMore, loadMore } = useFleet(filters);
  const newest = first.data;
  const isFiltered = filters !== '';
  return (
    <Stack>
      <PageHeader title={t.fleet.title} lead={t.fleet.lead} />
      <FleetFilters params={params} onChange={setParams} counts={newest?.counts} />
      {first.isError && systems.length === 0 ? (
        <ErrorState error={first.error} onRetry={() => void first.refetch()} />
      ) : !newest ? (
        <Skeleton lines={8} />
      ) : systems.length === 0 ? (
        <EmptyState
          icon={isFiltered ? 'search' : 'flame'}
          title={isFiltered ? t.fleet.none : t.fleet.empty}
          actions={
            isFiltered && (
              <Button onPress={() => setParams(new URLSearchParams(), { replace: true })}>
                {t.fleet.clear}
              </Button>
            )
          }
        >
          <p>{isFiltered ? t.fleet.noneLead : t.fleet.emptyLead}</p>
        </EmptyState>
      ) : (
        <div>
          <p className={styles.found} role="status">
            {format.plural(t.fleet.found, newest.total)}
            {isLoadingMore && ` · ${t.fleet.loadingMore}`}
          </p>
          <VirtualList
            label={t.fleet.title}
            rows={systems}
            total={newest.total}
            keyOf={({ gatewayId }) => gatewayId}
            rowHeight={ROW_HEIGHT}
            row={(system) => <SystemRow system={system} />}
            onEnd={loadMore}
          />
        </div>
      )}
    </Stack>
  );
}
