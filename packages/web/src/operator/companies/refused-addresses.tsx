import type { ReactNode } from 'react';
import type { RefusedAddressList } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';

export function RefusedAddresses({ companyId }: { companyId: string }): ReactNode {
  const t = useT().company;
  const format = useFormat();
  const refused = useGet<RefusedAddressList>(`/operator/companies/${companyId}/refused-addresses`);
  return (
    <Card title={t.refused} hint={t.refusedLead}>
      <Loaded query={refused}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t.noRefused}</p>
          ) : (
            <Table
              label={t.refused}
              rows={items}
              keyOf={({ address }) => address}
              columns={[
                { id: 'address', title: t.addressOf, cell: ({ address }) => <code>{address}</code> },
                { id: 'last', title: t.lastCall, cell: ({ lastAt }) => format.dateTime(lastAt) },
                {
                  id: 'enforced',
                  title: t.statusReason,
                  cell: ({ enforced }) => (
                    <Badge tone={enforced ? 'bad' : 'warn'}>{enforced ? t.enforced : t.observed}</Badge>
                  ),
                },
                { id: 'count', title: t.calls, cell: ({ count }) => format.number(count), isNumber: true },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
