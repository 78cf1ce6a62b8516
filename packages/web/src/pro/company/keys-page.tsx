import { useState, type ReactNode } from 'react';
import { call, newKey } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Table } from '../../ui/table.tsx';
import type { ApiKey } from '../lib/api-key.ts';
import { pastText } from '../lib/past.ts';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';

const SOON_MS = 30 * 86_400_000;

/** Keys of the company's programs; one is shown once, when it is made. */
export function Component(): ReactNode {
  const t = useT();
  const keys = useGet<{ items: ApiKey[] }>('/api-keys');
  const isAdmin = useMay('ADMIN');
  const [shown, setShown] = useState<string | null>(null);
  const make = useChange(() => call<{ apiKey: string }>('POST', '/api-keys', { idempotencyKey: newKey() }), {
    refreshes: ['/api-keys'],
    onDone: ({ apiKey }) => setShown(apiKey),
  });
  return (
    <Stack>
      <PageHeader
        title={t.company.keys.title}
        lead={t.company.keys.lead}
        actions={
          isAdmin && (
            <Button look="main" icon="plus" onPress={() => make.mutate()} isPending={make.isPending}>
              {t.company.keys.make}
            </Button>
          )
        }
      />
      {make.error && <ProblemBanner problem={make.error} />}
      <Loaded query={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="key" title={t.company.keys.none}>
              <p>{t.company.keys.noneLead}</p>
            </EmptyState>
          ) : (
            <Card>
              <KeyTable keys={items} isAdmin={isAdmin} />
            </Card>
          )
        }
      </Loaded>
      {shown !== null && (
        <Dialog
          title={t.company.keys.made}
          isOpen
          isKept
          onClose={() => setShown(null)}
          actions={
            <Button look="main" onPress={() => setShown(null)}>
              {t.words.done}
            </Button>
          }
        >
          <CopyField label={t.company.keys.key} value={shown} hint={t.company.keys.madeLead} />
        </Dialog>
      )}
    </Stack>
  );
}

function KeyTable({ keys, isAdmin }: { keys: readonly ApiKey[]; isAdmin: boolean }): ReactNode {
  const t = useT();
  const format = useFormat();
  const [leaving, setLeaving] = useState<string | null>(null);
  const remove = useChange((keyId: string) => call('DELETE', `/api-keys/${keyId}`), {
    refreshes: ['/api-keys'],
    onDone: () => setLeaving(null),
  });
  const state = ({ expiresAt }: ApiKey) => {
    const left = Date.parse(expiresAt) - Date.now();
    if (left <= 0) return <Badge tone="none">{t.company.keys.ended}</Badge>;
    return left < SOON_MS ? (
      <Badge tone="warn">{t.company.keys.soon}</Badge>
    ) : (
      <Badge tone="ok">{t.company.keys.works}</Badge>
    );
  };
  return (
    <>
      <Table
        label={t.company.keys.title}
        rows={keys}
        keyOf={({ keyId }) => keyId}
        columns={[
          { id: 'key', title: t.company.keys.key, cell: ({ keyId }) => <code>{keyId}</code> },
          { id: 'state', title: t.company.keys.state, cell: state },
          { id: 'made', title: t.company.keys.created, cell: ({ createdAt }) => format.date(createdAt) },
          { id: 'ends', title: t.company.keys.expires, cell: ({ expiresAt }) => format.date(expiresAt) },
          {
            id: 'used',
            title: t.company.keys.used,
            cell: ({ lastUsedAt }) =>
              lastUsedAt === undefined ? t.words.never : pastText(format, lastUsedAt),
          },
          ...(isAdmin
            ? [
                {
                  id: 'remove',
                  title: t.words.remove,
                  cell: ({ keyId }: ApiKey) => (
                    <Button look="quiet" onPress={() => setLeaving(keyId)}>
                      {t.words.remove}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {leaving !== null && (
        <Confirm
          title={t.company.keys.removeTitle}
          isOpen
          isDanger
          onClose={() => setLeaving(null)}
          action={t.words.remove}
          onConfirm={() => remove.mutate(leaving)}
          isPending={remove.isPending}
          problem={remove.error}
        >
          <p>{say(t.company.keys.removeLead, { key: leaving })}</p>
        </Confirm>
      )}
    </>
  );
}
