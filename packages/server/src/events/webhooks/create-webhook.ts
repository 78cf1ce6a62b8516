import {
  REFERENCE_EVENT_TYPES,
  WEBHOOKS_MAX,
  type NewWebhook,
  type WebhookWithSecret,
} from '@hearthgate/wire';
import { lockInService } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import { requireWish } from './check-webhook.ts';
import { noteChange, requireWebhook, type WebhookContext } from './context.ts';
import { normalHeaders } from './header-rules.ts';
import { makeSecret, sealed } from './secrets.ts';
import { insertWebhook, lastSeq, webhooksOf } from './store.ts';
import { viewWebhook } from './webhook-view.ts';

/** Makes an endpoint; it gets what is logged from now on. Its secret is shown this once. */
export async function createWebhook(context: WebhookContext, wanted: NewWebhook): Promise<WebhookWithSecret> {
  const { events, caller } = context;
  const { companyId } = caller;
  const { transact, masterKey, clock } = events.platform;
  const { signature = 'HMAC_SHA256', headers, paused = false } = wanted;
  return transact(async (unit) => {
    const company = await lockInService(unit, companyId);
    if ((await webhooksOf(unit.tx, companyId)).length >= WEBHOOKS_MAX)
      throw new AppError('limit-reached', { maximum: WEBHOOKS_MAX });
    await requireWish(events, unit.tx, company, wanted);
    const webhookId = newId('whk');
    const { secret, shown } = makeSecret(signature);
    const createdAt = new Date(clock.now());
    const row = {
      company_id: companyId,
      webhook_id: webhookId,
      name: wanted.name ?? webhookId,
      managed_by: 'COMPANY' as const,
      url: wanted.url,
      event_types: wanted.eventTypes ?? [...REFERENCE_EVENT_TYPES],
      batch: wanted.batch ?? 1,
      delivery: wanted.delivery ?? 'AT_LEAST_ONCE',
      max_age_hours: wanted.maxAgeHours ?? null,
      headers: headers ? sealed(masterKey, webhookId, JSON.stringify(normalHeaders(headers))) : null,
      signature,
      secret: sealed(masterKey, webhookId, secret),
      heartbeat_minutes: wanted.heartbeatMinutes ?? null,
      paused,
      paused_reason: paused ? ('COMPANY' as const) : null,
      paused_at: paused ? createdAt : null,
      created_at: createdAt,
    };
    await insertWebhook(unit.tx, row, await lastSeq(unit.tx, companyId));
    await noteChange(context, unit, row, 'WEBHOOK_CREATED', { url: row.url });
    const view = await viewWebhook(events, unit.tx, await requireWebhook(context, unit.tx, webhookId));
    return { ...view, ...(shown !== undefined && { secret: shown }) };
  });
}
