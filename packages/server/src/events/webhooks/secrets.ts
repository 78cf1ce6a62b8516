import { newWebhookPrivateKey, newWebhookSecret, webhookPublicKey } from '@hearthgate/wire';
import type { MasterKey } from '../../platform/master-key.ts';
import type { WebhookRow, WebhookSigning } from '../tables.ts';

/** The one place that seals what is secret of an endpoint: its secrets, and its headers as a JSON object. */
export function sealed(masterKey: MasterKey, webhookId: string, plain: string): Buffer {
  return masterKey.seal(plain, webhookId);
}

/** A new secret, and what of it is shown once: all of a shared one, nothing of a private key. */
export function makeSecret(signature: WebhookSigning): { secret: string; shown?: string } {
  if (signature === 'ED25519') return { secret: newWebhookPrivateKey() };
  const secret = newWebhookSecret();
  return { secret, shown: secret };
}

/** When the secret before the last rotation ends; null: there is none, or it has ended. */
export function previousUntil(webhook: WebhookRow, now: number): Date | null {
  const { previous_secret: secret, previous_secret_until: until } = webhook;
  return secret && until && until.getTime() > now ? until : null;
}

/** What receivers check with; undefined where the secret has no public half. The newest comes first. */
export function publicKeysOf(
  masterKey: MasterKey,
  webhook: WebhookRow,
  now: number,
): { publicKey: string; validUntil: string | null }[] | undefined {
  const { webhook_id: webhookId, secret, previous_secret: previous } = webhook;
  const publicKey = webhookPublicKey(masterKey.open(secret, webhookId));
  if (publicKey === undefined) return undefined;
  const until = previousUntil(webhook, now);
  const old = previous && until && webhookPublicKey(masterKey.open(previous, webhookId));
  return [
    { publicKey, validUntil: null },
    ...(old && until ? [{ publicKey: old, validUntil: until.toISOString() }] : []),
  ];
}

/** Names of the static headers; their values stay sealed. */
export function headerNamesOf(masterKey: MasterKey, webhook: WebhookRow): string[] {
  const { webhook_id: webhookId, headers } = webhook;
  return headers ? Object.keys(JSON.parse(masterKey.open(headers, webhookId)) as object) : [];
}
