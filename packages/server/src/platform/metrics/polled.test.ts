import { expect, test, vi } from 'vitest';
import { Distribution } from './distribution.ts';
import { Polled } from './polled.ts';
import { Tally } from './tally.ts';

test('a question is asked once in its time, however many want to know', async () => {
  let now = 0;
  const ask = vi.fn(() => Promise.resolve(now));
  const polled = new Polled(ask, { monotonic: () => now, onFailure: () => undefined });
  expect(await Promise.all([polled.read(), polled.read()])).toEqual([0, 0]);
  now = 14_999;
  expect(await polled.read()).toBe(0);
  now = 15_000;
  expect(await polled.read()).toBe(15_000);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('an answer that failed is no answer, is counted, and is asked for again in its time', async () => {
  let now = 0;
  const onFailure = vi.fn();
  const ask = vi.fn(() => Promise.reject<number>(new Error('away')));
  const polled = new Polled(ask, { monotonic: () => now, onFailure });
  expect([await polled.read(), await polled.read()]).toEqual([undefined, undefined]);
  expect(onFailure).toHaveBeenCalledTimes(1);
  now = 15_000;
  ask.mockResolvedValueOnce(7);
  expect(await polled.read()).toBe(7);
});

test('a question that hangs holds a scrape up for 5 s, and is not asked beside itself', async () => {
  vi.useFakeTimers();
  try {
    let now = 0;
    const onFailure = vi.fn();
    const ask = vi.fn(() => new Promise<number>(() => undefined));
    const polled = new Polled(ask, { monotonic: () => now, onFailure });
    const answer = polled.read();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await answer).toBeUndefined();
    now = 60_000;
    expect(await polled.read()).toBeUndefined();
    expect([ask.mock.calls.length, onFailure.mock.calls.length]).toEqual([1, 1]);
  } finally {
    vi.useRealTimers();
  }
});

test('a distribution counts each value in its bucket and in all above', () => {
  const times = new Distribution([1, 10]);
  for (const value of [0.5, 1, 5, 50]) times.add(value);
  expect(times.cumulative()).toEqual([
    [1, 2],
    [10, 3],
  ]);
  expect([times.count, times.sum]).toEqual([4, 56.5]);
});

test('values that callers invent end as `other`, those that are known go on', () => {
  const tally = new Tally<string>(['known']);
  for (let value = 0; value < 1_000; value += 1) tally.add(`invented ${value}`);
  tally.add('known', 2);
  const counts = new Map(tally.entries());
  expect(counts.size).toBeLessThanOrEqual(51);
  expect([counts.get('known'), counts.get('other')]).toEqual([2, 951]);
});
