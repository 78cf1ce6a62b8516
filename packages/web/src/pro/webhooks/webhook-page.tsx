import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import type { Webhook } from '@hearthgate/wire';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toneOfEndpoint } from '../lib/tones.ts';
import { useT } from '../use-t.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { EndpointSetup } from './endpoint-setup.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { Replays } from './replays.tsx';
import { SignatureDebugger } from './signature-debugger.tsx';
import { useWatch } from './use-watch.ts';

/** The cockpit of one endpoint. */
export function Component(): ReactNode {
  const t = useT();
  const { webhookId = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const webhook = useGet<Webhook>(`/webhooks/${webhookId}`);
  useWatch(webhookId);
  const show = (tab: string) => setParams({ tab }, { replace: true });
  return (
    <Loaded query={webhook}>
      {(endpoint) => (
        <Stack>
          <PageHeader
            title={endpoint.name}
            lead={<code>{endpoint.url}</code>}
            mark={
              <Badge tone={toneOfEndpoint(endpoint.state)}>{t.webhooks.status[endpoint.state.status]}</Badge>
            }
            actions={<LinkButton to="/webhooks">{t.webhooks.title}</LinkButton>}
          />
          <Tabs
            label={endpoint.name}
            selected={params.get('tab') ?? 'state'}
            onSelect={show}
            tabs={[
              { id: 'state', label: t.webhooks.tabs.state, content: <EndpointState webhook={endpoint} /> },
              { id: 'log', label: t.webhooks.tabs.log, content: <DeliveryLog webhook={endpoint} /> },
              { id: 'replay', label: t.webhooks.tabs.replay, content: <Replays webhook={endpoint} /> },
              {
                id: 'debug',
                label: t.webhooks.tabs.debug,
                content: <SignatureDebugger webhook={endpoint} />,
              },
              { id: 'setup', label: t.webhooks.tabs.setup, content: <EndpointSetup webhook={endpoint} /> },
            ]}
          />
        </Stack>
      )}
    </Loaded>
  );
}
