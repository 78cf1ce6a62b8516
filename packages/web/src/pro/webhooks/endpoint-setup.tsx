import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import type { Webhook } from '@hearthgate/wire';
import { call } from '../../lib/api.ts';
import { useFormat } from '../../lib/format.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Stack } from '../../ui/stack.tsx';
import { showToast } from '../../ui/toast-queue.ts';
import { useMay } from '../lib/use-may.ts';
import { useT } from '../use-t.ts';
import { EndpointFields, type Wish } from './endpoint-fields.tsx';
import styles from './webhooks.module.css';

/** What was chosen of the endpoint; who may not change it still reads it. */
export function EndpointSetup({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const format = useFormat();
  const isAdmin = useMay('ADMIN');
  const keys = (webhook.publicKeys ?? []).map(({ publicKey }) => (
    <CopyField key={publicKey} label={t.webhooks.signatures.ED25519} value={publicKey} />
  ));
  return (
    <Stack>
      {isAdmin ? (
        <SetupForm webhook={webhook} />
      ) : (
        <Card>
          <DefinitionList
            items={[
              [t.webhooks.url, webhook.url],
              [t.webhooks.types, format.list(webhook.eventTypes)],
              [t.webhooks.delivery, t.webhooks.deliveries[webhook.delivery]],
              [t.webhooks.batch, format.number(webhook.batch)],
              [t.webhooks.signature, t.webhooks.signatures[webhook.signature]],
            ]}
          />
        </Card>
      )}
      {keys}
    </Stack>
  );
}

function SetupForm({ webhook }: { webhook: Webhook }): ReactNode {
  const t = useT();
  const go = useNavigate();
  const path = `/webhooks/${webhook.webhookId}`;
  const { name, url, eventTypes, batch, delivery } = webhook;
  const [wish, setWish] = useState<Wish>({ name, url, eventTypes, batch, delivery });
  const [isLeaving, setLeaving] = useState(false);
  const save = useChange(() => call('PATCH', path, { body: wish }), {
    refreshes: ['/webhooks'],
    onDone: () => showToast({ tone: 'ok', text: t.words.saved }),
  });
  const remove = useChange(() => call('DELETE', path), { onDone: () => void go('/webhooks') });
  return (
    <Card title={t.webhooks.edit} {...(webhook.managedBy === 'OPERATOR' && { hint: t.webhooks.byOperator })}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack kind="form">
          <EndpointFields wish={wish} onChange={setWish} />
          {save.error && <ProblemBanner problem={save.error} />}
          <div className={styles.foot}>
            <Button look="danger" onPress={() => setLeaving(true)}>
              {t.webhooks.remove}
            </Button>
            <Button
              type="submit"
              look="main"
              isPending={save.isPending}
              isDisabled={wish.eventTypes.length === 0}
            >
              {t.words.save}
            </Button>
          </div>
        </Stack>
      </Form>
      {isLeaving && (
        <Confirm
          title={`${t.webhooks.remove}: ${name}`}
          isOpen
          isDanger
          onClose={() => setLeaving(false)}
          action={t.words.remove}
          onConfirm={() => remove.mutate()}
          isPending={remove.isPending}
          problem={remove.error}
        >
          <p>{t.webhooks.removeLead}</p>
        </Confirm>
      )}
    </Card>
  );
}
