import type { EventRow, ReplayRow } from '../tables.ts';
import type { EndpointState } from './endpoint-state.ts';
import { readSeqs } from './progress-store.ts';
import { readRange, saveReplay } from './replay-store.ts';
import { judge, post, reasonToDrop } from './send-events.ts';
import type { Target } from './sender.ts';

/** Events given once more before it is written down how far it is. */
const PAGE = 100;
/** Requests at once, so that what is new does not wait for what is old. */
const LANES_OF_REPLAY = 4;

export interface ReplayHooks {
  /** Asked before each page. */
  readonly mayGoOn: () => Promise<Target | undefined>;
  /** Requests at once that the endpoint may have: few while others keep up. */
  readonly allowance: () => number;
}

type Counts = Pick<ReplayRow, 'delivered' | 'failed' | 'withheld'>;

/**
 * Gives an endpoint a part of the log once more, beside what is new; per gateway in order. What is refused is counted and
 * not tried again. True: it is over.
 */
export async function runReplay(
  state: EndpointState,
  replay: ReplayRow,
  { mayGoOn, allowance }: ReplayHooks,
): Promise<boolean> {
  let { next_seq: nextSeq } = replay;
  const counts: { -readonly [K in keyof Counts]: number } = {
    delivered: replay.delivered,
    failed: replay.failed,
    withheld: replay.withheld,
  };
  for (;;) {
    const target = await mayGoOn();
    if (!target) return false;
    const { events, last } = await readPage(state, target, replay, nextSeq);
    const before = { ...counts };
    const lanes = lanesOf(events, Math.min(LANES_OF_REPLAY, allowance()));
    if (!(await sendPage(state, target, lanes, counts))) {
      // The endpoint fails as a whole: this page is given again when it is back.
      Object.assign(counts, before);
      return false;
    }
    nextSeq = last + 1;
    const isOver = nextSeq > replay.to_seq;
    const endedAt = isOver ? new Date(state.now()) : null;
    const isWanted = await saveReplay(state.delivery.platform.db, replay, {
      ...counts,
      next_seq: nextSeq,
      ended_at: endedAt,
    });
    if (isOver || !isWanted) return true;
  }
}

async function readPage(
  { delivery, key }: EndpointState,
  { endpoint }: Target,
  { seqs, to_seq: toSeq }: ReplayRow,
  fromSeq: number,
): Promise<{ events: EventRow[]; last: number }> {
  const { db } = delivery.platform;
  if (seqs) {
    const chosen = seqs.filter((seq) => seq >= fromSeq).toSorted((a, b) => a - b);
    const events = await readSeqs(db, key.company_id, chosen.slice(0, PAGE));
    return { events, last: chosen.length > PAGE ? (chosen[PAGE - 1] ?? toSeq) : toSeq };
  }
  const read = await readRange(db, key.company_id, fromSeq, toSeq, PAGE);
  const events = read.filter(({ type }) => endpoint.types.has(type));
  return { events, last: read.length === PAGE ? (read.at(-1)?.seq ?? toSeq) : toSeq };
}

function lanesOf(events: readonly EventRow[], count: number): EventRow[][] {
  return [...Map.groupBy(events, ({ gateway_id: gatewayId }) => (gatewayId ?? 0) % count).values()];
}

/** False when the endpoint failed as a whole. */
async function sendPage(
  state: EndpointState,
  target: Target,
  lanes: readonly (readonly EventRow[])[],
  counts: Record<keyof Counts, number>,
): Promise<boolean> {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const event of lane) {
        if (state.health.isTripped) return;
        counts[await sendAgain(state, target, event)] += 1;
      }
    }),
  );
  return !state.health.isTripped;
}

async function sendAgain(state: EndpointState, target: Target, event: EventRow): Promise<keyof Counts> {
  const sent = { kind: 'REPLAY', id: event.event_id, attempt: 1 } as const;
  // It was asked for by name: its age does not matter.
  if ((await reasonToDrop(state, target.endpoint, event)) === 'WITHHELD') {
    state.journal.note([event], { ...sent, outcome: 'WITHHELD', result: null, atMs: state.now() });
    return 'withheld';
  }
  const result = await post(state, target, event);
  const outcome = result.ok ? 'DELIVERED' : 'FAILED';
  state.journal.note([event], { ...sent, outcome, result, atMs: state.now() });
  if (!result.ok) {
    await judge(state, target, result, 1, false);
    return 'failed';
  }
  state.succeeded(0);
  await state.sender.note([event]);
  return 'delivered';
}
