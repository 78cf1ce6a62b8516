import { lazy, Suspense, type ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { say } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import type { Gateway } from '../api-types.ts';
import { useGateway } from '../lib.ts';
import { useT } from '../use-t.ts';

const NowTab = lazy(() => import('./now-tab.tsx'));
const HistoryTab = lazy(() => import('./history-tab.tsx'));
const ChangesTab = lazy(() => import('./changes-tab.tsx'));
const AccessTab = lazy(() => import('./access-tab.tsx'));
const PeopleTab = lazy(() => import('./people-tab.tsx'));
const RecordTab = lazy(() => import('./record-tab.tsx'));

/** One system; the tab is in the address, so that it can be linked and gone back from. */
export function Component(): ReactNode {
  const { gatewayId = '' } = useParams();
  const query = useGateway(gatewayId);
  return <Loaded query={query}>{(system) => <System system={system} />}</Loaded>;
}

function System({ system }: { system: Gateway }): ReactNode {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const isOnline = system.connectivity === 'ONLINE';
  const tab = (id: keyof typeof t.system.tabs, Content: typeof NowTab) => ({
    id,
    label: t.system.tabs[id],
    content: (
      <Suspense fallback={<Skeleton />}>
        <Content system={system} />
      </Suspense>
    ),
  });
  return (
    <Stack>
      <PageHeader
        title={t.systemTypes[system.systemType]}
        lead={say(t.word.gateway, { id: system.gatewayId })}
        mark={<Badge tone={isOnline ? 'ok' : 'warn'}>{isOnline ? t.word.online : t.word.offline}</Badge>}
      />
      <Tabs
        label={t.systemTypes[system.systemType]}
        selected={params.get('tab') ?? 'now'}
        onSelect={(id) => setParams(id === 'now' ? {} : { tab: id }, { replace: true })}
        tabs={[
          tab('now', NowTab),
          tab('history', HistoryTab),
          tab('changes', ChangesTab),
          tab('access', AccessTab),
          tab('people', PeopleTab),
          tab('record', RecordTab),
        ]}
      />
    </Stack>
  );
}
