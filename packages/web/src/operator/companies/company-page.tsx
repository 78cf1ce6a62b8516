import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { CompanyDetail } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { useT } from '../use-t.ts';
import { CompanyActions } from './company-actions.tsx';
import { CompanyBadge } from './company-badge.tsx';
import { CompanyPlan } from './company-plan.tsx';
import { NewLink } from './new-link.tsx';
import { RefusedAddresses } from './refused-addresses.tsx';

export function Component(): ReactNode {
  const { companyId = '' } = useParams();
  const company = useGet<CompanyDetail>(`/operator/companies/${companyId}`);
  return (
    <Stack>
      <Loaded query={company} lines={8}>
        {(data) => <Company company={data} />}
      </Loaded>
    </Stack>
  );
}

function Company({ company }: { company: CompanyDetail }): ReactNode {
  const { company: t, companies } = useT();
  const format = useFormat();
  const { companyId, name, status, statusReason, statusChangedAt, administrator, createdAt } = company;
  const isOnboarded = status === 'ACTIVE' || status === 'SUSPENDED';
  const contracts = Object.entries(company.contracts).filter(([, count]) => count > 0);
  return (
    <>
      <PageHeader
        title={name}
        lead={companyId}
        mark={<CompanyBadge status={status} />}
        actions={<CompanyActions company={company} />}
      />
      <Stack kind="grid">
        <Card
          title={t.about}
          {...(status === 'ACTIVE' && { actions: <NewLink company={company} kind="administrator" /> })}
        >
          <DefinitionList
            items={[
              ...(administrator
                ? ([[t.administrator, `${administrator.name} · ${administrator.email}`]] as const)
                : []),
              [t.registered, format.date(createdAt)],
              ...(statusChangedAt === undefined
                ? []
                : ([[t.statusSince, format.dateTime(statusChangedAt)]] as const)),
              ...(statusReason === undefined ? [] : ([[t.statusReason, statusReason]] as const)),
            ]}
          />
        </Card>
        <Card title={t.contracts}>
          {contracts.length === 0 ? (
            <p>{t.noContracts}</p>
          ) : (
            <DefinitionList items={contracts.map(([word, count]) => [word, format.number(count)])} />
          )}
        </Card>
        {isOnboarded && <CompanyPlan companyId={companyId} />}
      </Stack>
      {status !== 'REGISTERED' && (
        <>
          <Card
            title={t.keys}
            hint={t.keysLead}
            {...(status === 'ACTIVE' && { actions: <NewLink company={company} kind="firstKey" /> })}
          >
            {company.keys.length === 0 ? (
              <p>{t.noKeys}</p>
            ) : (
              <Table
                label={t.keys}
                rows={company.keys}
                keyOf={({ keyId }) => keyId}
                columns={[
                  { id: 'key', title: t.key, cell: ({ keyId }) => <code>{keyId}</code> },
                  { id: 'ends', title: t.expires, cell: ({ expiresAt }) => format.date(expiresAt) },
                  {
                    id: 'used',
                    title: t.lastUsed,
                    cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? '–' : format.relative(lastUsedAt)),
                  },
                ]}
              />
            )}
          </Card>
          <Card title={t.webhooks}>
            {company.webhooks.length === 0 ? (
              <p>{t.noWebhooks}</p>
            ) : (
              <Table
                label={t.webhooks}
                rows={company.webhooks}
                keyOf={({ webhookId }) => webhookId}
                columns={[
                  {
                    id: 'name',
                    title: t.webhook,
                    cell: (webhook) => (
                      <>
                        {webhook.name} <code>{webhook.url}</code>
                      </>
                    ),
                  },
                  {
                    id: 'state',
                    title: companies.status,
                    cell: ({ paused }) => (
                      <Badge tone={paused ? 'warn' : 'ok'}>{paused ? t.paused : t.delivering}</Badge>
                    ),
                  },
                  {
                    id: 'backlog',
                    title: t.backlog,
                    cell: ({ backlog }) => format.number(backlog),
                    isNumber: true,
                  },
                ]}
              />
            )}
          </Card>
          <RefusedAddresses companyId={companyId} />
        </>
      )}
    </>
  );
}
