import type { WebhookWithSecret } from '@hearthgate/wire';
import { lockInService } from '../../access/index.ts';
import { noteChange, requireWebhook, type WebhookContext } from './context.ts';
import { makeSecret, sealed } from './secrets.ts';
import { updateWebhook } from './store.ts';
import { viewWebhook } from './webhook-view.ts';

/** Both secrets sign for so long: receivers change over within a day, without losing a message. */
const OVERLAP_MS = 24 * 3_600_000;

/** A new secret, shown this once. The old one signs beside it for a day; one that was old already ends at once. */
export async function rotateSecret(context: WebhookContext, webhookId: string): Promise<WebhookWithSecret> {
  const { events, caller } = context;
  const { transact, masterKey, clock } = events.platform;
  return transact(async (unit) => {
    await lockInService(unit, caller.companyId);
    const webhook = await requireWebhook(context, unit.tx, webhookId);
    const { secret, shown } = makeSecret(webhook.signature);
    await updateWebhook(unit.tx, webhook, {
      secret: sealed(masterKey, webhookId, secret),
      previous_secret: webhook.secret,
      previous_secret_until: new Date(clock.now() + OVERLAP_MS),
    });
    await noteChange(context, unit, webhook, 'WEBHOOK_SECRET_ROTATED');
    const view = await viewWebhook(events, unit.tx, await requireWebhook(context, unit.tx, webhookId));
    return { ...view, ...(shown !== undefined && { secret: shown }) };
  });
}
