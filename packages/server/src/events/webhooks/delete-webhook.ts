import { lockInService, raiseVersion } from '../../access/index.ts';
import { noteChange, requireWebhook, type WebhookContext } from './context.ts';
import { deleteWebhook as removeRows } from './store.ts';

/** Removes an endpoint with what waits for it and its replays; the log keeps the events. */
export async function deleteWebhook(context: WebhookContext, webhookId: string): Promise<void> {
  const { events, caller } = context;
  await events.platform.transact(async (unit) => {
    const company = await lockInService(unit, caller.companyId);
    const webhook = await requireWebhook(context, unit.tx, webhookId);
    await removeRows(unit.tx, webhook);
    // It stands in the onboarding document no more.
    if (webhook.managed_by === 'OPERATOR') await raiseVersion(events.access, unit, company);
    await noteChange(context, unit, webhook, 'WEBHOOK_REMOVED');
  });
}
