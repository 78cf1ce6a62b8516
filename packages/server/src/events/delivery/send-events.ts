import { newId } from '../../platform/ids.ts';
import { envelope } from '../envelope.ts';
import { mayBeTold } from '../right-to-event.ts';
import type { EventRow } from '../tables.ts';
import type { Batch } from './batches.ts';
import type { Endpoint } from './endpoint.ts';
import type { EndpointState, Outcome } from './endpoint-state.ts';
import type { PostResult } from './post-event.ts';
import type { Target } from './sender.ts';
import type { Item } from './window.ts';

/** A message from a lane: one event, or a batch, which may have `failed` before. Afterwards its items are settled, or wait elsewhere. */
export async function sendItems(
  state: EndpointState,
  lane: number,
  target: Target,
  items: readonly Item[],
  failed?: Batch,
): Promise<void> {
  try {
    await trySending(state, lane, target, items, failed);
  } catch (error) {
    // The database failed: what was not sent, or is not known to be, waits as before.
    if (!state.batches.of(lane)) state.window.putBack(items);
    throw error;
  }
}

async function trySending(
  state: EndpointState,
  lane: number,
  target: Target,
  items: readonly Item[],
  failed?: Batch,
): Promise<void> {
  const told: Item[] = [];
  for (const item of items) {
    const reason = await reasonToDrop(state, target.endpoint, item.event);
    if (reason === undefined) told.push(item);
    else {
      noteDropped(state, item.event, reason, 1);
      state.window.settle(item);
    }
  }
  const [first] = told;
  if (told.length > 1 && first) return sendBatch(state, lane, target, told, failed);
  // The batch that this was has become a single event, or nothing.
  if (failed) state.batches.remove(lane);
  if (!first) return state.hooks.changed();
  if ((await sendEvent(state, target, first.event, 1)) === 'FAILED') lag(state, first);
  else state.window.settle(first);
  state.hooks.changed();
}

/** A batch is sent again as it was; one of which an event is withheld by now is another one. */
async function sendBatch(
  state: EndpointState,
  lane: number,
  target: Target,
  items: readonly Item[],
  failed: Batch | undefined,
): Promise<void> {
  const { window, batches, journal, sender } = state;
  const before = failed?.items.length === items.length ? failed : undefined;
  const id = before?.id ?? newId('bat', state.now());
  const attempt = (before?.failures ?? 0) + 1;
  const events = items.map(({ event }) => event);
  const body = `[${events.map((event) => textOf(state, target, event)).join(',')}]`;
  const result = await sender.send(target, id, body);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  journal.note(events, { kind: 'LIVE', id, outcome, result, attempt, atMs: state.now() });
  if (result.ok || target.endpoint.row.delivery === 'ONCE') {
    batches.remove(lane);
    for (const item of items) window.settle(item);
    if (!result.ok) return pauseIfGone(state, result);
    state.succeeded(items.length);
    return sender.note(events);
  }
  const isSplit = batches.failed(lane, { id, items, failures: attempt }, state.now(), Math.random());
  if (isSplit) {
    for (const item of items) item.single = true;
    window.putBack(items);
  }
  await judge(state, target, result, attempt, attempt > 1);
}

/** Sends one event by itself, and records what came of it. `parkedBefore`: as the event says, if not as it stands. */
export async function sendEvent(
  state: EndpointState,
  target: Target,
  event: EventRow,
  attempt: number,
  parkedBefore?: number,
): Promise<Outcome> {
  const result = await post(state, target, event, parkedBefore);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  state.journal.note([event], {
    kind: 'LIVE',
    id: event.event_id,
    outcome,
    result,
    attempt,
    atMs: state.now(),
  });
  if (result.ok) {
    state.succeeded(1);
    await state.sender.note([event]);
    return 'TAKEN';
  }
  if (target.endpoint.row.delivery === 'ONCE') {
    await pauseIfGone(state, result);
    return 'NOT_SENT';
  }
  await judge(state, target, result, attempt, false);
  return 'FAILED';
}

/** One event in a message of its own, without any consequence. */
export function post(
  state: EndpointState,
  target: Target,
  event: EventRow,
  parkedBefore?: number,
): Promise<PostResult> {
  const text = textOf(state, target, event, parkedBefore);
  return state.sender.send(target, event.event_id, asBody(target.endpoint, text));
}

/** Endpoints with batches always get an array. */
export function asBody({ row }: Endpoint, text: string): string {
  return row.batch > 1 ? `[${text}]` : text;
}

/** Why an event is not sent at all; undefined: it is. */
export async function reasonToDrop(
  state: EndpointState,
  { row }: Endpoint,
  event: EventRow,
): Promise<'WITHHELD' | 'TOO_OLD' | undefined> {
  const ageMs = state.now() - event.recorded_at.getTime();
  if (row.max_age_hours !== null && ageMs > row.max_age_hours * 3_600_000) return 'TOO_OLD';
  return (await mayBeTold(state.delivery.access, event)) ? undefined : 'WITHHELD';
}

export function noteDropped(
  state: EndpointState,
  event: EventRow,
  outcome: 'WITHHELD' | 'TOO_OLD' | 'PARKED',
  attempt: number,
): void {
  const sent = { kind: 'LIVE', id: event.event_id, result: null, atMs: state.now() } as const;
  state.journal.note([event], { ...sent, outcome, attempt });
}

/** An item of the window failed: its gateway waits behind the cursor, everything else goes on. */
function lag(state: EndpointState, item: Item): void {
  state.stragglers.lag(item.gatewayId, item.event.seq, state.now(), Math.random());
  state.window.settleGateway(item.gatewayId);
  state.window.settle(item);
}

/** One event that was refused, or the endpoint itself? `again`: the same message failed before. */
export async function judge(
  state: EndpointState,
  { fault }: Target,
  result: PostResult,
  rounds: number,
  again: boolean,
): Promise<void> {
  if (result.httpStatus === 410) return state.hooks.pause('GONE');
  const { retryAfterMs } = result;
  const isWhole = fault !== undefined || retryAfterMs !== undefined || again;
  // While it is tripped, who probes it decides.
  if (isWhole && !state.health.isTripped) return state.failed(rounds, retryAfterMs);
  state.refused(rounds);
}

async function pauseIfGone(state: EndpointState, { httpStatus }: PostResult): Promise<void> {
  if (httpStatus === 410) await state.hooks.pause('GONE');
}

function textOf(state: EndpointState, { endpoint }: Target, event: EventRow, parkedBefore?: number): string {
  const { parked } = state.stragglers;
  const standing = parked.size > 0 ? state.stragglers.parkedOf(event.gateway_id ?? 0) : undefined;
  // An older one may be parked already.
  const oldest = Math.min(parkedBefore ?? Infinity, standing ?? Infinity);
  return envelope(event, {
    types: endpoint.row.event_types,
    parkedBefore: oldest === Infinity ? undefined : oldest,
  });
}
