import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { CompanyCaller } from '../../access/index.ts';
import type { Events } from '../events.ts';
import type { WebhookKey, WebhookRow } from '../tables.ts';
import { findWebhook } from './store.ts';

/** What the verbs of endpoints work with: the gate let this company in. */
export interface WebhookContext {
  readonly events: Events;
  readonly caller: CompanyCaller;
}

/** The company's own endpoint; those of others are as unknown as those that never were. */
export async function requireWebhook(
  { caller }: WebhookContext,
  db: Db,
  webhookId: string,
): Promise<WebhookRow> {
  const webhook = await findWebhook(db, caller.companyId, webhookId);
  if (!webhook) throw new AppError('not-found');
  return webhook;
}

/** Tells the worker, and the log of the server: a record of what companies change does not exist yet, nor mail to them. */
export function noteChange(
  { events, caller }: WebhookContext,
  unit: UnitOfWork,
  webhook: WebhookKey,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const { company_id: companyId, webhook_id: webhookId } = webhook;
  events.changed(unit, webhook);
  unit.afterCommit(() =>
    events.platform.log.info(
      { companyId, webhookId, keyId: caller.key?.keyId, memberId: caller.member?.memberId, action, ...more },
      'webhook changed',
    ),
  );
}
