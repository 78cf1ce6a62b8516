import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EmsCounts } from './ems-counts.ts';
import { LatestByTopic } from './latest-by-topic.ts';
import { ValueWriter } from './value-writer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of a topic that is told again and again before its turn, the newest waits and nothing of the others', () => {
  const waiting = new LatestByTopic();
  for (let count = 0; count < 1_000; count += 1) waiting.put('boiler_data', Buffer.from(String(count)));
  const next = waiting.take();
  expect([next?.payload.toString(), next?.taken]).toEqual(['999', []]);
  expect(waiting.isEmpty).toBe(true);
});

test('while the database is away values are merged, and whoever waits for them waits for the same', async () => {
  const counts = new EmsCounts();
  let isAway = true;
  const written: unknown[] = [];
  const writer = new ValueWriter((values) => {
    if (isAway) return Promise.reject(new Error('away'));
    written.push(values);
    return Promise.resolve();
  }, counts);
  const committed = Array.from({ length: 1_000 }, (_, count) => writer.put({ '/a': count }, count));
  expect(new Set(committed).size).toBeLessThan(20);
  isAway = false;
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(committed);
  expect(written.at(-1)).toEqual({ '/a': 999 });
  expect([counts.committed, counts.merged + written.length]).toEqual([1_000, 1_000]);
});
