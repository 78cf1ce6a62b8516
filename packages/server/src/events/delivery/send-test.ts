import { deliveryTo } from '../../access/index.ts';
import { AppError } from '../../platform/app-error.ts';
import { newId } from '../../platform/ids.ts';
import type { NewAttempt } from '../tables.ts';
import { attemptOf } from './journal.ts';
import { noticeBody } from './notice.ts';
import { insertAttempts } from './progress-store.ts';
import type { WebhookKey } from '../tables.ts';
import { Sender, type Delivery } from './sender.ts';
import { hostFault } from './target-guard.ts';

/** Sends a `WEBHOOK_TEST` at once, also to an endpoint that is paused; what came of it is told and recorded, and changes nothing. */
export async function sendTest(delivery: Delivery, key: WebhookKey): Promise<NewAttempt> {
  const sender = new Sender(delivery, key);
  const endpoint = await sender.endpoint();
  const company = await deliveryTo(delivery.access, key.company_id);
  if (!endpoint || !company) throw new AppError('not-found');
  const atMs = delivery.platform.clock.now();
  const id = newId('evt', atMs);
  const { webhook_id: webhookId, name, url } = endpoint.row;
  const body = noticeBody(endpoint, { id, type: 'WEBHOOK_TEST', atMs, data: { webhookId, name } });
  const result = await sender.send({ endpoint, fault: hostFault(url, company.webhookHosts) }, id, body);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  const attempt = attemptOf(key, [], { kind: 'TEST', id, outcome, result, attempt: 1, atMs });
  await insertAttempts(delivery.platform.db, [attempt]);
  return attempt;
}
