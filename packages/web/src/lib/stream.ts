import { callHeaders, refusalOf } from './api.ts';
import type { ApiProblem } from './problem.ts';
import { eventsOf, type StreamEvent } from './sse.ts';

/** `waiting`: between two tries; `refused`: the server said no, and will say so again. */
export type StreamState = 'connecting' | 'open' | 'waiting' | 'refused';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server says something at least this often, be it a comment; a silent connection is a dead one. */
const SILENCE_MS = 60_000;

export interface StreamOptions {
  readonly path: string;
  readonly onEvent: (event: StreamEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** After a connection that was lost: what was missed before the stream took up again is read anew. */
  readonly onBack: () => void;
}

/** Keeps one stream open until it is closed; goes on after the last event that it saw. */
export function openStream({ path, onEvent, onState, onBack }: StreamOptions): () => void {
  const closed = new AbortController();
  let lastId: string | undefined;
  let failures = 0;
  let wasOpen = false;

  const once = async (): Promise<ApiProblem | null> => {
    const silence = new AbortController();
    const stop = AbortSignal.any([closed.signal, silence.signal]);
    let alarm = setTimeout(() => silence.abort(), SILENCE_MS);
    const heard = () => {
      clearTimeout(alarm);
      alarm = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      const headers = {
        ...callHeaders(),
        accept: 'text/event-stream',
        ...(lastId && { 'last-event-id': lastId }),
      };
      const answer = await fetch(path, { headers, credentials: 'same-origin', signal: stop });
      if (!answer.ok || !answer.body) return await refusalOf(answer);
      failures = 0;
      onState('open');
      if (wasOpen) onBack();
      wasOpen = true;
      for await (const event of eventsOf(answer.body, heard)) {
        if (event.id !== undefined) lastId = event.id;
        if (event.data !== '') onEvent(event);
      }
      return null;
    } finally {
      clearTimeout(alarm);
    }
  };

  const run = async () => {
    while (!closed.signal.aborted) {
      onState('connecting');
      const problem = await once().catch(() => null);
      if (closed.signal.aborted) return;
      if (problem && !problem.isPassing && problem.status < 500) {
        onState('refused');
        return;
      }
      onState('waiting');
      const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
      failures += 1;
      // All browsers at once would be the next failure.
      await pause(wait * (0.5 + Math.random() / 2), closed.signal);
    }
  };
  void run();
  return () => closed.abort();
}

/** Ends early when the network is back or the stream is closed. */
function pause(ms: number, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
    closed.addEventListener('abort', done, { once: true });
  });
}
