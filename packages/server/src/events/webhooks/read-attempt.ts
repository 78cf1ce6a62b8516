import type { AttemptDetail } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import { findAttempt } from './attempt-store.ts';
import { requireWebhook, type WebhookContext } from './context.ts';
import { viewAttempts } from './read-attempts.ts';
import { sentBody } from './sent-body.ts';

/** One attempt with the body that was sent. */
export async function readAttempt(
  context: WebhookContext,
  { webhookId, attemptId }: { webhookId: string; attemptId: string },
): Promise<AttemptDetail> {
  const { db } = context.events.platform;
  const webhook = await requireWebhook(context, db, webhookId);
  const row = await findAttempt(db, webhook, Number(attemptId.slice('att_'.length)));
  const [attempt] = row ? await viewAttempts(context, [row]) : [];
  if (!row || !attempt) throw new AppError('not-found');
  return { ...attempt, ...(await sentBody(context, webhook, row)) };
}
