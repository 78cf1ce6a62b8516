import { expect, test } from 'vitest';
import { ASSUMED_RATE, catchUp } from './catch-up.ts';

const NOW = Date.parse('2026-01-15T06:00:00.000Z');
const IN_A_MINUTE = new Date(NOW + 60_000);
const BEHIND = { events: 1_000, rate: 50, paused: false, nextAttemptAt: null };

test('takes as long as the backlog at the measured rate and a quarter more, rounded up', () => {
  const startsAt = '2026-01-15T06:00:00.000Z';
  expect(catchUp(BEHIND, NOW)).toEqual({ seconds: 25, ratePerSecond: 50, measured: true, startsAt });
  expect(catchUp({ ...BEHIND, events: 1_001 }, NOW)?.seconds).toBe(26);
});

test('begins when the endpoint is tried again', () => {
  const waiting = { ...BEHIND, nextAttemptAt: IN_A_MINUTE };
  expect(catchUp(waiting, NOW)).toMatchObject({ seconds: 85, startsAt: IN_A_MINUTE.toISOString() });
  const overdue = { ...BEHIND, nextAttemptAt: new Date(NOW - 60_000) };
  expect(catchUp(overdue, NOW)).toMatchObject({ seconds: 25, startsAt: '2026-01-15T06:00:00.000Z' });
});

test('of a paused endpoint it counts from when it goes on, whatever failed before', () => {
  const paused = { ...BEHIND, paused: true, nextAttemptAt: IN_A_MINUTE };
  expect(catchUp(paused, NOW)).toMatchObject({ seconds: 25, startsAt: null });
});

test('assumes a rate, and says so, while none was measured', () => {
  for (const rate of [null, 0]) {
    const assumed = {
      seconds: Math.ceil((1_000 / ASSUMED_RATE) * 1.25),
      ratePerSecond: ASSUMED_RATE,
      measured: false,
    };
    expect(catchUp({ ...BEHIND, rate }, NOW)).toMatchObject(assumed);
  }
});

test('is nothing when nothing waits', () => {
  expect(catchUp({ ...BEHIND, events: 0, nextAttemptAt: IN_A_MINUTE }, NOW)).toBeNull();
});
