import type { ReactNode } from 'react';
import type { ApplianceNotification } from '@hearthgate/wire';
import { say, useFormat } from '../../lib/format.ts';
import { useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Stack } from '../../ui/stack.tsx';
import { toneOfFault } from '../lib/tones.ts';
import { useT } from '../use-t.ts';
import { Refusal } from './refusal.tsx';
import styles from './system.module.css';

/** So many of the newest; older ones are in the API. */
const SHOWN = 100;

/** Faults and hints in words: those that are active, then those that are over. */
export function MessagesTab({ gatewayId }: { gatewayId: string }): ReactNode {
  const t = useT();
  const query = useGet<{ items: ApplianceNotification[] }>(
    `/hvacs/${gatewayId}/notifications?state=all&limit=${SHOWN}`,
  );
  if (query.isError && !query.data)
    return <Refusal error={query.error} gatewayId={gatewayId} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={4} />;
  const active = query.data.items.filter(({ state }) => state === 'ACTIVE');
  const resolved = query.data.items.filter(({ state }) => state === 'RESOLVED');
  return (
    <Stack>
      {active.length === 0 ? (
        <EmptyState icon="check" title={t.system.messages.none}>
          <p>{t.system.messages.noneLead}</p>
        </EmptyState>
      ) : (
        <Card title={t.system.messages.active}>
          <MessageList messages={active} />
        </Card>
      )}
      {resolved.length > 0 && (
        <Card title={t.system.messages.resolved}>
          <MessageList messages={resolved} />
        </Card>
      )}
    </Stack>
  );
}

function MessageList({ messages }: { messages: readonly ApplianceNotification[] }): ReactNode {
  const t = useT();
  const format = useFormat();
  return (
    <ul className={styles.messages}>
      {messages.map((message) => {
        const { notificationId, displayCode, causeCode, text, firstSeen, resolvedAt, occurrences } = message;
        const codes = [displayCode, causeCode].filter((code) => code !== undefined).join(' / ');
        return (
          <li key={notificationId} className={styles.message}>
            <Badge tone={resolvedAt === undefined ? toneOfFault(message.class) : 'none'}>
              {t.faultClass[message.class]}
            </Badge>
            <div>
              <p className={styles.strong}>{text}</p>
              <p className={styles.soft}>
                {t.system.messages.code} <code>{codes}</code> ·{' '}
                {resolvedAt === undefined
                  ? say(t.system.messages.since, { when: format.dateTime(firstSeen) })
                  : say(t.system.messages.over, { when: format.dateTime(resolvedAt) })}{' '}
                · {format.plural(t.system.messages.times, occurrences)}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
