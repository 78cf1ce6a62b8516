import { useState, type ReactNode } from 'react';
import type { DeadLetter } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { Filters } from '../filters.tsx';
import { bytesText } from '../health/units.ts';
import { Paged } from '../paged.tsx';
import { Row } from '../row.tsx';
import { usePages } from '../use-pages.ts';
import { useT } from '../use-t.ts';
import { LetterDialog } from './letter-dialog.tsx';

const GATEWAY_ID = /^\d{9}$/;

export function Component(): ReactNode {
  const t = useT();
  const format = useFormat();
  const [gatewayId, setGatewayId] = useState('');
  const [open, setOpen] = useState<DeadLetter | null>(null);
  const query = usePages<DeadLetter>('/operator/dead-letters', {
    gatewayId: GATEWAY_ID.test(gatewayId) ? gatewayId : undefined,
  });
  const remove = useChange((letter: DeadLetter) => call('DELETE', letterUrl(letter)), {
    refreshes: ['/operator/dead-letters', '/operator/health'],
    onDone: () => showToast({ tone: 'ok', text: t.deadLetters.deleted }),
  });
  return (
    <Stack>
      <PageHeader title={t.deadLetters.title} lead={t.deadLetters.lead} />
      <Filters>
        <TextField
          label={t.deadLetters.filter}
          value={gatewayId}
          onChange={(text) => setGatewayId(text.replaceAll(/\D/g, '').slice(0, 9))}
          inputMode="numeric"
        />
      </Filters>
      <Paged<DeadLetter>
        query={query}
        empty={
          <EmptyState icon="check" title={t.deadLetters.empty}>
            {t.deadLetters.emptyLead}
          </EmptyState>
        }
      >
        {(items) => (
          <Card>
            <Table
              label={t.deadLetters.title}
              rows={items}
              keyOf={({ letterId }) => letterId}
              columns={[
                { id: 'id', title: t.deadLetters.gateway, cell: (letter) => <code>{letter.gatewayId}</code> },
                {
                  id: 'at',
                  title: t.deadLetters.received,
                  cell: ({ receivedAt }) => format.dateTime(receivedAt),
                },
                {
                  id: 'why',
                  title: t.deadLetters.why,
                  cell: ({ reason }) => <span lang="en">{reason}</span>,
                },
                {
                  id: 'topic',
                  title: t.deadLetters.topic,
                  cell: ({ topic }) => <code>{topic.split('/').slice(2).join('/')}</code>,
                },
                {
                  id: 'size',
                  title: t.deadLetters.size,
                  cell: ({ size }) => bytesText(format, size),
                  isNumber: true,
                },
                {
                  id: 'actions',
                  title: t.ui.more,
                  cell: (letter) => (
                    <Row>
                      <Button look="quiet" onPress={() => setOpen(letter)}>
                        {t.deadLetters.read}
                      </Button>
                      <Button look="quiet" onPress={() => remove.mutate(letter)}>
                        {t.deadLetters.delete}
                      </Button>
                    </Row>
                  ),
                },
              ]}
            />
          </Card>
        )}
      </Paged>
      {open && <LetterDialog key={open.letterId} letter={open} onClose={() => setOpen(null)} />}
    </Stack>
  );
}

function letterUrl({ gatewayId, letterId }: DeadLetter): string {
  return `/operator/gateways/${gatewayId}/dead-letters/${letterId}`;
}
