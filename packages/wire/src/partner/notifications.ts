import Type from 'typebox';
import { PageQuery, Timestamp, listOf, ours } from './common.ts';

export const NotificationClass = Type.Enum(
  ['INFO', 'MAINTENANCE', 'WARNING', 'BLOCKING', 'LOCKING', 'FAULT', 'UNKNOWN'],
  {
    ...ours,
    description:
      '`WARNING` goes on working or recovers by itself, `BLOCKING` stops until the condition is gone, `LOCKING` stops ' +
      'until somebody resets it, `FAULT` is disturbed without more being known, `UNKNOWN` has no public meaning.',
  },
);
export type NotificationClass = Type.Static<typeof NotificationClass>;

/** What identifies a notification and tells its kind; in the list and in the event. */
export const notificationCodes = {
  notificationId: Type.String({ description: 'The same from `RAISED` to `RESOLVED`.' }),
  displayCode: Type.Optional(Type.String({ examples: ['A32'] })),
  causeCode: Type.Optional(Type.Integer({ examples: [3122] })),
  class: NotificationClass,
  component: Type.Optional(
    Type.String({
      description:
        'The part that the code names: `hc2`, `dhw1`, `hs1`, `system`. Left out where it names none.',
    }),
  ),
};

const NotificationCodes = Type.Object(notificationCodes);
export type NotificationCodes = Type.Static<typeof NotificationCodes>;

/** One fault or hint of an appliance. */
export const ApplianceNotification = Type.Object(
  {
    ...notificationCodes,
    state: Type.Enum(['ACTIVE', 'RESOLVED']),
    text: Type.String({
      description:
        'In the language of `Content-Language`; neutral, with the raw code, where no meaning is public.',
    }),
    firstSeen: Timestamp,
    resolvedAt: Type.Optional(Timestamp),
    occurrences: Type.Integer({ minimum: 1, description: 'How often it has appeared since `firstSeen`.' }),
  },
  { ...ours, title: 'Notification' },
);
export type ApplianceNotification = Type.Static<typeof ApplianceNotification>;
export const ApplianceNotificationList = listOf(ApplianceNotification);

export const NotificationQuery = Type.Object(
  {
    ...PageQuery.properties,
    state: Type.Optional(
      Type.Enum(['active', 'resolved', 'all'], { description: '`active` when left out; newest first.' }),
    ),
  },
  { additionalProperties: false },
);
export type NotificationQuery = Type.Static<typeof NotificationQuery>;
