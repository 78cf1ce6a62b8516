import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { CompanyStatus, CompanySummary } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { Filters } from '../filters.tsx';
import { Paged } from '../paged.tsx';
import { usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';
import { CompanyBadge } from './company-badge.tsx';

type Filter = CompanyStatus | 'all';
const STATUSES: readonly CompanyStatus[] = ['REGISTERED', 'ACTIVE', 'SUSPENDED', 'OFFBOARDED'];

export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const [status, setStatus] = useState<Filter>('all');
  const query = usePages<CompanySummary>('/operator/companies', {
    status: status === 'all' ? undefined : status,
  });
  return (
    <Stack>
      <PageHeader title={t.companies.title} lead={t.companies.lead} />
      <Filters>
        <Select<Filter>
          label={t.companies.status}
          options={[
            { id: 'all', label: t.list.all },
            ...STATUSES.map((id) => ({ id, label: t.companies.statuses[id] })),
          ]}
          value={status}
          onChange={setStatus}
        />
      </Filters>
      <Paged<CompanySummary>
        query={query}
        empty={
          <EmptyState
            icon="building"
            title={t.companies.empty}
            actions={<LinkButton to="/registrations">{t.companies.toApplications}</LinkButton>}
          >
            {t.companies.emptyLead}
          </EmptyState>
        }
      >
        {(items) => (
          <Card>
            <Table
              label={t.companies.title}
              rows={items}
              keyOf={({ companyId }) => companyId}
              columns={[
                {
                  id: 'name',
                  title: t.companies.name,
                  cell: ({ companyId, name }) => <Link to={`/companies/${companyId}`}>{name}</Link>,
                },
                {
                  id: 'status',
                  title: t.companies.status,
                  cell: (company) => <CompanyBadge status={company.status} />,
                },
                { id: 'brand', title: t.companies.brand, cell: ({ brand }) => brand ?? '–' },
                {
                  id: 'since',
                  title: t.companies.since,
                  cell: ({ createdAt }) => format.date(createdAt),
                },
                {
                  id: 'version',
                  title: t.companies.version,
                  cell: ({ version }) => (version === 0 ? '–' : format.number(version)),
                  isNumber: true,
                },
              ]}
            />
          </Card>
        )}
      </Paged>
    </Stack>
  );
}
