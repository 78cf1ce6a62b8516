import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { Hvac } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { pastText } from '../lib/past.ts';
import { useT } from '../use-t.ts';
import { AccessTab } from './access-tab.tsx';
import { ChartsTab } from './charts-tab.tsx';
import { ComponentsTab } from './components-tab.tsx';
import { ControlTab } from './control-tab.tsx';
import { MessagesTab } from './messages-tab.tsx';
import { NowTab } from './now-tab.tsx';
import { Refusal } from './refusal.tsx';

/** One system: what it does now, what it did, what is wrong, and what may be changed. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const { gatewayId = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const hvac = useGet<Hvac>(`/hvacs/${gatewayId}`);
  const { data } = hvac;
  const title = say(t.system.title, { id: gatewayId });
  const actions = <LinkButton to="/fleet">{t.system.back}</LinkButton>;
  if (hvac.isError && !data)
    return (
      <Stack>
        <PageHeader title={title} actions={actions} />
        <Refusal error={hvac.error} gatewayId={gatewayId} onRetry={() => void hvac.refetch()} />
        <AccessTab gatewayId={gatewayId} />
      </Stack>
    );
  if (!data)
    return (
      <Stack>
        <PageHeader title={title} actions={actions} />
        <Skeleton lines={8} />
      </Stack>
    );
  const facts = [
    t.brands[data.brand],
    t.systemTypes[data.systemType],
    data.gatewayType,
    data.firmware.version && `${t.system.firmware} ${data.firmware.version}`,
    data.lastSeen && say(t.system.lastSeen, { when: pastText(format, data.lastSeen) }),
  ].filter(Boolean);
  return (
    <Stack>
      <PageHeader
        title={title}
        lead={facts.join(' · ')}
        mark={
          <Badge tone={data.connectivity === 'ONLINE' ? 'ok' : 'warn'}>
            {t.connectivity[data.connectivity]}
          </Badge>
        }
        actions={actions}
      />
      <Tabs
        label={title}
        selected={params.get('tab') ?? 'now'}
        onSelect={(tab) => setParams({ tab }, { replace: true })}
        tabs={[
          { id: 'now', label: t.system.tabs.now, content: <NowTab gatewayId={gatewayId} /> },
          { id: 'control', label: t.system.tabs.control, content: <ControlTab hvac={data} /> },
          { id: 'charts', label: t.system.tabs.charts, content: <ChartsTab gatewayId={gatewayId} /> },
          {
            id: 'messages',
            label:
              data.activeNotifications === 0
                ? t.system.tabs.messages
                : `${t.system.tabs.messages} (${data.activeNotifications})`,
            content: <MessagesTab gatewayId={gatewayId} />,
          },
          { id: 'parts', label: t.system.tabs.parts, content: <ComponentsTab gatewayId={gatewayId} /> },
          { id: 'access', label: t.system.tabs.access, content: <AccessTab gatewayId={gatewayId} /> },
        ]}
      />
    </Stack>
  );
}
