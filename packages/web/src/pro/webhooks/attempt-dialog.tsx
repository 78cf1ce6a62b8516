import type { ReactNode } from 'react';
import type { AttemptDetail, Replay, Webhook } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange, useGet } from '../../lib/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { toneOfOutcome } from './tone-of-outcome.ts';
import styles from './webhooks.module.css';

/** One delivery with what was sent and what came back. */
export function AttemptDialog(props: {
  webhook: Webhook;
  attemptId: string;
  onClose: () => void;
}): ReactNode {
  const t = useT();
  const { webhook, attemptId, onClose } = props;
  const path = `/webhooks/${webhook.webhookId}`;
  const isAdmin = useMay('ADMIN');
  const attempt = useGet<AttemptDetail>(`${path}/attempts/${attemptId}`);
  const again = useChange((id: string) => call<Replay>('POST', `${path}/replay`, { body: { ids: [id] } }), {
    refreshes: [path],
    onDone: () => {
      showToast({ tone: 'ok', text: t.webhooks.replay.started });
      onClose();
    },
  });
  const messageId = attempt.data?.messageId;
  const isEvent = messageId?.startsWith('evt_') === true && attempt.data?.bodyState !== 'NOT_KEPT';
  return (
    <Dialog
      title={t.webhooks.log.message}
      isOpen
      onClose={onClose}
      actions={
        isAdmin &&
        isEvent && (
          <Button look="main" onPress={() => again.mutate(messageId)} isPending={again.isPending}>
            {t.webhooks.log.again}
          </Button>
        )
      }
    >
      <Loaded query={attempt}>{(detail) => <Detail attempt={detail} />}</Loaded>
      {again.error && <ProblemBanner problem={again.error} />}
    </Dialog>
  );
}

function Detail({ attempt }: { attempt: AttemptDetail }): ReactNode {
  const t = useT();
  const format = useFormat();
  const { outcome, httpStatus, error, latencyMs, at, answer, body, bodyState, gatewayId, messageId } =
    attempt;
  return (
    <>
      <DefinitionList
        items={[
          [t.webhooks.log.message, <code key="id">{messageId}</code>],
          [
            t.webhooks.log.outcome,
            <Badge key="outcome" tone={toneOfOutcome(outcome)}>
              {t.webhooks.log.outcomes[outcome]}
            </Badge>,
          ],
          [t.webhooks.log.when, format.dateTime(at)],
          ...(gatewayId === undefined ? [] : ([[t.words.gateway, gatewayId]] as const)),
          [t.webhooks.log.answer, httpStatus ?? error ?? t.webhooks.log.noAnswer],
          [t.webhooks.log.latency, latencyMs === null ? null : `${format.number(latencyMs)} ms`],
        ]}
      />
      <section className={styles.body}>
        <h3>{t.webhooks.log.body}</h3>
        <p className={styles.soft}>{t.webhooks.log.bodyState[bodyState]}</p>
        {body !== null && (
          <pre className={styles.code} tabIndex={0}>
            {readable(body)}
          </pre>
        )}
      </section>
      {answer !== null && (
        <section className={styles.body}>
          <h3>{t.webhooks.log.answerBody}</h3>
          <pre className={styles.code} tabIndex={0}>
            {answer}
          </pre>
        </section>
      )}
    </>
  );
}

/** With line breaks, for people; the bytes themselves are what the API gives. */
function readable(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}
