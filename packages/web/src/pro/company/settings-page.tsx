import type { ReactNode } from 'react';
import type { CompanySettings, RefusedAddressList } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { SettingsForm } from './settings-form.tsx';

/** What the company sets itself, and what the operator has set. */
export function Component(): ReactNode {
  const t = useT();
  const texts = t.company.settings;
  const company = useGet<CompanySettings>('/pro/company');
  const isAdmin = useMay('ADMIN');
  return (
    <Stack>
      <PageHeader title={texts.title} lead={isAdmin ? texts.lead : t.words.adminOnly} />
      <Loaded query={company}>
        {(settings) => (
          <>
            <SettingsForm settings={settings} isAdmin={isAdmin} key={settings.version} />
            {isAdmin && <RefusedAddresses />}
            <Card title={texts.facts}>
              <DefinitionList
                items={[
                  [texts.companyId, <code key="id">{settings.companyId}</code>],
                  [texts.status, t.company.statuses[settings.status]],
                  [texts.administrator, settings.administrator?.email],
                  [texts.plan, settings.plan],
                  [texts.accept, texts[settings.acceptance.ownerInitiated]],
                  [texts.acceptPartner, texts[settings.acceptance.partnerInitiated]],
                ]}
              />
            </Card>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function RefusedAddresses(): ReactNode {
  const t = useT();
  const format = useFormat();
  const texts = t.company.settings;
  const refused = useGet<RefusedAddressList>('/pro/company/refused-addresses');
  return (
    <Card title={texts.refused} hint={texts.refusedHint}>
      <Loaded query={refused}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{texts.refusedNone}</p>
          ) : (
            <Table
              label={texts.refused}
              rows={items}
              keyOf={({ address }) => address}
              columns={[
                { id: 'address', title: texts.address, cell: ({ address }) => <code>{address}</code> },
                {
                  id: 'outcome',
                  title: texts.outcome,
                  cell: ({ enforced }) => (
                    <Badge tone={enforced ? 'bad' : 'warn'}>
                      {enforced ? texts.wasRefused : texts.wasObserved}
                    </Badge>
                  ),
                },
                {
                  id: 'calls',
                  title: texts.calls,
                  isNumber: true,
                  cell: ({ count }) => format.number(count),
                },
                { id: 'last', title: texts.last, cell: ({ lastAt }) => format.dateTime(lastAt) },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
