import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStream, type StreamState } from './stream.ts';

/** What the server answers to each try, and what the page asked. */
let answers: ((signal: AbortSignal) => Response | Promise<Response>)[];
let asked: Headers[];
let heard: string[];
let states: StreamState[];
let close: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  [answers, asked, heard, states] = [[], [], [], []];
  vi.stubGlobal(
    'fetch',
    (_path: string, { headers, signal }: { headers: HeadersInit; signal: AbortSignal }) => {
      asked.push(new Headers(headers));
      const next = answers.shift();
      if (next) return Promise.resolve(next(signal));
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      );
    },
  );
});
afterEach(() => {
  close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function open(): void {
  close = openStream({
    path: '/stream',
    onEvent: ({ data }) => heard.push(data),
    onState: (state) => states.push(state),
    onBack: () => heard.push('(back)'),
  });
}

const saying = (text: string) => () => new Response(text);
const refusing = (status: number, code: string) => () => Response.json({ code }, { status });

test('goes on after the last event that it saw, and says that something may have been missed', async () => {
  answers = [saying('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'), saying('id: 3\ndata: c\n\n')];
  open();
  await vi.advanceTimersByTimeAsync(2_500);
  expect(heard).toEqual(['a', 'b', '(back)', 'c']);
  expect(asked.map((headers) => headers.get('last-event-id')).slice(0, 3)).toEqual([null, '2', '3']);
  expect(states.slice(0, 4)).toEqual(['connecting', 'open', 'waiting', 'connecting']);
});

test('tries a server that is away less and less often, and at once when the network is back', async () => {
  answers = Array.from({ length: 20 }, () => () => Promise.reject(new TypeError('no network')));
  open();
  await vi.advanceTimersByTimeAsync(60_000);
  const tries = asked.length;
  expect(tries).toBeGreaterThan(5);
  expect(tries).toBeLessThan(10);
  window.dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.length).toBe(tries + 1);
});

test('an overloaded server is tried again, a refusal is not', async () => {
  answers = [refusing(503, 'overloaded'), refusing(403, 'access-not-granted')];
  open();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked.length).toBe(2);
  expect(states.at(-1)).toBe('refused');
});

test('a connection that says nothing for a minute is given up', async () => {
  const silent = (signal: AbortSignal) => {
    const start = (body: ReadableStreamDefaultController) =>
      signal.addEventListener('abort', () => body.error(new DOMException('', 'AbortError')));
    return new Response(new ReadableStream({ start }));
  };
  answers = [silent];
  open();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(states).toEqual(['connecting', 'open']);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked.length).toBe(2);
});
