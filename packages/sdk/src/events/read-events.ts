import { HearthgateError } from '../error.ts';
import type { EventPage, HearthgateEvent } from '../generated/api.ts';
import { recordOf } from '../transport/problem.ts';
import type { Transport } from '../transport/transport.ts';
import type { EventFilter } from '../types.ts';
import { EventGapError, GapWatch } from './gaps.ts';
import { liveFrames, StreamImpossible } from './live.ts';
import type { ReadOptions } from './read-options.ts';

/** Between two looks at the end of the log, where no stream can be had: within the limit of calls. */
const POLL_MS = 5_000;
const PAGE_LIMIT = 500;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Where the reader stands, in its own words of the API. */
type Place = Pick<EventFilter, 'cursor' | 'from'>;

/**
 * Every event at least once: what lies in the log by pages, then live. A cursor is saved when the events before it were
 * taken, by event while live, by page before.
 */
export async function* readEvents(
  api: Transport,
  options: ReadOptions,
): AsyncGenerator<HearthgateEvent, void, undefined> {
  const { checkpoint, signal, onRetry } = options;
  const gaps = new GapWatch();
  const cursor = await checkpoint.load();
  let place: Place = cursor === undefined ? beginning(options) : { cursor };
  let streams = options.live !== 'poll';
  let failures = 0;
  const filter = {
    ...(options.type && { type: [...options.type] }),
    ...(options.gatewayId !== undefined && { gatewayId: options.gatewayId }),
  };

  const save = async (next: string) => {
    if (place.cursor === next) return;
    await checkpoint.save(next);
    place = { cursor: next };
  };
  const checked = (event: HearthgateEvent) => {
    const gap = gaps.see(event);
    if (gap && !options.onGap) throw new EventGapError(gap);
    if (gap) options.onGap?.(gap);
    return event;
  };

  for (;;) {
    if (signal?.aborted) return;
    try {
      let page: EventPage;
      do {
        const query = { ...filter, ...place, limit: PAGE_LIMIT };
        page = await api.call('get', '/events', { path: {}, query }, { signal });
        failures = 0;
        for (const event of page.items) {
          yield checked(event);
          if (signal?.aborted) return;
        }
        await save(page.nextCursor);
      } while (page.hasMore);
      if (streams) {
        for await (const { id, event, data } of liveFrames(api, { ...filter, ...place }, signal)) {
          if (event === 'problem') throw streamProblem(data ?? '');
          if (data !== undefined && event !== undefined) yield checked(JSON.parse(data) as HearthgateEvent);
          if (id !== undefined) await save(id);
          if (signal?.aborted) return;
        }
        // It was cut: by a restart, or by a proxy that lets nothing stay open for long.
        await api.clock.sleep(FIRST_PAUSE_MS * Math.random(), signal);
      } else await api.clock.sleep(POLL_MS, signal);
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof StreamImpossible) {
        streams = false;
        continue;
      }
      if (!(error instanceof HearthgateError)) throw error;
      const { oldest } = error.members;
      if (error.code === 'cursor-expired' && options.whenExpired === 'oldest' && oldest !== undefined) {
        place = { cursor: oldest };
        gaps.forget();
        continue;
      }
      if (!error.isRetryable) throw error;
      onRetry?.(error);
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random() / 2);
      failures += 1;
      await api.clock.sleep(pauseMs, signal).catch(() => undefined);
    }
  }
}

function beginning({ from }: ReadOptions): Place {
  if (from === undefined) return {};
  return { from: from instanceof Date ? from.toISOString() : from };
}

/** The last event of a stream that the server ends says why. */
function streamProblem(data: string): HearthgateError {
  const {
    status = 0,
    code = 'unexpected-answer',
    title = '',
    detail = data,
    ...members
  } = recordOf(data) ?? {};
  const requestId = members['requestId'] as string | undefined;
  const facts = { status, code, title, detail } as Pick<
    HearthgateError,
    'status' | 'code' | 'title' | 'detail'
  >;
  return new HearthgateError({ ...facts, requestId, members });
}
