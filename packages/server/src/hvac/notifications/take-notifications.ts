import { faultOf, NOTIFICATIONS_MAX, type LinkNotification } from '@hearthgate/wire';
import { sliceOfGateway, type UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { newId } from '../../platform/ids.ts';
import type { NotificationFact } from '../facts.ts';
import type { Hvac } from '../hvac.ts';
import type { SystemState } from '../system-state.ts';
import { codesOf } from './codes-of.ts';
import { componentOf } from './component-of.ts';
import {
  appeared,
  keyOf,
  nextDueMs,
  passTime,
  takeList,
  type Notification,
  type NotificationCode,
  type Passed,
  type Step,
} from './lifecycle.ts';
import { readList } from './read-list.ts';
import { deleteNotifications, lastNo, liveNotifications, writeNotifications } from './store.ts';

const TIMER_KIND = 'notifications';
/** A list in full, and as many that went lately; what a gateway invents beyond is not taken in. */
const LIVE_MAX = 2 * NOTIFICATIONS_MAX;

/** Takes in the complete list of what is active at a gateway; the same list again changes nothing. */
export async function takeNotifications(
  hvac: Hvac,
  gatewayId: number,
  list: readonly LinkNotification[],
): Promise<void> {
  const listed = readList(list);
  // Before the shard's turn, so that those of many gateways are loaded together.
  await hvac.notifications.get(gatewayId);
  return hvac.shard(gatewayId).exclusively(async () => {
    if (isKnown(await hvac.notifications.get(gatewayId), listed)) return;
    const state = await hvac.states.get(gatewayId);
    const work = hvac.transact(async (unit) => {
      await hvac.shards.guard(unit.tx, [sliceOfGateway(gatewayId)]);
      // First of all the timer: its row is the lock between this list and the timer's own work for the gateway.
      await unit.cancel(sliceOfGateway(gatewayId), timerId(gatewayId));
      await applyList(hvac, unit, state, listed);
    });
    // Also after a failure: whether the commit arrived may be unknown.
    await work.finally(() => hvac.notifications.drop(gatewayId));
  });
}

/** One timer per gateway: due when the next of its notifications is. */
export function addNotificationTimers(hvac: Hvac): void {
  hvac.timers.on<{ gatewayId: number }>(TIMER_KIND, async (unit, { gatewayId }) => {
    const before = await liveNotifications(unit.tx, gatewayId);
    await save(unit, gatewayId, before, passTime(before, hvac.clock.now()));
    unit.afterCommit(() => hvac.notifications.drop(gatewayId));
  });
}

async function applyList(
  hvac: Hvac,
  unit: UnitOfWork,
  state: SystemState,
  listed: ReadonlyMap<string, NotificationCode>,
): Promise<void> {
  const { gatewayId } = state;
  const nowMs = hvac.clock.now();
  const before = await liveNotifications(unit.tx, gatewayId);
  // What was due before the list comes first, whether or not its timer ran in time.
  const passed = passTime(before, nowMs);
  const known = takeList(passed.live, listed, nowMs);
  const keys = new Set(known.map(keyOf));
  const codes = [...listed].filter(([key]) => !keys.has(key)).map(([, code]) => code);
  const room = Math.max(0, LIVE_MAX - known.length);
  // Said when it fills up, not with every list after that.
  if (room > 0 && codes.length > room)
    hvac.log.warn({ gatewayId }, 'too many notifications at once: not all are kept');
  const fresh = await begin(unit, state, codes.slice(0, room), nowMs);
  const after = passTime([...known, ...fresh], nowMs);
  await save(unit, gatewayId, before, { live: after.live, steps: [...passed.steps, ...after.steps] });
}

async function begin(
  unit: UnitOfWork,
  state: SystemState,
  codes: readonly NotificationCode[],
  nowMs: number,
): Promise<Notification[]> {
  const last = codes.length === 0 ? 0 : await lastNo(unit.tx, state.gatewayId);
  return codes.map((code, index) => {
    const component = componentOf(faultOf(code.displayCode, code.causeCode), state);
    const identity = { no: last + 1 + index, notificationId: newId('ntf', nowMs), component };
    return appeared(code, identity, nowMs);
  });
}

async function save(
  unit: UnitOfWork,
  gatewayId: number,
  before: readonly Notification[],
  { live, steps }: Passed,
): Promise<void> {
  const unchanged = new Set(before);
  const resolved = steps.filter(({ does }) => does === 'RESOLVE').map(({ notification }) => notification);
  const forgotten = steps.filter(({ does }) => does === 'FORGET').map(({ notification }) => notification.no);
  await deleteNotifications(unit.tx, gatewayId, forgotten);
  await writeNotifications(
    unit.tx,
    gatewayId,
    [...live, ...resolved].filter((one) => !unchanged.has(one)),
  );
  for (const step of steps) tell(unit, gatewayId, step);
  const dueAtMs = nextDueMs(live);
  const timer = { slice: sliceOfGateway(gatewayId), id: timerId(gatewayId) };
  if (dueAtMs !== undefined) {
    await unit.schedule({ ...timer, kind: TIMER_KIND, dueAtMs, payload: { gatewayId } });
  }
}

/** The event's time is when the appliance changed, not when the platform was sure of it. */
function tell(unit: UnitOfWork, gatewayId: number, { does, notification: one }: Step): void {
  if (does === 'FORGET') return;
  const fact: NotificationFact = {
    kind: 'appliance-status',
    state: does === 'RAISE' ? 'RAISED' : 'RESOLVED',
    codes: codesOf(one),
    sinceMs: one.firstSeenMs,
    occurrences: one.occurrences,
  };
  const occurredAtMs = does === 'RAISE' ? one.firstSeenMs : (one.missingSinceMs ?? one.firstSeenMs);
  unit.tell({ kind: fact.kind, gatewayId, companyId: null, occurredAtMs, payload: fact });
}

function isKnown(live: readonly Notification[], listed: ReadonlyMap<string, NotificationCode>): boolean {
  return (
    live.length === listed.size && live.every((one) => one.missingSinceMs === null && listed.has(keyOf(one)))
  );
}

function timerId(gatewayId: number): string {
  return `${TIMER_KIND}:${gatewayId}`;
}
