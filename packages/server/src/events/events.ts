import type { EventType } from '@hearthgate/wire';
import { newWebhookSecret } from '@hearthgate/wire';
import type { Access } from '../access/index.ts';
import { AppError } from '../platform/app-error.ts';
import type { PartitionedTable } from '../platform/database/partitions.ts';
import { newId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import type { PostEvent } from './delivery/post-event.ts';
import { insertWebhook, lastSeq, moveWebhookHost } from './delivery/store.ts';
import { targetFault, type TargetRules } from './delivery/target-guard.ts';
import { FanOut } from './log/fan-out.ts';

/** The log keeps this many days; attempts are kept a week, to find out what went wrong. */
export const EVENT_PARTITIONS: readonly PartitionedTable[] = [
  { name: 'events', daysBack: 0, daysAhead: 2, retentionDays: 30 },
  { name: 'webhook_attempts', daysBack: 0, daysAhead: 2, retentionDays: 7 },
];

/** The events domain: company logs and their delivery. */
export interface Events {
  readonly fanOut: FanOut;
  readonly dispatcher: Dispatcher;
  /** Adds an endpoint that gets what is logged from now on; the secret is given once. */
  addWebhook(input: {
    companyId: string;
    url: string;
    eventTypes: EventType[];
  }): Promise<{ webhookId: string; secret: string }>;
  /** For a receiver whose host or port changed while its path stayed; an endpoint that leads elsewhere stays as it is. */
  moveWebhook(companyId: string, webhookId: string, url: string): Promise<void>;
  /** All facts stand in the logs, and every endpoint has read its log or waits for its next attempt. */
  settled(): Promise<void>;
}

export function createEvents(
  platform: Platform,
  access: Access,
  post: PostEvent,
  rules: TargetRules,
): Events {
  const dispatcher = new Dispatcher(platform, access, post);
  const fanOut = new FanOut(platform, (companyId) => {
    void dispatcher
      .wakeCompany(companyId)
      .catch((error: unknown) => platform.log.warn({ err: error, companyId }, 'delivery could not start'));
  });
  const requireTarget = (url: string): void => {
    const fault = targetFault(url, rules);
    if (fault !== undefined)
      throw new AppError('request-invalid', { errors: [{ pointer: '/url', message: fault }] });
  };
  return {
    fanOut,
    dispatcher,
    async addWebhook({ companyId, url, eventTypes }) {
      requireTarget(url);
      const webhookId = newId('whk');
      const secret = newWebhookSecret();
      await insertWebhook(platform.db, {
        company_id: companyId,
        webhook_id: webhookId,
        url,
        event_types: eventTypes,
        secret: platform.masterKey.seal(secret, webhookId),
        cursor: await lastSeq(platform.db, companyId),
        created_at: new Date(platform.clock.now()),
      });
      return { webhookId, secret };
    },
    async moveWebhook(companyId, webhookId, url) {
      requireTarget(url);
      await moveWebhookHost(platform.db, companyId, webhookId, url);
    },
    async settled() {
      await fanOut.settled();
      await dispatcher.wakeAll();
      await dispatcher.settled();
    },
  };
}
