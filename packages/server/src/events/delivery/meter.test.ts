import { expect, test } from 'vitest';
import { Meter } from './meter.ts';

test('a slow receiver is measured too, once it has taken enough over', () => {
  const meter = new Meter(null);
  meter.begin(0);
  for (let second = 1; second <= 49; second += 1) meter.delivered(1, second * 1_000);
  expect(meter.rate).toBeNull();
  meter.delivered(1, 50_000);
  expect(meter.rate).toBe(1);
});

test('the rate of a fast one follows it, and time without work does not count', () => {
  const meter = new Meter(null);
  meter.begin(0);
  meter.delivered(400, 2_000);
  expect(meter.rate).toBe(200);
  meter.end(2_000);
  meter.begin(1_000_000);
  meter.delivered(800, 1_002_000);
  expect(meter.rate).toBeCloseTo(0.7 * 200 + 0.3 * 400);
});

test('few in a row say nothing', () => {
  const meter = new Meter(7);
  meter.begin(0);
  meter.delivered(49, 100);
  meter.end(100);
  expect(meter.rate).toBe(7);
});
