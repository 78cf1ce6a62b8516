import type { WebhookTestResult } from '@hearthgate/wire';
import { requireWebhook, type WebhookContext } from './context.ts';

/** Sends a `WEBHOOK_TEST` at once, also to a paused endpoint, and tells how it went. */
export async function testWebhook(context: WebhookContext, webhookId: string): Promise<WebhookTestResult> {
  const { events } = context;
  const { company_id, webhook_id } = await requireWebhook(context, events.platform.db, webhookId);
  const attempt = await events.sendTest({ company_id, webhook_id });
  return {
    outcome: attempt.outcome === 'DELIVERED' ? 'DELIVERED' : 'FAILED',
    httpStatus: attempt.http_status,
    error: attempt.error,
    latencyMs: attempt.latency_ms,
    answer: attempt.answer,
  };
}
