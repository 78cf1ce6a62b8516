import { useState, type ReactNode } from 'react';
import { useGet } from '../../lib/queries.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { Filters } from '../filters.tsx';
import { itemsOf, usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';
import { RecordRow, ROW_HEIGHT, type AuditItem } from './record-row.tsx';

const ACTION = /^[a-z.-]{3,60}$/;

/** What operators did. */
export function Component(): ReactNode {
  const t = useT();
  const [action, setAction] = useState('');
  const [whose, setWhose] = useState<'all' | 'mine'>('all');
  const operatorId = useGet<{ operatorId: string }>('/operator/me').data?.operatorId;
  const query = usePages<AuditItem>('/operator/audit', {
    action: ACTION.test(action) ? action : undefined,
    operatorId: whose === 'mine' ? operatorId : undefined,
  });
  return (
    <Stack>
      <PageHeader title={t.audit.title} lead={t.audit.lead} />
      <Filters>
        <TextField
          label={t.audit.action}
          placeholder={t.audit.actionHint}
          value={action}
          onChange={(text) => setAction(text.trim().toLowerCase())}
        />
        <Select
          label={t.audit.operator}
          options={[
            { id: 'all', label: t.list.all },
            { id: 'mine', label: t.audit.mine },
          ]}
          value={whose}
          onChange={setWhose}
        />
      </Filters>
      <Loaded query={query} lines={10}>
        {(data) => {
          const items = itemsOf<AuditItem>(data);
          if (items.length === 0)
            return (
              <EmptyState icon="history" title={t.audit.empty}>
                {t.audit.emptyLead}
              </EmptyState>
            );
          return (
            <VirtualList
              label={t.audit.title}
              rows={items}
              // How many there are in all nobody counts: one more than are here, as long as more follow.
              total={items.length + (query.hasNextPage ? 1 : 0)}
              keyOf={({ id }) => id}
              rowHeight={ROW_HEIGHT}
              row={(item) => <RecordRow item={item} />}
              onEnd={() => {
                if (!query.isFetchingNextPage) void query.fetchNextPage();
              }}
            />
          );
        }}
      </Loaded>
    </Stack>
  );
}
