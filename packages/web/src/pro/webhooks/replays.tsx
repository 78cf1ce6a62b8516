import { useState, type ReactNode } from 'react';
import type { Replay, Webhook } from '@hearthgate/wire';
import { call, newKey } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import styles from './webhooks.module.css';

const HOUR_MS = 3_600_000;
const SPANS = { h1: HOUR_MS, h6: 6 * HOUR_MS, d1: 24 * HOUR_MS, d7: 168 * HOUR_MS, d30: 720 * HOUR_MS };
/** The log's clock may be ahead of this machine's, as in a sandbox whose time was moved. */
const FAR = '2999-01-01T00:00:00Z';

/** Sends a part of the log once more, and shows how far it is. */
export function Replays({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const path = `/webhooks/${webhook.webhookId}`;
  const isAdmin = useMay('ADMIN');
  const [span, setSpan] = useState<keyof typeof SPANS>('d1');
  const replays = useGet<{ items: Replay[] }>(`${path}/replays`);
  const start = useChange(
    () => {
      const from = new Date(Date.now() - SPANS[span]).toISOString();
      return call<Replay>('POST', `${path}/replay`, { body: { from, to: FAR }, idempotencyKey: newKey() });
    },
    { refreshes: [path] },
  );
  const cancel = useChange((id: string) => call('DELETE', `${path}/replays/${id}`), { refreshes: [path] });
  const problem = start.error ?? cancel.error;
  return (
    <Stack>
      {isAdmin && (
        <Card title={t.webhooks.tabs.replay} hint={t.webhooks.replay.lead}>
          <div className={styles.line}>
            <Select
              label={t.webhooks.replay.last}
              options={(Object.keys(SPANS) as (keyof typeof SPANS)[]).map((id) => ({
                id,
                label: t.webhooks.replay.spans[id],
              }))}
              value={span}
              onChange={setSpan}
            />
            <Button look="main" onPress={() => start.mutate()} isPending={start.isPending}>
              {t.webhooks.replay.start}
            </Button>
          </div>
          {problem && <ProblemBanner problem={problem} />}
        </Card>
      )}
      <Loaded query={replays}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.soft}>{t.webhooks.replay.none}</p>
          ) : (
            <Card>
              <ul className={styles.replays}>
                {items.map((replay) => (
                  <ReplayRow
                    key={replay.replayId}
                    replay={replay}
                    {...(isAdmin && { onCancel: () => cancel.mutate(replay.replayId) })}
                  />
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
    </Stack>
  );
}

function ReplayRow({ replay, onCancel }: { replay: Replay; onCancel?: () => void }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { status, total, delivered, failed, withheld, createdAt } = replay;
  const done = delivered + failed + withheld;
  const words = say(t.webhooks.replay.progress, { done: format.number(done), total: format.number(total) });
  const notes = [
    ...(failed > 0 ? [format.plural(t.webhooks.replay.failed, failed)] : []),
    ...(withheld > 0 ? [format.plural(t.webhooks.replay.withheld, withheld)] : []),
  ];
  return (
    <li className={styles.replay}>
      <div className={styles.line}>
        <Badge tone={status === 'RUNNING' ? 'info' : status === 'DONE' && failed === 0 ? 'ok' : 'warn'}>
          {t.webhooks.replay.status[status]}
        </Badge>
        <span className={styles.soft}>{format.dateTime(createdAt)}</span>
        {status === 'RUNNING' && onCancel && (
          <Button look="quiet" onPress={onCancel}>
            {t.webhooks.replay.cancel}
          </Button>
        )}
      </div>
      <Progress label={[words, ...notes].join(', ')} value={done} max={Math.max(total, 1)} />
    </li>
  );
}
