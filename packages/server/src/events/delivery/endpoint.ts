import { messageSigner, type EventType, type MessageSigner } from '@hearthgate/wire';
import type { MasterKey } from '../../platform/master-key.ts';
import type { WebhookRow } from '../tables.ts';

/** An endpoint as it is wanted now, with its secrets opened. */
export interface Endpoint {
  readonly row: WebhookRow;
  readonly types: ReadonlySet<EventType>;
  /** Headers of a message. Receivers compare the time with their own clock, so it is never the movable one. */
  headersOf(id: string, body: string, nowMs: number): Record<string, string>;
}

interface Signing {
  readonly sign: MessageSigner;
  readonly untilMs: number;
}

export function openEndpoint(row: WebhookRow, masterKey: MasterKey): Endpoint {
  const { webhook_id: webhookId } = row;
  const signing: Signing[] = [
    { sign: messageSigner(masterKey.open(row.secret, webhookId)), untilMs: Number.POSITIVE_INFINITY },
  ];
  if (row.previous_secret && row.previous_secret_until) {
    const sign = messageSigner(masterKey.open(row.previous_secret, webhookId));
    signing.push({ sign, untilMs: row.previous_secret_until.getTime() });
  }
  const own = row.headers
    ? (JSON.parse(masterKey.open(row.headers, webhookId)) as Record<string, string>)
    : {};
  return {
    row,
    types: new Set(row.event_types),
    headersOf: (id, body, nowMs) => {
      const at = String(Math.floor(Date.now() / 1_000));
      const valid = signing.filter(({ untilMs }) => nowMs < untilMs);
      return {
        ...own,
        'content-type':
          row.batch === 1 ? 'application/cloudevents+json' : 'application/cloudevents-batch+json',
        'webhook-id': id,
        'webhook-timestamp': at,
        'webhook-signature': valid.map(({ sign }) => sign(id, at, body)).join(' '),
      };
    },
  };
}
