import type { EventRow } from '../tables.ts';
import type { EndpointState, Outcome } from './endpoint-state.ts';
import { readGateway, readSeqs } from './progress-store.ts';
import { GIVE_UP_AFTER_MS } from './retry-schedule.ts';
import { noteDropped, post, reasonToDrop, sendEvent } from './send-events.ts';
import type { Target } from './sender.ts';
import { PARK_AFTER, type Laggard, type Parked } from './stragglers.ts';

/** Events of a gateway that lags, read at once. */
const PAGE = 50;

/** The oldest event of a gateway that lags. `TAKEN`: there may be more. */
export async function serveLaggard(
  state: EndpointState,
  target: Target,
  gatewayId: number,
): Promise<Outcome> {
  const laggard = state.stragglers.laggards.get(gatewayId);
  if (!laggard) return 'NOT_SENT';
  const { window, stragglers } = state;
  const { readTo } = window;
  const { page, wanted } = await readBehind(state, target, laggard, readTo);
  const [event] = wanted;
  if (event) return serveEvent(state, target, laggard, event);
  const last = page.at(-1);
  if (last && page.length === PAGE) stragglers.advance(gatewayId, last.seq + 1, state.now());
  // What the window has read meanwhile went past this gateway.
  else if (window.readTo === readTo) stragglers.catchUp(gatewayId);
  state.hooks.changed();
  return 'TAKEN';
}

async function serveEvent(
  state: EndpointState,
  target: Target,
  laggard: Laggard,
  event: EventRow,
): Promise<Outcome> {
  const attempt = laggard.failures + 1;
  const reason = await reasonToDrop(state, target.endpoint, event);
  if (reason) noteDropped(state, event, reason, attempt);
  else if (target.endpoint.row.delivery === 'ONCE') {
    state.stragglers.advance(laggard.gatewayId, event.seq + 1, state.now());
    state.hooks.changed();
    await state.hooks.flushed();
  }
  const outcome = reason ? 'TAKEN' : await sendEvent(state, target, event, attempt);
  if (outcome === 'FAILED') await parkOrWait(state, laggard, event);
  else state.stragglers.advance(laggard.gatewayId, event.seq + 1, state.now());
  state.hooks.changed();
  return outcome;
}

/** An event that fails again and again while others go through is put aside, and its gateway goes on. */
async function parkOrWait(
  state: EndpointState,
  { gatewayId, firstFailedAtMs }: Laggard,
  event: EventRow,
): Promise<void> {
  const { stragglers, health } = state;
  const laggard = stragglers.lag(gatewayId, event.seq, state.now(), Math.random());
  if (laggard.failures >= PARK_AFTER && health.hasSucceededSince(firstFailedAtMs))
    park(state, laggard, event);
  else if (stragglers.isFull && !health.isTripped) await state.failed(1);
}

function park(state: EndpointState, laggard: Laggard, event: EventRow): void {
  const { gatewayId, failures, firstFailedAtMs } = laggard;
  const { seq, gatewayseq } = event;
  noteDropped(state, event, 'PARKED', failures);
  state.stragglers.park(
    { gatewayId, failures, firstFailedAtMs, seq, gatewayseq },
    state.now(),
    Math.random(),
  );
  state.stragglers.advance(gatewayId, seq + 1, state.now());
}

/** Tries the event behind one that fails, of the same gateway, since there may be no other. If it goes through, the first is parked. */
export async function overtake(state: EndpointState, target: Target, laggard: Laggard): Promise<Outcome> {
  const { wanted } = await readBehind(state, target, laggard, state.window.readTo);
  const [failing, next] = wanted;
  if (!failing || !next || (await reasonToDrop(state, target.endpoint, next))) return 'NOT_SENT';
  const outcome = await sendEvent(state, target, next, 1, failing.gatewayseq ?? undefined);
  if (outcome !== 'TAKEN') return outcome;
  park(state, laggard, failing);
  state.stragglers.advance(laggard.gatewayId, next.seq + 1, state.now());
  return outcome;
}

/** One more attempt at a parked event. */
export async function serveParked(state: EndpointState, target: Target, seq: number): Promise<void> {
  const parked = state.stragglers.parked.get(seq);
  if (!parked) return;
  const [event] = await readSeqs(state.delivery.platform.db, state.key.company_id, [seq]);
  const reason = event && (await reasonToDrop(state, target.endpoint, event));
  if (event && !reason) await tryParked(state, target, parked, event);
  else {
    // It may also be older than the log.
    if (event && reason) noteDropped(state, event, reason, parked.failures + 1);
    state.stragglers.unpark(seq);
  }
  state.hooks.changed();
}

async function tryParked(
  state: EndpointState,
  target: Target,
  parked: Parked,
  event: EventRow,
): Promise<void> {
  const { stragglers, journal, sender } = state;
  const attempt = parked.failures + 1;
  const result = await post(state, target, event, parked.gatewayseq ?? undefined);
  const now = state.now();
  const isOver = now - parked.firstFailedAtMs >= GIVE_UP_AFTER_MS;
  const outcome = result.ok ? 'DELIVERED' : isOver ? 'GAVE_UP' : 'FAILED';
  journal.note([event], { kind: 'LIVE', id: event.event_id, outcome, result, attempt, atMs: now });
  if (outcome === 'FAILED') return stragglers.park({ ...parked, failures: attempt }, now, Math.random());
  stragglers.unpark(parked.seq);
  if (!result.ok) return;
  state.succeeded(1);
  await sender.note([event]);
}

/** Events of a gateway that lags which the window has gone past; what it has not read yet, it will. */
async function readBehind(
  state: EndpointState,
  target: Target,
  { gatewayId, fromSeq }: Laggard,
  readTo: number,
) {
  const { db } = state.delivery.platform;
  const page = await readGateway(db, state.key.company_id, gatewayId, {
    fromSeq,
    toSeq: readTo,
    limit: PAGE,
  });
  return { page, wanted: page.filter(({ type }) => target.endpoint.types.has(type)) };
}
