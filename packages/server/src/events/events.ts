import { takesDataPoints, type Access } from '../access/index.ts';
import type { SharedCache } from '../platform/database/shared-caches.ts';
import type { UnitOfWork } from '../platform/database/unit-of-work.ts';
import type { PartitionedTable } from '../platform/database/partitions.ts';
import type { Platform } from '../platform/platform.ts';
import { AttemptCounts } from './delivery/attempt-counts.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import type { OnSent } from './delivery/journal.ts';
import { pauseWebhook } from './delivery/pause-webhook.ts';
import type { PostEvent } from './delivery/post-event.ts';
import { sendTest } from './delivery/send-test.ts';
import { webhookCacheKey } from './delivery/sender.ts';
import type { TargetRules } from './delivery/target-guard.ts';
import { addFirstValues, type ValuesOf } from './log/first-values.ts';
import { Traffic } from './delivery/traffic.ts';
import { FanOut } from './log/fan-out.ts';
import { NodeTeller } from '../platform/database/node-teller.ts';
import type { NewAttempt, WebhookKey, WebhookRow } from './tables.ts';
import { findWebhook, webhooksOf } from './webhooks/store.ts';
import { traceAttempt } from './trace-events.ts';
import { Listeners } from './reading/listeners.ts';
import { LogReader } from './reading/log-reader.ts';
import { OwnerReaders } from './reading/owner-readers.ts';

/** Endpoints whose configuration is kept in memory. */
const WEBHOOKS_MAX = 5_000;

/** Whole days, besides the present one. */
export const EVENTS_KEPT_DAYS = 30;

/** Attempts are kept a week, to find out what went wrong. */
export const EVENT_PARTITIONS: readonly PartitionedTable[] = [
  { name: 'events', by: 'day', back: 0, ahead: 2, retention: EVENTS_KEPT_DAYS },
  { name: 'webhook_attempts', by: 'day', back: 0, ahead: 2, retention: 7 },
];

/** The events domain: company logs and their delivery. */
export interface Events {
  readonly platform: Platform;
  readonly access: Access;
  /** Where webhooks of any company may lead. */
  readonly targets: TargetRules;
  readonly fanOut: FanOut;
  readonly dispatcher: Dispatcher;
  readonly attempts: AttemptCounts;
  /** What is wanted of endpoints, by `webhookCacheKey`. */
  readonly webhooks: SharedCache<WebhookRow | undefined>;
  readonly reader: LogReader;
  /** Told whenever a company's log has grown. */
  readonly listeners: Listeners;
  /** Live streams of owners. */
  readonly ownerReaders: OwnerReaders;
  /** There may be something to deliver to the company. */
  readonly wake: (companyId: string) => void;
  /** What is wanted of the endpoint changes with the unit's commit. */
  changed(unit: UnitOfWork, key: WebhookKey): void;
  /** Sends a `WEBHOOK_TEST` at once, also to a paused endpoint. */
  sendTest(key: WebhookKey): Promise<NewAttempt>;
  /** All facts stand in the logs, and every endpoint has read its log or waits for its next attempt. */
  settled(): Promise<void>;
}

export function createEvents(
  platform: Platform,
  access: Access,
  post: PostEvent,
  targets: TargetRules,
  isAlone: boolean,
  valuesOf: ValuesOf,
): Events {
  addFirstValues(platform, access, valuesOf);
  const webhooks = platform.caches.add(
    'webhooks',
    (key) => {
      const [companyId = '', webhookId = ''] = key.split(':', 2);
      return findWebhook(platform.db, companyId, webhookId);
    },
    WEBHOOKS_MAX,
  );
  const endpointsOf = platform.caches.add(
    'webhooks-of-companies',
    async (companyId) => (await webhooksOf(platform.db, companyId)).map(({ webhook_id: id }) => id),
    WEBHOOKS_MAX,
  );
  const reader = new LogReader(access);
  const cursorOf = (seq: number) => reader.cursor(seq);
  const attempts = new AttemptCounts();
  const traffic = new Traffic();
  const onSent: OnSent = (key, told, sent) => {
    attempts.note(sent);
    traceAttempt(platform.tracing, key, told, sent);
  };
  const delivery = { platform, access, post, webhooks, endpointsOf, cursorOf, traffic, onSent };
  const pause = (key: WebhookKey, reason: 'GONE' | 'FAILING') => pauseWebhook(delivery, key, reason);
  const listeners = new Listeners();
  const logs = platform.caches.onOthers('company-logs', (companyId) => {
    if (companyId === null) return dispatcher.missed();
    listeners.tell(companyId);
    dispatcher.grown(companyId);
  });
  const dispatcher = new Dispatcher(delivery, { pause }, logs, isAlone);
  platform.caches.onOthers('webhooks', (key) => {
    // If all of them may have changed, so may all logs.
    if (key === null) return;
    const [companyId = '', webhookId = ''] = key.split(':', 2);
    dispatcher.changed({ company_id: companyId, webhook_id: webhookId });
  });
  const teller = new NodeTeller(platform, logs);
  const languagesOf = async (companyId: string) => (await access.companies.get(companyId))?.languages ?? [];
  const wake = (companyId: string) => {
    dispatcher.grown(companyId);
    // Another node may have its endpoints.
    teller.tell(companyId);
  };
  const onEvents = (companyId: string) => {
    listeners.tell(companyId);
    wake(companyId);
  };
  const takes = (companyId: string) => takesDataPoints(access, companyId);
  const ownerReaders = new OwnerReaders(platform, access);
  const fanOut = new FanOut(platform, languagesOf, takes, onEvents, (facts) => ownerReaders.tell(facts));
  return {
    platform,
    access,
    reader,
    listeners,
    ownerReaders,
    targets,
    fanOut,
    dispatcher,
    attempts,
    webhooks,
    wake,
    changed(unit, key) {
      unit.changed(webhooks, webhookCacheKey(key));
      unit.changed(endpointsOf, key.company_id);
      unit.afterCommit(() => dispatcher.changed(key));
    },
    sendTest: (key) => sendTest(delivery, key),
    async settled() {
      await fanOut.settled();
      await dispatcher.settled();
    },
  };
}
