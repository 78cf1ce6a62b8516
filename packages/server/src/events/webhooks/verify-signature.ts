import type { SignatureFindings, SignatureQuestion } from '@hearthgate/wire';
import { timeOfId } from '../../platform/ids.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import type { WebhookRow } from '../tables.ts';
import { findMessage } from './attempt-store.ts';
import { requireWebhook, type WebhookContext } from './context.ts';
import { examineSignature, type Candidate } from './examine-signature.ts';
import { seqsOf } from './replay-store.ts';
import { sentBody, type SentBody } from './sent-body.ts';
import { webhooksOf } from './store.ts';

const MESSAGE_ID = /^(evt|bat)_[0-9A-Za-z]{23}$/;

/**
 * Which part of a request that was received fails its check, and why. What it answers says nothing about content that this
 * endpoint was not sent.
 */
export async function verifySignature(
  context: WebhookContext,
  { webhookId, question }: { webhookId: string; question: SignatureQuestion },
): Promise<SignatureFindings> {
  const { platform } = context.events;
  const webhook = await requireWebhook(context, platform.db, webhookId);
  const { headers, body, bodyEncoding, receivedAt } = question;
  const others = (await webhooksOf(platform.db, webhook.company_id)).filter(
    ({ webhook_id: id }) => id !== webhookId,
  );
  // Signatures carry the time of the wall clock, which nobody moves.
  const atMs = receivedAt === undefined ? Date.now() : Date.parse(receivedAt);
  return examineSignature(
    { headers, body: Buffer.from(body, bodyEncoding === 'BASE64' ? 'base64' : 'utf8'), atMs },
    [
      ...secretsOf(platform.masterKey, webhook, platform.clock.now()),
      ...others.map((other) => ({
        secret: platform.masterKey.open(other.secret, other.webhook_id),
        which: 'OTHER' as const,
        webhookId: other.webhook_id,
      })),
    ],
    await originalOf(context, webhook, messageIdOf(headers)),
  );
}

function secretsOf(masterKey: MasterKey, webhook: WebhookRow, nowMs: number): Candidate[] {
  const { webhook_id: id, secret, previous_secret: previous, previous_secret_until: until } = webhook;
  const current: Candidate = { secret: masterKey.open(secret, id), which: 'CURRENT' };
  if (!previous) return [current];
  const ended = until !== null && until.getTime() <= nowMs;
  return [current, { secret: masterKey.open(previous, id), which: 'PREVIOUS', ended }];
}

function messageIdOf(headers: Readonly<Record<string, string>>): string {
  const [, id = ''] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'webhook-id') ?? [];
  return id.trim();
}

/** What was sent under this id, as far as the company may be told it now. */
async function originalOf(
  context: WebhookContext,
  webhook: WebhookRow,
  messageId: string,
): Promise<string | null> {
  if (!MESSAGE_ID.test(messageId)) return null;
  const { db } = context.events.platform;
  const attempt = await findMessage(db, webhook, messageId);
  if (attempt) return shownIn(await sentBody(context, webhook, attempt));
  // It was sent so long ago that the attempt is forgotten, and the log still has it.
  const loggedMs = timeOfId(messageId);
  if (loggedMs === undefined) return null;
  const seq = (await seqsOf(db, webhook.company_id, [messageId], [new Date(loggedMs)])).get(messageId);
  if (seq === undefined) return null;
  const message = { message_id: messageId, first_seq: seq, last_seq: seq, events: 1 };
  return shownIn(await sentBody(context, webhook, message));
}

function shownIn({ body, bodyState }: SentBody): string | null {
  return bodyState === 'AS_SENT' ? body : null;
}
