import type { CompanyDetail, FirstKey, OnboardingWebhook } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Events } from '../events.ts';
import type { WebhookRow } from '../tables.ts';
import { countBacklog, webhooksOf } from './store.ts';

/** The company's webhooks as its onboarding document has them. */
export async function listWebhooks(db: Db, companyId: string): Promise<OnboardingWebhook[]> {
  return (await webhooksOf(db, companyId)).map(wanted);
}

/** For operators: with their backlog, without their secrets. */
export async function webhookDetails(
  { platform: { db } }: Events,
  companyId: string,
): Promise<CompanyDetail['webhooks']> {
  const details = [];
  for (const webhook of await webhooksOf(db, companyId)) {
    const { webhook_id: webhookId, paused } = webhook;
    details.push({ webhookId, ...wanted(webhook), paused, backlog: await countBacklog(db, webhook) });
  }
  return details;
}

/** For the company itself, in the transaction that proves who asks. */
export async function webhookSecrets(
  { platform: { masterKey } }: Events,
  db: Db,
  companyId: string,
): Promise<(FirstKey['webhooks'][number] & { webhookId: string })[]> {
  return (await webhooksOf(db, companyId)).map(({ webhook_id: webhookId, name, url, secret }) => ({
    webhookId,
    name,
    url,
    secret: masterKey.open(secret, webhookId),
  }));
}

function wanted({ name, url, event_types: eventTypes }: WebhookRow): OnboardingWebhook {
  return { name, url, eventTypes };
}
