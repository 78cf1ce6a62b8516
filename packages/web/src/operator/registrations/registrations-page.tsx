import { useState, type ReactNode } from 'react';
import type { Registration, RegistrationStatus } from '@hearthgate/wire';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Filters } from '../filters.tsx';
import { Paged } from '../paged.tsx';
import { usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';
import { RegistrationCard } from './registration-card.tsx';

type Filter = RegistrationStatus | 'all';

/** Applications, those that wait first. */
export function Component(): ReactNode {
  const t = useT();
  const [status, setStatus] = useState<Filter>('APPLIED');
  const query = usePages<Registration>('/operator/registrations', {
    status: status === 'all' ? undefined : status,
  });
  return (
    <Stack>
      <PageHeader title={t.registrations.title} lead={t.registrations.lead} />
      <Filters>
        <Select<Filter>
          label={t.registrations.status}
          options={[
            { id: 'APPLIED', label: t.registrations.statuses.APPLIED },
            { id: 'APPROVED', label: t.registrations.statuses.APPROVED },
            { id: 'REFUSED', label: t.registrations.statuses.REFUSED },
            { id: 'all', label: t.list.all },
          ]}
          value={status}
          onChange={setStatus}
        />
      </Filters>
      <Paged<Registration>
        query={query}
        empty={
          <EmptyState icon="inbox" title={t.registrations.empty}>
            {t.registrations.emptyLead}
          </EmptyState>
        }
      >
        {(items) => items.map((item) => <RegistrationCard key={item.registrationId} registration={item} />)}
      </Paged>
    </Stack>
  );
}
