import { sql } from 'kysely';
import type { Db } from '../../platform/database/database.ts';
import { isOneOf, tables } from '../store.ts';
import type { HvacTables } from '../tables.ts';
import type { Notification } from './lifecycle.ts';

type NotificationRow = HvacTables['notifications'];

/** What is not over, told or not, oldest first. */
export async function liveNotifications(db: Db, gatewayId: number): Promise<Notification[]> {
  const rows = await tables(db)
    .selectFrom('notifications')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('resolved_at', 'is', null)
    .orderBy('no')
    .execute();
  return rows.map(notificationOf);
}

/** The same of many gateways, in the order of their ids in `gatewayIds`. */
export async function liveNotificationsOf(db: Db, gatewayIds: readonly number[]): Promise<Notification[][]> {
  const rows = await tables(db)
    .selectFrom('notifications')
    .selectAll()
    .where(isOneOf(gatewayIds))
    .where('resolved_at', 'is', null)
    .orderBy('no')
    .execute();
  const byGateway = Map.groupBy(rows, (row) => row.gateway_id);
  return gatewayIds.map((id) => (byGateway.get(id) ?? []).map(notificationOf));
}

/** Those of the given gateways that have an active notification that was told, with this display code if one is given. */
export async function gatewaysWithActive(
  db: Db,
  gatewayIds: readonly number[],
  displayCode: string | undefined,
): Promise<Set<number>> {
  let query = tables(db)
    .selectFrom('notifications')
    .select('gateway_id')
    .distinct()
    .where(isOneOf(gatewayIds))
    .where('resolved_at', 'is', null)
    .where('raised_at', 'is not', null);
  if (displayCode !== undefined) query = query.where('display_code', '=', displayCode);
  const rows = await query.execute();
  return new Set(rows.map((row) => row.gateway_id));
}

export async function lastNo(db: Db, gatewayId: number): Promise<number> {
  const row = await tables(db)
    .selectFrom('notifications')
    .select('no')
    .where('gateway_id', '=', gatewayId)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.no ?? 0;
}

export interface NotificationFilter {
  readonly state: 'active' | 'resolved' | 'all';
  /** What was over before this is left out. */
  readonly from: Date;
  /** Only older ones; 0: from the newest. */
  readonly beforeNo: number;
  readonly limit: number;
}

/** What companies were told of, newest first. */
export async function toldNotifications(
  db: Db,
  gatewayId: number,
  { state, from, beforeNo, limit }: NotificationFilter,
): Promise<Notification[]> {
  let query = tables(db)
    .selectFrom('notifications')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('raised_at', 'is not', null)
    .where((where) => where.or([where('resolved_at', 'is', null), where('missing_since', '>=', from)]));
  if (state !== 'all') query = query.where('resolved_at', state === 'active' ? 'is' : 'is not', null);
  if (beforeNo > 0) query = query.where('no', '<', beforeNo);
  const rows = await query.orderBy('no', 'desc').limit(limit).execute();
  return rows.map(notificationOf);
}

/** Older ones first, so that one that is over makes room for a new one of the same code. */
export async function writeNotifications(
  tx: Db,
  gatewayId: number,
  notifications: readonly Notification[],
): Promise<void> {
  if (notifications.length === 0) return;
  const rows = notifications.toSorted((a, b) => a.no - b.no);
  const column = <T>(pick: (one: Notification) => T) => rows.map(pick);
  const times = (pick: (one: Notification) => number | null) => column((one) => dateOf(pick(one)));
  await sql`
    INSERT INTO notifications (gateway_id, no, notification_id, display_code, cause_code, origin, component,
      first_seen_at, present_since, missing_since, gone_at, occurrences, raised_at, resolved_at)
    SELECT ${gatewayId}, * FROM unnest(
      ${column((one) => one.no)}::integer[],
      ${column((one) => one.notificationId)}::text[],
      ${column((one) => one.displayCode)}::text[],
      ${column((one) => one.causeCode)}::integer[],
      ${column((one) => one.origin)}::text[],
      ${column((one) => one.component)}::text[],
      ${times((one) => one.firstSeenMs)}::timestamptz[],
      ${times((one) => one.presentSinceMs)}::timestamptz[],
      ${times((one) => one.missingSinceMs)}::timestamptz[],
      ${times((one) => one.goneAtMs)}::timestamptz[],
      ${column((one) => one.occurrences)}::integer[],
      ${times((one) => one.raisedAtMs)}::timestamptz[],
      ${times((one) => one.resolvedAtMs)}::timestamptz[])
    ON CONFLICT (gateway_id, no) DO UPDATE SET
      present_since = excluded.present_since,
      missing_since = excluded.missing_since,
      gone_at = excluded.gone_at,
      occurrences = excluded.occurrences,
      raised_at = excluded.raised_at,
      resolved_at = excluded.resolved_at`.execute(tx);
}

export async function deleteNotifications(tx: Db, gatewayId: number, nos: readonly number[]): Promise<void> {
  if (nos.length === 0) return;
  await tables(tx)
    .deleteFrom('notifications')
    .where('gateway_id', '=', gatewayId)
    .where('no', 'in', nos)
    .execute();
}

export async function deleteResolved(db: Db, before: Date): Promise<void> {
  await tables(db).deleteFrom('notifications').where('resolved_at', '<', before).execute();
}

function notificationOf(row: NotificationRow): Notification {
  return {
    no: row.no,
    notificationId: row.notification_id,
    displayCode: row.display_code,
    causeCode: row.cause_code,
    origin: row.origin,
    component: row.component,
    firstSeenMs: row.first_seen_at.getTime(),
    presentSinceMs: row.present_since.getTime(),
    missingSinceMs: row.missing_since?.getTime() ?? null,
    goneAtMs: row.gone_at?.getTime() ?? null,
    occurrences: row.occurrences,
    raisedAtMs: row.raised_at?.getTime() ?? null,
    resolvedAtMs: row.resolved_at?.getTime() ?? null,
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
