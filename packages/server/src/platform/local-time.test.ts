import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dateText,
  instantOf,
  isTimeZone,
  localTime,
  nextLocalMidnight,
  startOfLocalDay,
  startOfLocalMonth,
  startOfNextLocalMonth,
} from './local-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Whole and half hours, a switch of half an hour, one at midnight, both hemispheres, none. */
const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Lisbon',
  'America/St_Johns',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Pacific/Kiritimati',
  'UTC',
];
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.UTC(2023, 0), max: Date.UTC(2029, 0) });

/** The slow truth: walks minute by minute until the wall clock shows the time or has passed it. */
function walked(local: { year: number; month: number; day: number }, minuteOfDay: number, zone: string) {
  const wanted = Date.UTC(local.year, local.month - 1, local.day) / MINUTE_MS + minuteOfDay;
  for (let ms = (wanted - 15 * 60) * MINUTE_MS; ; ms += MINUTE_MS) {
    const shown = localTime(ms, zone);
    const shownMinutes = Date.UTC(shown.year, shown.month - 1, shown.day) / MINUTE_MS + shown.minuteOfDay;
    if (shownMinutes >= wanted) return ms;
  }
}

const at = (text: string) => new Date(Date.parse(text)).toISOString();
const iso = (ms: number) => new Date(ms).toISOString();
const day = (year: number, month: number, date: number) => ({ year, month, day: date });

test('the wall clock of a zone, with its weekday', () => {
  expect(localTime(Date.parse('2026-03-28T23:30:00Z'), 'Europe/Berlin')).toEqual({
    year: 2026,
    month: 3,
    day: 29,
    minuteOfDay: 30,
    weekday: 6,
  });
});

test('a time that daylight saving skips is the first valid minute after it', () => {
  const spring = day(2026, 3, 29);
  for (const minute of [120, 121, 150, 179])
    expect(iso(instantOf(spring, minute, 'Europe/Berlin'))).toBe(at('2026-03-29T01:00Z'));
  expect(iso(instantOf(spring, 119, 'Europe/Berlin'))).toBe(at('2026-03-29T00:59Z'));
  expect(iso(instantOf(spring, 180, 'Europe/Berlin'))).toBe(at('2026-03-29T01:00Z'));
});

test('a time that comes twice is the first of the two', () => {
  const autumn = day(2026, 10, 25);
  expect(iso(instantOf(autumn, 120, 'Europe/Berlin'))).toBe(at('2026-10-25T00:00Z'));
  expect(iso(instantOf(autumn, 150, 'Europe/Berlin'))).toBe(at('2026-10-25T00:30Z'));
  expect(iso(instantOf(autumn, 180, 'Europe/Berlin'))).toBe(at('2026-10-25T02:00Z'));
});

test.each([
  ['2026-03-29T10:00Z', 23],
  ['2026-10-25T10:00Z', 25],
  ['2026-07-01T10:00Z', 24],
])('the day of %s has %i hours in Berlin', (text, hours) => {
  const ms = Date.parse(text);
  const length = nextLocalMidnight(ms, 'Europe/Berlin') - startOfLocalDay(ms, 'Europe/Berlin');
  expect(length / HOUR_MS).toBe(hours);
});

test('a day whose midnight is skipped begins at its first valid minute', () => {
  const noon = Date.parse('2026-09-06T15:00Z');
  expect(iso(startOfLocalDay(noon, 'America/Santiago'))).toBe(at('2026-09-06T04:00Z'));
  expect(localTime(startOfLocalDay(noon, 'America/Santiago'), 'America/Santiago').minuteOfDay).toBe(60);
});

test('months begin and end at local midnight', () => {
  const ms = Date.parse('2026-03-15T12:00Z');
  expect(iso(startOfLocalMonth(ms, 'Europe/Berlin'))).toBe(at('2026-02-28T23:00Z'));
  expect(iso(startOfNextLocalMonth(ms, 'Europe/Berlin'))).toBe(at('2026-03-31T22:00Z'));
  const december = Date.parse('2026-12-31T22:59Z');
  expect(iso(startOfNextLocalMonth(december, 'Europe/Berlin'))).toBe(at('2026-12-31T23:00Z'));
});

test('dates move over the ends of months and years', () => {
  expect(dateText(addDays(day(2026, 12, 31), 1))).toBe('2027-01-01');
  expect(dateText(addDays(day(2028, 3, 1), -1))).toBe('2028-02-29');
});

test('a name that is no zone is told apart', () => {
  expect(['Europe/Berlin', 'UTC', 'Europe/Nowhere', '', 'x'.repeat(500)].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

describe('in every zone', () => {
  test('an instant is found again from what the wall clock shows, or the same time an hour or less before', () => {
    fc.assert(
      fc.property(instants, zones, (ms, zone) => {
        const minute = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
        const shown = localTime(minute, zone);
        const found = instantOf(shown, shown.minuteOfDay, zone);
        expect(localTime(found, zone)).toEqual(shown);
        expect(minute - found).toBeGreaterThanOrEqual(0);
        expect(minute - found).toBeLessThanOrEqual(HOUR_MS);
      }),
      { numRuns: 1_000 },
    );
  });

  // Around the switches of these zones; elsewhere the property above says it all.
  const nearSwitch = fc.constantFrom(
    ...['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04', '2026-09-06'],
  );
  test('every time of a day with a switch is where a walk over the minutes finds it', () => {
    fc.assert(
      fc.property(nearSwitch, zones, fc.integer({ min: 0, max: 1439 }), (text, zone, minuteOfDay) => {
        const [year = 0, month = 0, date = 0] = text.split('-').map(Number);
        const local = day(year, month, date);
        expect(iso(instantOf(local, minuteOfDay, zone))).toBe(iso(walked(local, minuteOfDay, zone)));
      }),
      { numRuns: 150 },
    );
  });

  test('days follow each other without a hole', () => {
    fc.assert(
      fc.property(instants, zones, (ms, zone) => {
        const start = startOfLocalDay(ms, zone);
        const end = nextLocalMidnight(ms, zone);
        expect(start).toBeLessThanOrEqual(ms);
        expect(end).toBeGreaterThan(ms);
        expect(startOfLocalDay(end, zone)).toBe(end);
        expect(startOfLocalDay(end - 1, zone)).toBe(start);
      }),
      { numRuns: 500 },
    );
  });
});
