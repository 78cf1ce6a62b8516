import { useState, type ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Filters } from '../filters.tsx';
import { Paged } from '../paged.tsx';
import { usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';

interface AuditItem {
  readonly id: number;
  readonly at: string;
  readonly email: string;
  readonly action: string;
  readonly target: Readonly<Record<string, string>>;
  readonly address: string;
  readonly reason: string | null;
  readonly status: number | null;
}

const ACTION = /^[a-z.-]{3,60}$/;

/** What operators did. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
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
      <Paged<AuditItem>
        query={query}
        empty={
          <EmptyState icon="history" title={t.audit.empty}>
            {t.audit.emptyLead}
          </EmptyState>
        }
      >
        {(items) => (
          <Card>
            <Table
              label={t.audit.title}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { id: 'at', title: t.audit.when, cell: ({ at }) => format.dateTime(at) },
                { id: 'who', title: t.audit.operator, cell: ({ email }) => email },
                { id: 'what', title: t.audit.what, cell: (item) => <code>{item.action}</code> },
                {
                  id: 'target',
                  title: t.audit.target,
                  cell: ({ target }) => <code>{Object.values(target).join(' ') || '–'}</code>,
                },
                { id: 'reason', title: t.audit.reason, cell: ({ reason }) => reason ?? '–' },
                { id: 'from', title: t.audit.from, cell: ({ address }) => <code>{address}</code> },
                {
                  id: 'status',
                  title: t.audit.result,
                  cell: ({ status }) => <StatusBadge status={status} />,
                },
              ]}
            />
          </Card>
        )}
      </Paged>
    </Stack>
  );
}

function StatusBadge({ status }: { status: number | null }): ReactNode {
  const t = useT();
  if (status === null) return <Badge>{t.audit.running}</Badge>;
  return <Badge tone={status < 400 ? 'ok' : 'bad'}>{status}</Badge>;
}
