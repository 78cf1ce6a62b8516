import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../../platform/app-error.ts';
import type { EventRow } from '../tables.ts';
import { EventStream, type StreamSource } from './event-stream.ts';

let nowMs = 0;

beforeEach(() => {
  nowMs = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** A log of this many events of so many characters. */
function source(length: number, chars = 10) {
  const log = {
    length,
    reads: 0,
    refusal: undefined as AppError | undefined,
  };
  const of: StreamSource = {
    caller: { companyId: 'cmp_1' },
    filter: {},
    monotonic: () => nowMs,
    refusal: () => Promise.resolve(log.refusal),
    end: () => Promise.resolve(undefined),
    problem: ({ code }) => ({ code }),
    reader: {
      cursor: (seq) => Promise.resolve(`c${seq}`),
      read: (_companyId, after, _filter, limit) => {
        log.reads += 1;
        const upTo = Math.min(log.length, after + limit);
        const rows = Array.from({ length: upTo - after }, (_unused, at) => row(after + at + 1, chars));
        return Promise.resolve({ rows, upTo, hasMore: upTo < log.length });
      },
      tell: (_companyId, rows) =>
        Promise.resolve(
          rows.map(({ seq, data }) => ({ type: 'DATA_POINT', text: `{"seq":${seq},"data":${data}}` })),
        ),
    },
  };
  return { log, of };
}

function row(seq: number, chars: number): EventRow {
  return { seq, data: JSON.stringify('x'.repeat(chars)) } as EventRow;
}

async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    nowMs += 1_000;
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

test('tells what stands in the log, then waits and tells what comes', async () => {
  const { log, of } = source(2, 1);
  const stream = new EventStream(of, 0);
  const frames = stream.frames();
  expect((await frames.next()).value).toBe('retry: 3000\n\n');
  expect((await frames.next()).value).toBe(
    'id: c1\nevent: DATA_POINT\ndata: {"seq":1,"data":"x"}\n\nid: c2\nevent: DATA_POINT\ndata: {"seq":2,"data":"x"}\n\n',
  );
  const next = frames.next();
  await pass(1_000);
  log.length = 3;
  stream.wake();
  expect((await next).value).toContain('id: c3\n');
});

test('every 15 silent seconds a comment keeps the connection, with the place that was reached', async () => {
  const { of } = source(1);
  const frames = new EventStream(of, 1).frames();
  await frames.next();
  for (const second of [15, 30]) {
    const next = frames.next();
    let arrived = false;
    void next.then(() => (arrived = true));
    await pass(14_000);
    expect([second, arrived]).toEqual([second, false]);
    await pass(1_000);
    expect((await next).value).toBe(': keep-alive\nid: c1\n\n');
  }
});

test('a reader that takes nothing makes the server read one page, not the log', async () => {
  const { log, of } = source(100_000, 2_000);
  const body = Readable.from(new EventStream(of, 0).frames(), {
    objectMode: false,
    highWaterMark: 64 * 1024,
  });
  body.read(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(log.reads).toBe(1);
  expect(body.readableLength).toBeLessThan(256 * 1024);
  body.destroy();
});

test('the right is asked for before every piece, and its end is the last that is told', async () => {
  const { log, of } = source(400, 2_000);
  const frames = new EventStream(of, 0).frames();
  await frames.next();
  expect((await frames.next()).value).toContain('id: c1\n');
  log.refusal = new AppError('api-key-removed');
  expect((await frames.next()).value).toBe('event: problem\ndata: {"code":"api-key-removed"}\n\n');
  expect((await frames.next()).done).toBe(true);
});

test('one that waits ends when it is closed', async () => {
  const { of } = source(0);
  const stream = new EventStream(of, 0);
  const frames = stream.frames();
  await frames.next();
  const last = frames.next();
  await vi.advanceTimersByTimeAsync(10);
  stream.close();
  expect((await last).done).toBe(true);
});
