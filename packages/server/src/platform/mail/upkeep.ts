import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Log } from '../log.ts';
import { giveUp } from './sender.ts';
import { countMails, deleteBeyond, deleteEnded } from './store.ts';

const DAY_MS = 86_400_000;
/** Sent ones are remembered for `once` and for questions, failed ones until somebody has looked. */
const SENT_KEPT_MS = 7 * DAY_MS;
const FAILED_KEPT_MS = 30 * DAY_MS;
/** Of a sandbox. */
export const MAILBOX_MAX = 500;

export async function forgetMails(
  { db, clock, log }: { db: Db; clock: Clock; log: Log },
  isSandbox: boolean,
): Promise<void> {
  const now = clock.now();
  await giveUp(db, clock, log);
  if (isSandbox) return deleteBeyond(db, MAILBOX_MAX);
  await deleteEnded(db, 'SENT', new Date(now - SENT_KEPT_MS));
  await deleteEnded(db, 'FAILED', new Date(now - FAILED_KEPT_MS));
}

/** How mail is, for operators. */
export interface MailStatus {
  /** False: SMTP_URL is not set, and mails wait until they are given up. */
  readonly delivering: boolean;
  readonly waiting: number;
  /** Within 30 days. */
  readonly failed: number;
  readonly oldestWaitingAt?: string;
  readonly lastSentAt?: string;
  /** Of the newest mail that did not go through, such as `ECONNECTION CONN`. */
  readonly lastFailure?: string;
}

export async function readMailStatus(
  db: Db,
  outbox: { readonly isDelivering: boolean },
): Promise<MailStatus> {
  const { waiting, failed, oldestWaitingAt, lastSentAt, lastFailure } = await countMails(db);
  return {
    delivering: outbox.isDelivering,
    waiting,
    failed,
    ...(oldestWaitingAt && { oldestWaitingAt: oldestWaitingAt.toISOString() }),
    ...(lastSentAt && { lastSentAt: lastSentAt.toISOString() }),
    ...(lastFailure !== null && { lastFailure }),
  };
}
