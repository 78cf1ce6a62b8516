import { useState, type ReactNode } from 'react';
import type { Inventory, InventoryCounts, InventoryItem } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { Figures } from '../figures.tsx';
import { itemsOf, usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';
import { GatewayFilters } from './gateway-filters.tsx';
import { GatewayRow, ROW_HEIGHT } from './gateway-row.tsx';
import { NO_FILTERS, queryOf } from './gateway-filter.ts';

/** The registry: filtered by the server, of which the page holds only what is in sight. */
export function Component(): ReactNode {
  const t = useT();
  const [filter, setFilter] = useState(NO_FILTERS);
  const query = usePages<InventoryItem, Inventory>('/operator/gateways', queryOf(filter));
  return (
    <Stack>
      <PageHeader
        title={t.gateways.title}
        lead={t.gateways.lead}
        actions={
          <LinkButton to="/gateways/import" look="main" icon="plus">
            {t.gateways.import}
          </LinkButton>
        }
      />
      <GatewayFilters filter={filter} onChange={setFilter} />
      <Loaded query={query} lines={10}>
        {(data) => {
          const counts = data.pages[0]?.counts;
          const items = itemsOf<InventoryItem>(data);
          return (
            <>
              {counts && <Counts counts={counts} />}
              {items.length === 0 ? (
                <NoGateways isFiltered={filter !== NO_FILTERS} onClear={() => setFilter(NO_FILTERS)} />
              ) : (
                <VirtualList
                  label={t.gateways.listLabel}
                  rows={items}
                  total={counts?.all ?? items.length}
                  keyOf={({ gatewayId }) => gatewayId}
                  rowHeight={ROW_HEIGHT}
                  row={(item) => <GatewayRow gateway={item} />}
                  onEnd={() => {
                    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
                  }}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Counts({ counts }: { counts: InventoryCounts }): ReactNode {
  const t = useT().gateways;
  const { number } = useFormat();
  return (
    <Figures
      label={t.title}
      figures={[
        { name: t.all, value: number(counts.all) },
        { name: t.online, value: number(counts.online) },
        { name: t.offline, value: number(counts.offline) },
        { name: t.neverSeen, value: number(counts.neverSeen) },
        { name: t.withOwner, value: number(counts.claimed) },
      ]}
    />
  );
}

function NoGateways({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }): ReactNode {
  const t = useT().gateways;
  const action: GatewayAction = isFiltered
    ? { text: t.emptyFiltered, button: <Button onPress={onClear}>{t.clear}</Button> }
    : { text: t.emptyLead, button: <LinkButton to="/gateways/import">{t.import}</LinkButton> };
  return (
    <EmptyState icon="flame" title={t.empty} actions={action.button}>
      {action.text}
    </EmptyState>
  );
}

interface GatewayAction {
  readonly text: string;
  readonly button: ReactNode;
}
