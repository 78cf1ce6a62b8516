import { HearthgateError } from '../error.ts';
import { noAnswer } from '../transport/problem.ts';
import type { Transport } from '../transport/transport.ts';
import type { EventFilter } from '../types.ts';
import { framesOf, type Frame } from './server-sent-events.ts';

/** The server speaks every 15 s; who is silent for three times as long is gone, or something in between holds it back. */
const SILENCE_MS = 45_000;
/** The company's streams are all taken. */
const LIMIT_REACHED = 'limit-reached';

/** Something in between lets no stream through, or there are enough: asking now and then works all the same. */
export class StreamImpossible extends Error {}

/** The frames of one stream of events, until it breaks. It breaks with a `HearthgateError`, or when the server ends it. */
export async function* liveFrames(
  api: Transport,
  { cursor, ...query }: EventFilter,
  signal: AbortSignal | undefined,
): AsyncGenerator<Frame, void, undefined> {
  const stream = new AbortController();
  const end = () => stream.abort();
  signal?.addEventListener('abort', end);
  let hasSpoken = false;
  let timer = setTimeout(end, SILENCE_MS);
  const heard = () => {
    hasSpoken = true;
    clearTimeout(timer);
    timer = setTimeout(end, SILENCE_MS);
  };
  try {
    const headers = {
      accept: 'text/event-stream',
      ...(cursor !== undefined && { 'last-event-id': cursor }),
    };
    const { body, headers: answered } = await api.open(
      '/events/stream',
      { query, headers },
      { signal: stream.signal },
    );
    if (!body || !(answered.get('content-type') ?? '').startsWith('text/event-stream'))
      throw new StreamImpossible();
    for await (const frame of framesOf(body)) {
      heard();
      // Not while the reader works on it, however long that takes.
      clearTimeout(timer);
      yield frame;
      heard();
    }
  } catch (error) {
    if (error instanceof HearthgateError && error.code === LIMIT_REACHED) throw new StreamImpossible();
    if (error instanceof HearthgateError || error instanceof StreamImpossible || signal?.aborted) throw error;
    if (stream.signal.aborted && !hasSpoken) throw new StreamImpossible();
    throw noAnswer('unreachable', 'the stream of events broke', error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    stream.abort();
  }
}
