import type { Webhook, WebhookPatch } from '@hearthgate/wire';
import { lockInService, raiseVersion } from '../../access/index.ts';
import type { MasterKey } from '../../platform/master-key.ts';
import type { WebhookRow } from '../tables.ts';
import { requireWish } from './check-webhook.ts';
import { noteChange, requireWebhook, type WebhookContext } from './context.ts';
import { normalHeaders } from './header-rules.ts';
import { sealed } from './secrets.ts';
import { forgiveFailures, updateWebhook, type WebhookChange } from './store.ts';
import { viewWebhook } from './webhook-view.ts';

/** Changes what is named. Where it may have failed because of what changed, it is tried again at once. */
export async function patchWebhook(
  context: WebhookContext,
  { webhookId, patch }: { webhookId: string; patch: WebhookPatch },
): Promise<Webhook> {
  const { events, caller } = context;
  const { transact, masterKey, clock } = events.platform;
  return transact(async (unit) => {
    const company = await lockInService(unit, caller.companyId);
    const webhook = await requireWebhook(context, unit.tx, webhookId);
    await requireWish(events, unit.tx, company, patch, webhookId);
    const pause = pauseOf(webhook, patch.paused, new Date(clock.now()));
    await updateWebhook(unit.tx, webhook, { ...chosen(masterKey, webhookId, patch), ...pause });
    const isWorthATry = patch.url !== undefined || patch.headers !== undefined || pause.paused === false;
    if (isWorthATry) await forgiveFailures(unit.tx, caller.companyId, webhookId);
    if (webhook.managed_by === 'OPERATOR' && isInDocument(patch))
      await raiseVersion(events.access, unit, company);
    await noteChange(context, unit, webhook, 'WEBHOOK_CHANGED', {
      fields: Object.keys(patch),
      ...(patch.url !== undefined && { url: patch.url }),
    });
    return viewWebhook(events, unit.tx, await requireWebhook(context, unit.tx, webhookId));
  });
}

/** An operator that has read the onboarding document before must not write the old state back unknowingly. */
function isInDocument({ name, url, eventTypes }: WebhookPatch): boolean {
  return name !== undefined || url !== undefined || eventTypes !== undefined;
}

function chosen(masterKey: MasterKey, webhookId: string, patch: WebhookPatch): WebhookChange {
  const { name, url, eventTypes, batch, delivery, maxAgeHours, headers, heartbeatMinutes } = patch;
  return {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(eventTypes && { event_types: eventTypes }),
    ...(batch !== undefined && { batch }),
    ...(delivery && { delivery }),
    ...(maxAgeHours !== undefined && { max_age_hours: maxAgeHours }),
    ...(headers && { headers: sealed(masterKey, webhookId, JSON.stringify(normalHeaders(headers))) }),
    ...(heartbeatMinutes !== undefined && { heartbeat_minutes: heartbeatMinutes }),
  };
}

/** One that stands still already keeps the reason and time of that. */
function pauseOf(webhook: WebhookRow, paused: boolean | undefined, now: Date): WebhookChange {
  if (paused === undefined || paused === webhook.paused) return {};
  return paused
    ? { paused, paused_reason: 'COMPANY', paused_at: now }
    : { paused, paused_reason: null, paused_at: null };
}
