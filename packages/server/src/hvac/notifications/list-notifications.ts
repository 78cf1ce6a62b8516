import { faultOf, type ApplianceNotification, type Language, type NotificationQuery } from '@hearthgate/wire';
import { requireAccess } from '../../access/index.ts';
import { page, readPage } from '../../platform/http/paging.ts';
import type { HvacContext } from '../hvac.ts';
import { codesOf } from './codes-of.ts';
import type { Notification } from './lifecycle.ts';
import { toldNotifications } from './store.ts';

export interface ListInput {
  readonly gatewayId: string;
  readonly query: NotificationQuery;
  readonly language: Language;
}

/** What companies were told of, newest first; what was over before the caller's time with the gateway is not shown. */
export async function listNotifications(
  { hvac, caller }: HvacContext,
  { query, language, ...input }: ListInput,
) {
  const { gatewayId, dataFrom: from } = await requireAccess(
    hvac.access,
    caller,
    input.gatewayId,
    'monitoring',
  );
  const { state = 'active', ...paging } = query;
  const wanted = readPage(paging);
  const filter = { state, from, beforeNo: wanted.after, limit: wanted.limit };
  const told = await toldNotifications(hvac.db, gatewayId, filter);
  return page(
    wanted,
    told,
    ({ no }) => no,
    (one) => view(one, language, from),
  );
}

function view(one: Notification, language: Language, from: Date): ApplianceNotification {
  const goneMs = one.resolvedAtMs === null ? null : one.missingSinceMs;
  return {
    ...codesOf(one),
    state: goneMs === null ? 'ACTIVE' : 'RESOLVED',
    text: faultOf(one.displayCode, one.causeCode).texts[language],
    firstSeen: new Date(Math.max(one.firstSeenMs, from.getTime())).toISOString(),
    ...(goneMs !== null && { resolvedAt: new Date(goneMs).toISOString() }),
    occurrences: one.occurrences,
  };
}
