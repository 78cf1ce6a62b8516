import { faultOf } from '@hearthgate/wire';
import { REPORT_INTERVAL_MINUTES, tellingRule } from './telling-rules.ts';

/** What makes two entries of a gateway's lists the same notification. */
export interface NotificationCode {
  readonly displayCode: string | null;
  readonly causeCode: number | null;
  readonly origin: string | null;
}

/** One appearance of a code, from its first list until it is over; never changed in place. */
export interface Notification extends NotificationCode {
  /** Counts per gateway: later ones are newer. */
  readonly no: number;
  readonly notificationId: string;
  readonly component: string | null;
  readonly firstSeenMs: number;
  /** Since when it has been in every list. */
  readonly presentSinceMs: number;
  /** The first list without it. */
  readonly missingSinceMs: number | null;
  /** From then on it counts as gone, unless a list has it again. */
  readonly goneAtMs: number | null;
  /** How often it appeared. */
  readonly occurrences: number;
  /** When companies were told. */
  readonly raisedAtMs: number | null;
  readonly resolvedAtMs: number | null;
}

/** What happens to a notification without a list: it is told, told to be over, or was transient and is forgotten. */
export interface Step {
  readonly does: 'RAISE' | 'RESOLVE' | 'FORGET';
  readonly notification: Notification;
}

export interface Passed {
  readonly live: readonly Notification[];
  /** In the order in which they were due. */
  readonly steps: readonly Step[];
}

const MINUTE_MS = 60_000;

export function keyOf({ displayCode, causeCode, origin }: NotificationCode): string {
  return JSON.stringify([displayCode, causeCode, origin]);
}

/** Takes every step that is due by now, each at its own due time: late timers and restarts change nothing. */
export function passTime(live: readonly Notification[], nowMs: number): Passed {
  const due = live
    .flatMap((notification) => {
      const step = nextStep(notification);
      return step && step.atMs <= nowMs ? [{ ...step, before: notification }] : [];
    })
    .toSorted((a, b) => a.atMs - b.atMs || a.before.no - b.before.no);
  const after = new Map(due.map(({ does, atMs, before }) => [before, taken(before, does, atMs)]));
  return {
    live: live.map((one) => after.get(one) ?? one).filter((one) => !ended(one)),
    steps: due.map(({ does, before }) => ({ does, notification: after.get(before) ?? before })),
  };
}

/** The next moment at which something happens without a list. */
export function nextDueMs(live: readonly Notification[]): number | undefined {
  const dues = live.flatMap((notification) => nextStep(notification)?.atMs ?? []);
  return dues.length === 0 ? undefined : Math.min(...dues);
}

/** What a complete list says about the notifications that are known already. */
export function takeList(
  live: readonly Notification[],
  listed: ReadonlyMap<string, NotificationCode>,
  nowMs: number,
): Notification[] {
  return live.map((one) => (listed.has(keyOf(one)) ? present(one, nowMs) : missing(one, nowMs)));
}

/** A code that was not known. */
export function appeared(
  code: NotificationCode,
  identity: Pick<Notification, 'no' | 'notificationId' | 'component'>,
  nowMs: number,
): Notification {
  return {
    ...code,
    ...identity,
    firstSeenMs: nowMs,
    presentSinceMs: nowMs,
    missingSinceMs: null,
    goneAtMs: null,
    occurrences: 1,
    raisedAtMs: null,
    resolvedAtMs: null,
  };
}

function present(one: Notification, nowMs: number): Notification {
  if (one.missingSinceMs === null) return one;
  const occurrences = one.occurrences + 1;
  return { ...one, presentSinceMs: nowMs, missingSinceMs: null, goneAtMs: null, occurrences };
}

/** One list may be wrong: gone is what a second list lacks too, or what a whole reporting interval did not bring back. */
function missing(one: Notification, nowMs: number): Notification {
  if (one.missingSinceMs === null) {
    return { ...one, missingSinceMs: nowMs, goneAtMs: nowMs + REPORT_INTERVAL_MINUTES * MINUTE_MS };
  }
  return one.goneAtMs !== null && one.goneAtMs > nowMs ? { ...one, goneAtMs: nowMs } : one;
}

function nextStep(one: Notification): { does: Step['does']; atMs: number } | undefined {
  const rule = tellingRule(faultOf(one.displayCode, one.causeCode));
  if (one.missingSinceMs === null) {
    if (one.raisedAtMs !== null) return undefined;
    const delayMs = one.occurrences >= rule.occurrences ? 0 : rule.delayMinutes * MINUTE_MS;
    return { does: 'RAISE', atMs: one.presentSinceMs + delayMs };
  }
  const calmAtMs = one.missingSinceMs + rule.flapMinutes * MINUTE_MS;
  if (one.raisedAtMs === null) return { does: 'FORGET', atMs: calmAtMs };
  return { does: 'RESOLVE', atMs: Math.max(calmAtMs, one.goneAtMs ?? calmAtMs) };
}

function taken(one: Notification, does: Step['does'], atMs: number): Notification {
  switch (does) {
    case 'RAISE':
      return { ...one, raisedAtMs: atMs };
    case 'RESOLVE':
    case 'FORGET':
      return { ...one, resolvedAtMs: atMs };
  }
}

function ended(one: Notification): boolean {
  return one.resolvedAtMs !== null;
}
