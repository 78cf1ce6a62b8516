import type { EndpointState, Outcome } from './endpoint-state.ts';
import { sendItems } from './send-events.ts';
import { overtake, serveLaggard, serveParked } from './serve-stragglers.ts';
import type { Target } from './sender.ts';
import { PARK_AFTER } from './stragglers.ts';
import { LANES } from './window.ts';

/** Requests that may fail before the endpoint is left alone again: the first may be what it cannot take. */
const TRIES_MAX = 2;

type Try = (target: Target) => Promise<Outcome>;

/**
 * The endpoint failed as a whole: one message finds out whether it is back, and, since that one may be what it cannot take,
 * another one of another gateway. True when it is back.
 */
export async function probe(state: EndpointState): Promise<boolean> {
  let failed = 0;
  for (const attempt of triesOf(state)) {
    const target = await state.target();
    if (!target || failed === TRIES_MAX) break;
    if ((await attempt(target)) === 'FAILED') failed += 1;
    if (!state.health.isTripped) return true;
  }
  if (failed === 0) return false;
  await state.failed(oldestLaggards(state)[0]?.failures ?? 1);
  return false;
}

/** What to try, in this order. */
function triesOf(state: EndpointState): Try[] {
  const { window, stragglers, batches } = state;
  const laggards = oldestLaggards(state);
  const batch = batches.oldest();
  // What waits behind another event of its gateway must not overtake it.
  const fresh = window.oldest(
    (gatewayId) => !stragglers.laggards.has(gatewayId) && !batches.of(gatewayId % LANES),
  );
  const tries: Try[] = laggards.map(
    ({ gatewayId }) =>
      (target) =>
        serveLaggard(state, target, gatewayId),
  );
  if (batch) {
    tries.unshift(async (target) => {
      await sendItems(state, batch.lane, target, batch.batch.items, batch.batch);
      return state.health.isTripped ? 'FAILED' : 'TAKEN';
    });
  }
  if (fresh) {
    tries.push(async (target) => {
      window.pick(fresh);
      await sendItems(state, fresh.gatewayId % LANES, target, [fresh]);
      return state.health.isTripped ? 'FAILED' : 'TAKEN';
    });
  }
  const [first] = laggards;
  if (first && first.failures >= PARK_AFTER) tries.push((target) => overtake(state, target, first));
  // There may be nothing else that waits.
  for (const seq of [...stragglers.parked.keys()].toSorted((a, b) => a - b).slice(0, TRIES_MAX)) {
    tries.push(async (target) => {
      await serveParked(state, target, seq);
      return stragglers.parked.has(seq) ? 'FAILED' : 'NOT_SENT';
    });
  }
  return tries;
}

function oldestLaggards({ stragglers }: EndpointState) {
  return [...stragglers.laggards.values()].toSorted((a, b) => a.fromSeq - b.fromSeq);
}
