import { useState, type ReactNode } from 'react';
import type { Webhook, WebhookTestResult, WebhookWithSecret } from '@hearthgate/wire';
import { call, newKey } from '../../lib/api.ts';
import { say, useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { pastText } from '../lib/past.ts';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { backlogText, catchUpText } from './backlog-text.ts';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './webhooks.module.css';

/** A test waits for the answer of the receiver, which has 15 s. */
const TEST_MS = 25_000;

/** Where the endpoint stands, and what can be done about it. */
export function EndpointState({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { state, webhookId, paused, pausedReason } = webhook;
  const isAdmin = useMay('ADMIN');
  const refreshes = ['/webhooks'];
  const [isRotating, setRotating] = useState(false);
  const [shown, setShown] = useState<WebhookWithSecret | null>(null);
  const test = useChange(
    () => call<WebhookTestResult>('POST', `/webhooks/${webhookId}/test`, { timeoutMs: TEST_MS }),
    { refreshes },
  );
  const pause = useChange(
    (to: boolean) => call('PATCH', `/webhooks/${webhookId}`, { body: { paused: to } }),
    {
      refreshes,
    },
  );
  const rotate = useChange(
    () =>
      call<WebhookWithSecret>('POST', `/webhooks/${webhookId}/rotate-secret`, { idempotencyKey: newKey() }),
    {
      refreshes,
      onDone: (made) => {
        setRotating(false);
        setShown(made);
      },
    },
  );
  const problem = test.error ?? pause.error;
  const catchUp = catchUpText(t, format, state);
  return (
    <Stack>
      {pausedReason !== null && <Banner tone="warn" title={t.webhooks.pausedBy[pausedReason]} />}
      <Card
        actions={
          isAdmin && (
            <div className={styles.actions}>
              <Button onPress={() => test.mutate()} isPending={test.isPending}>
                {t.webhooks.test}
              </Button>
              <Button onPress={() => pause.mutate(!paused)} isPending={pause.isPending}>
                {paused ? t.webhooks.resume : t.webhooks.pause}
              </Button>
              <Button onPress={() => setRotating(true)}>{t.webhooks.rotate}</Button>
            </div>
          )
        }
        title={t.webhooks.state}
      >
        {test.data && <TestResult result={test.data} />}
        {problem && <ProblemBanner problem={problem} />}
        <div className={styles.big}>
          <p className={styles.figure}>{backlogText(t, format, state)}</p>
          <p className={styles.soft}>
            {t.webhooks.backlog}
            {catchUp !== undefined && ` · ${catchUp}`}
            {state.backlog.oldestAt !== null &&
              ` · ${say(t.webhooks.oldest, { when: format.dateTime(state.backlog.oldestAt) })}`}
          </p>
        </div>
        <DefinitionList
          items={[
            [
              t.webhooks.lastSuccess,
              state.lastSuccessAt === null ? null : pastText(format, state.lastSuccessAt),
            ],
            [t.webhooks.failures, format.number(state.failures)],
            [t.webhooks.nextTry, state.nextAttemptAt === null ? null : format.dateTime(state.nextAttemptAt)],
            [t.webhooks.parked, format.number(state.parked)],
          ]}
        />
        {webhook.previousSecretUntil !== null && (
          <p className={styles.soft}>
            {say(t.webhooks.previousUntil, { when: format.dateTime(webhook.previousSecretUntil) })}
          </p>
        )}
      </Card>
      {isRotating && (
        <Confirm
          title={t.webhooks.rotate}
          isOpen
          onClose={() => setRotating(false)}
          action={t.webhooks.rotate}
          onConfirm={() => rotate.mutate()}
          isPending={rotate.isPending}
          problem={rotate.error}
        >
          <p>{t.webhooks.rotateLead}</p>
        </Confirm>
      )}
      {shown && <SecretDialog webhook={shown} onClose={() => setShown(null)} />}
    </Stack>
  );
}

function TestResult({ result }: { result: WebhookTestResult }): ReactNode {
  const t = useT();
  const { outcome, httpStatus, latencyMs, error } = result;
  const why = error ?? String(httpStatus);
  return (
    <Banner tone={outcome === 'DELIVERED' ? 'ok' : 'bad'} isAlert>
      <p>
        {outcome === 'DELIVERED'
          ? say(t.webhooks.testOk, { status: httpStatus ?? '', ms: latencyMs ?? 0 })
          : say(t.webhooks.testFailed, { why })}
      </p>
    </Banner>
  );
}
