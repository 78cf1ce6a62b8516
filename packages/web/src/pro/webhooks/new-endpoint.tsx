import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import type { NewWebhook, WebhookWithSecret } from '@hearthgate/wire';
import { call, newKey } from '../../lib/api.ts';
import { useChange } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemBanner } from '../../ui/problem-banner.tsx';
import { Select } from '../../ui/select.tsx';
import { Stack } from '../../ui/stack.tsx';
import { useT } from '../use-t.ts';
import { EndpointFields, type Wish } from './endpoint-fields.tsx';
import { USUAL_TYPES } from './event-types.ts';
import { SecretDialog } from './secret-dialog.tsx';

const EMPTY: Wish = { name: '', url: '', eventTypes: [...USUAL_TYPES], batch: 1, delivery: 'AT_LEAST_ONCE' };

/** Makes an endpoint, shows its secret this once, and leads to it. */
export function NewEndpoint({ onClose }: { onClose: () => void }): ReactNode {
  const t = useT();
  const go = useNavigate();
  const [wish, setWish] = useState<Wish>(EMPTY);
  const [signature, setSignature] = useState<NonNullable<NewWebhook['signature']>>('HMAC_SHA256');
  const make = useChange(
    () => {
      const { name, ...chosen } = wish;
      const body = { ...chosen, signature, ...(name !== '' && { name }) };
      return call<WebhookWithSecret>('POST', '/webhooks', { body, idempotencyKey: newKey() });
    },
    { refreshes: ['/webhooks'] },
  );
  const made = make.data;
  if (made) return <SecretDialog webhook={made} onClose={() => void go(`/webhooks/${made.webhookId}`)} />;
  return (
    <Dialog title={t.webhooks.make} isOpen onClose={onClose}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Stack kind="form">
          <EndpointFields wish={wish} onChange={setWish} />
          <Select
            label={t.webhooks.signature}
            options={(['HMAC_SHA256', 'ED25519'] as const).map((id) => ({
              id,
              label: t.webhooks.signatures[id],
            }))}
            value={signature}
            onChange={setSignature}
          />
          {make.error && <ProblemBanner problem={make.error} />}
          <Button
            type="submit"
            look="main"
            isPending={make.isPending}
            isDisabled={wish.eventTypes.length === 0}
          >
            {t.webhooks.create}
          </Button>
        </Stack>
      </Form>
    </Dialog>
  );
}
