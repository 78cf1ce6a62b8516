import { mailCompany } from '../../access/index.ts';
import type { WebhookPausedFact } from '../log/facts.ts';
import { tables } from '../log/store.ts';
import type { WebhookKey } from '../tables.ts';
import { webhookCacheKey, type Delivery } from './sender.ts';

/** An endpoint that wants nothing more, or has taken nothing over for days, is paused; its backlog stays in the log. */
export async function pauseWebhook(
  { platform, webhooks }: Pick<Delivery, 'platform' | 'webhooks'>,
  key: WebhookKey,
  reason: 'GONE' | 'FAILING',
): Promise<void> {
  const { company_id: companyId, webhook_id: webhookId } = key;
  const nowMs = platform.clock.now();
  await platform.transact(async (unit) => {
    const paused = await tables(unit.tx)
      .updateTable('webhooks')
      .set({ paused: true, paused_reason: reason, paused_at: new Date(nowMs) })
      .where('company_id', '=', companyId)
      .where('webhook_id', '=', webhookId)
      .where('paused', '=', false)
      .returning('name')
      .executeTakeFirst();
    if (!paused) return;
    unit.changed(webhooks, webhookCacheKey(key));
    const data = { webhookId, name: paused.name, reason, since: new Date(nowMs).toISOString() };
    const payload: WebhookPausedFact = { kind: 'webhook-paused', data };
    unit.tell({ kind: payload.kind, gatewayId: null, companyId, occurredAtMs: nowMs, payload });
    const template = reason === 'GONE' ? 'webhook-gone' : 'webhook-failing';
    await mailCompany(unit, companyId, (company) => ({ template, data: { company, webhook: paused.name } }));
  });
}
