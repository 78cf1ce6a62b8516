import type { Webhook } from '@hearthgate/wire';
import { requireWebhook, type WebhookContext } from './context.ts';
import { webhooksOf } from './store.ts';
import { viewWebhook } from './webhook-view.ts';

/** All endpoints of the company, the oldest first. There are few: the list is always whole. */
export async function readWebhooks({
  events,
  caller,
}: WebhookContext): Promise<{ items: Webhook[]; nextCursor: null }> {
  const { db } = events.platform;
  const items: Webhook[] = [];
  for (const webhook of await webhooksOf(db, caller.companyId))
    items.push(await viewWebhook(events, db, webhook));
  return { items, nextCursor: null };
}

/** One endpoint with where it stands. */
export async function readWebhook(context: WebhookContext, webhookId: string): Promise<Webhook> {
  const { db } = context.events.platform;
  return viewWebhook(context.events, db, await requireWebhook(context, db, webhookId));
}
