import { takesDataPoints, type Access } from '../access/index.ts';
import type { PartitionedTable } from '../platform/database/partitions.ts';
import type { Platform } from '../platform/platform.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import type { PostEvent } from './delivery/post-event.ts';
import type { TargetRules } from './delivery/target-guard.ts';
import { FanOut } from './log/fan-out.ts';

/** The log keeps this many days; attempts are kept a week, to find out what went wrong. */
export const EVENT_PARTITIONS: readonly PartitionedTable[] = [
  { name: 'events', by: 'day', back: 0, ahead: 2, retention: 30 },
  { name: 'webhook_attempts', by: 'day', back: 0, ahead: 2, retention: 7 },
];

/** The events domain: company logs and their delivery. */
export interface Events {
  readonly platform: Platform;
  /** Where webhooks of any company may lead. */
  readonly targets: TargetRules;
  readonly fanOut: FanOut;
  readonly dispatcher: Dispatcher;
  /** There may be something to deliver to the company. */
  readonly wake: (companyId: string) => void;
  /** All facts stand in the logs, and every endpoint has read its log or waits for its next attempt. */
  settled(): Promise<void>;
}

export function createEvents(
  platform: Platform,
  access: Access,
  post: PostEvent,
  targets: TargetRules,
): Events {
  const dispatcher = new Dispatcher(platform, access, post);
  const languagesOf = async (companyId: string) => (await access.companies.get(companyId))?.languages ?? [];
  const wake = (companyId: string) => {
    void dispatcher
      .wakeCompany(companyId)
      .catch((error: unknown) => platform.log.warn({ err: error, companyId }, 'delivery could not start'));
  };
  const takes = (companyId: string) => takesDataPoints(access, companyId);
  const fanOut = new FanOut(platform, languagesOf, takes, wake);
  return {
    platform,
    targets,
    fanOut,
    dispatcher,
    wake,
    async settled() {
      await fanOut.settled();
      await dispatcher.wakeAll();
      await dispatcher.settled();
    },
  };
}
