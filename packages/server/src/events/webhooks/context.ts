import type { CompanyChangeAction } from '@hearthgate/wire';
import { AppError } from '../../platform/app-error.ts';
import type { Db } from '../../platform/database/database.ts';
import type { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { noteCompanyChange, recordedAs, type CompanyCaller } from '../../access/index.ts';
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

type WebhookAction = Extract<CompanyChangeAction, `WEBHOOK_${string}`>;

/** Tells the worker, and writes into the record that the members of the company see. */
export async function noteChange(
  { events, caller }: WebhookContext,
  unit: UnitOfWork,
  webhook: WebhookKey & { readonly name?: string },
  action: WebhookAction,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { webhook_id: target, name } = webhook;
  events.changed(unit, webhook);
  const change = { action, target, detail: { ...(name !== undefined && { name }), ...detail } };
  await noteCompanyChange(events.platform, unit.tx, recordedAs(caller), change);
}
