import type { ReactNode } from 'react';
import type { EventType } from '@hearthgate/wire';
import { say } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CheckboxSet } from '../checkbox-set.tsx';
import { Group } from '../group.tsx';
import { Row } from '../row.tsx';
import { useT } from '../use-t.ts';
import { EVENT_TYPES, newWebhook, type WebhookDraft } from './draft.ts';
import type { FieldsProps } from './draft.ts';

const OPTIONS = EVENT_TYPES.map((id) => ({ id, label: id }));

export function WebhookFields({ draft, change, errorAt }: FieldsProps): ReactNode {
  const t = useT().onboarding;
  const { webhooks } = draft;
  const changeOne = (at: number, some: Partial<WebhookDraft>) =>
    change({
      webhooks: webhooks.map((webhook, index) => (index === at ? { ...webhook, ...some } : webhook)),
    });
  return (
    <Card title={t.events}>
      <TextField
        label={t.webhookHosts}
        hint={t.webhookHostsHint}
        error={errorAt('/webhookHosts')}
        value={draft.webhookHosts}
        onChange={(webhookHosts) => change({ webhookHosts })}
        isLong
      />
      {webhooks.map(({ key, name, url, eventTypes }, at) => (
        <Group
          key={key}
          title={say(t.endpoint, { n: at + 1 })}
          actions={
            <Button
              look="quiet"
              icon="close"
              aria-label={say(t.remove, { n: at + 1 })}
              onPress={() => change({ webhooks: webhooks.filter((webhook) => webhook.key !== key) })}
            />
          }
        >
          <TextField
            label={t.name}
            hint={t.nameHint}
            error={errorAt(`/webhooks/${at}/name`)}
            value={name}
            onChange={(text) => changeOne(at, { name: text })}
            isRequired
          />
          <TextField
            label={t.url}
            error={errorAt(`/webhooks/${at}/url`)}
            value={url}
            onChange={(text) => changeOne(at, { url: text })}
            placeholder="https://hooks.example.com/hearthgate"
            isRequired
          />
          <CheckboxSet<EventType>
            label={t.eventTypes}
            options={OPTIONS}
            values={eventTypes}
            onChange={(types) => changeOne(at, { eventTypes: types })}
            error={errorAt(`/webhooks/${at}/eventTypes`)}
          />
        </Group>
      ))}
      <Row>
        <Button icon="plus" onPress={() => change({ webhooks: [...webhooks, newWebhook(webhooks)] })}>
          {t.add}
        </Button>
      </Row>
    </Card>
  );
}
