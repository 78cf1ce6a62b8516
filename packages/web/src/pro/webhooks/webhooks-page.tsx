import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Webhook } from '@hearthgate/wire';
import { useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { pastText } from '../lib/past.ts';
import { toneOfEndpoint } from '../lib/tones.ts';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { backlogText } from './backlog-text.ts';
import { NewEndpoint } from './new-endpoint.tsx';
import styles from './webhooks.module.css';

/** The company's endpoints, and which of them has trouble. */
export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const isAdmin = useMay('ADMIN');
  const webhooks = useGet<{ items: Webhook[] }>('/webhooks');
  const [isMaking, setMaking] = useState(false);
  return (
    <Stack>
      <PageHeader
        title={t.webhooks.title}
        lead={t.webhooks.lead}
        actions={
          isAdmin && (
            <Button look="main" icon="plus" onPress={() => setMaking(true)}>
              {t.webhooks.make}
            </Button>
          )
        }
      />
      <Loaded query={webhooks}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="webhook" title={t.webhooks.none}>
              <p>{t.webhooks.noneLead}</p>
            </EmptyState>
          ) : (
            <Card>
              <Table
                label={t.webhooks.title}
                rows={items}
                keyOf={({ webhookId }) => webhookId}
                columns={[
                  {
                    id: 'name',
                    title: t.webhooks.name,
                    cell: ({ webhookId, name, url }) => (
                      <>
                        <Link to={`/webhooks/${webhookId}`}>{name}</Link>
                        <span className={styles.url}>{url}</span>
                      </>
                    ),
                  },
                  {
                    id: 'state',
                    title: t.webhooks.state,
                    cell: ({ state }) => (
                      <Badge tone={toneOfEndpoint(state)}>{t.webhooks.status[state.status]}</Badge>
                    ),
                  },
                  {
                    id: 'backlog',
                    title: t.webhooks.backlog,
                    isNumber: true,
                    cell: ({ state }) => backlogText(t, format, state),
                  },
                  {
                    id: 'last',
                    title: t.webhooks.lastSuccess,
                    cell: ({ state }) =>
                      state.lastSuccessAt === null ? t.words.never : pastText(format, state.lastSuccessAt),
                  },
                ]}
              />
            </Card>
          )
        }
      </Loaded>
      {isMaking && <NewEndpoint onClose={() => setMaking(false)} />}
    </Stack>
  );
}
