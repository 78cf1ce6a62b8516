import type { CompanyDetail, FirstKey, OnboardingWebhook } from '@hearthgate/wire';
import type { Db } from '../../platform/database/database.ts';
import type { Events } from '../events.ts';
import type { WebhookRow } from '../tables.ts';
import { readBacklog } from './backlog.ts';
import { webhooksOf } from './store.ts';

/** The operator's webhooks of a company, as its onboarding document has them. */
export async function listWebhooks(db: Db, companyId: string): Promise<OnboardingWebhook[]> {
  return (await managedByOperator(db, companyId)).map(wanted);
}

/** For operators: all of them with their backlog, without their secrets. */
export async function webhookDetails(
  { platform: { db } }: Events,
  companyId: string,
): Promise<CompanyDetail['webhooks']> {
  const details = [];
  for (const webhook of await webhooksOf(db, companyId)) {
    const { webhook_id: webhookId, managed_by: managedBy, paused } = webhook;
    const { events: backlog } = await readBacklog(db, webhook);
    details.push({ webhookId, managedBy, ...wanted(webhook), paused, backlog });
  }
  return details;
}

/**
 * For the company itself, in the transaction that proves who asks: of the operator's webhooks. Those that it made by API
 * showed their secrets to it.
 */
export async function webhookSecrets(
  { platform: { masterKey } }: Events,
  db: Db,
  companyId: string,
): Promise<(FirstKey['webhooks'][number] & { webhookId: string })[]> {
  return (await managedByOperator(db, companyId)).map(({ webhook_id: webhookId, name, url, secret }) => ({
    webhookId,
    name,
    url,
    secret: masterKey.open(secret, webhookId),
  }));
}

async function managedByOperator(db: Db, companyId: string): Promise<WebhookRow[]> {
  return (await webhooksOf(db, companyId)).filter(({ managed_by: managedBy }) => managedBy === 'OPERATOR');
}

function wanted({ name, url, event_types: eventTypes }: WebhookRow): OnboardingWebhook {
  return { name, url, eventTypes };
}
