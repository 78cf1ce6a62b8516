import type { ReactNode } from 'react';
import { say, useFormat } from '../../lib/format.ts';
import { useMe } from '../../lib/use-me.ts';
import { Banner } from '../../ui/banner.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import type { Gateway } from '../api-types.ts';
import { consentPage, useContracts, useGateways } from '../lib.ts';
import { useT } from '../use-t.ts';
import { SystemCard } from './system-card.tsx';

/** All systems of the owner; what needs a person comes first. */
export function Component(): ReactNode {
  const t = useT();
  const me = useMe();
  const systems = useGateways();
  const add = (
    <LinkButton to="/add" icon="plus">
      {t.systems.add}
    </LinkButton>
  );
  return (
    <Stack>
      <PageHeader title={say(t.systems.title, { name: me?.name || me?.email || '' })} actions={add} />
      <Outdated />
      <Loaded query={systems} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon="flame"
              title={t.systems.emptyTitle}
              actions={
                <LinkButton to="/add" look="main" icon="plus">
                  {t.add.title}
                </LinkButton>
              }
            >
              {t.systems.empty}
            </EmptyState>
          ) : (
            <Stack kind="grid">
              {items.toSorted(byUrgency).map((system) => (
                <SystemCard key={system.gatewayId} system={system} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  );
}

/** Consents that wait for the owner, by gateway. */
function Outdated(): ReactNode {
  const t = useT();
  const format = useFormat();
  const waiting = (useContracts().data?.items ?? []).filter(
    ({ status, consent }) => consent.outdated && (status === 'ACTIVE' || status === 'PAUSED'),
  );
  const byGateway = Map.groupBy(waiting, ({ gatewayId }) => gatewayId);
  return [...byGateway].map(([gatewayId, contracts]) => (
    <Banner
      key={gatewayId}
      tone="warn"
      title={say(t.word.gateway, { id: gatewayId })}
      actions={<a href={consentPage(gatewayId)}>{t.systems.readIt}</a>}
    >
      <p>
        {say(t.systems.outdated, {
          companies: format.list(contracts.map(({ companyName }) => companyName)),
        })}
      </p>
    </Banner>
  ));
}

function byUrgency(a: Gateway, b: Gateway): number {
  const rank = (one: Gateway) => (one.activeNotifications > 0 ? 0 : one.connectivity === 'OFFLINE' ? 1 : 2);
  return rank(a) - rank(b) || a.gatewayId.localeCompare(b.gatewayId);
}
