import { faultOf, type NotificationCodes } from '@hearthgate/wire';
import type { Notification } from './lifecycle.ts';

/** What identifies a notification to companies, in the list and in events. */
export function codesOf(one: Notification): NotificationCodes {
  const { class: faultClass } = faultOf(one.displayCode, one.causeCode);
  return {
    notificationId: one.notificationId,
    ...(one.displayCode !== null && { displayCode: one.displayCode }),
    ...(one.causeCode !== null && { causeCode: one.causeCode }),
    // A status is never taken in; this is for a code that was found to be one after it was told.
    class: faultClass === 'STATUS' ? 'INFO' : faultClass,
    ...(one.component !== null && { component: one.component }),
  };
}
