import { expect, test } from 'vitest';
import { Traffic } from './traffic.ts';

test('an endpoint that catches up has all it may have, until others are sent something', () => {
  const traffic = new Traffic(() => 1);
  const [behind, live] = [{}, {}];
  traffic.catchesUp(behind, true);
  expect(traffic.shareOf(behind, 32, 0)).toBe(32);
  traffic.live(1_000);
  expect(traffic.shareOf(behind, 32, 1_500)).toBe(2);
  expect(traffic.shareOf(behind, 32, 1_560)).toBe(1);
  expect(traffic.shareOf(behind, 32, 1_620)).toBe(1);
  expect(traffic.shareOf(live, 32, 1_620)).toBe(32);
  expect(traffic.shareOf(behind, 32, 2_000)).toBe(32);
});

test('a process with time to spare gives them more, shared among them, and each may have one', () => {
  const traffic = new Traffic(() => 0.1);
  const behind = Array.from({ length: 40 }, () => ({}));
  const [first = {}] = behind;
  traffic.catchesUp(first, true);
  for (let ms = 0; ms <= 2_000; ms += 50) {
    traffic.live(ms);
    traffic.shareOf(first, 32, ms);
  }
  expect(traffic.shareOf(first, 32, 2_000)).toBe(32);
  traffic.catchesUp(behind[1] ?? {}, true);
  expect(traffic.shareOf(first, 32, 2_000)).toBe(16);
  for (const endpoint of behind) traffic.catchesUp(endpoint, true);
  expect(traffic.shareOf(first, 32, 2_000)).toBe(1);
});
