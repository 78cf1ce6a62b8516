import { assert, constantFrom, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './clock.ts';
import { LocalTime } from './local-time.ts';

const ZONES = [
  'Europe/Berlin',
  'Europe/London',
  'America/St_Johns',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
];
/** Where and when clocks are changed, by half an hour too, or never. */
const CHANGES = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Europe/London', '2026-10-25'],
  ['America/St_Johns', '2026-03-08'],
  ['America/St_Johns', '2026-11-01'],
  ['America/Santiago', '2026-04-05'],
  ['America/Santiago', '2026-09-06'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Asia/Kathmandu', '2026-10-25'],
] as const;

/** What another part of Intl says, in the same form as `wallMs`. */
function wallByIntl(zone: string, ms: number): number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return Date.parse(`${format.format(ms).replace(' ', 'T')}Z`);
}

test('shows what the wall clock of the place shows, at any minute of ten years', () => {
  const minute = integer({ min: Date.UTC(2021, 0, 1) / MINUTE_MS, max: Date.UTC(2031, 0, 1) / MINUTE_MS });
  assert(
    property(constantFrom(...ZONES), minute, (zone, at) => {
      expect(new LocalTime(zone).wallMs(at * MINUTE_MS)).toBe(wallByIntl(zone, at * MINUTE_MS));
    }),
    { numRuns: 300 },
  );
});

test.each(CHANGES)('%s on %s: a wall time comes first at the minute that a walk finds', (zone, day) => {
  const time = new LocalTime(zone);
  const start = Date.parse(`${day}T00:00:00Z`) - DAY_MS / 2;
  const wrong: string[] = [];
  let before = time.programWallMs(start);
  for (let ms = start + MINUTE_MS; ms < start + 2 * DAY_MS; ms += MINUTE_MS) {
    const now = time.programWallMs(ms);
    if (now < before) wrong.push(`goes back at ${new Date(ms).toISOString()}`);
    // Every wall minute that is passed in this minute begins here, those that the clocks skip too.
    for (let wall = Math.floor(before / MINUTE_MS + 1) * MINUTE_MS; wall <= now; wall += 10 * MINUTE_MS) {
      if (time.instantOf(wall) !== ms) wrong.push(`${new Date(wall).toISOString()} is not at ${ms}`);
    }
    before = now;
  }
  expect(wrong).toEqual([]);
});

test('the clock stands still for programs while an hour is repeated', () => {
  const berlin = new LocalTime('Europe/Berlin');
  const back = Date.UTC(2026, 9, 25, 1);
  expect(berlin.wallMs(back)).toBe(Date.UTC(2026, 9, 25, 2));
  expect(berlin.programWallMs(back)).toBe(Date.UTC(2026, 9, 25, 3) - 1);
  expect(berlin.programWallMs(back + HOUR_MS)).toBe(Date.UTC(2026, 9, 25, 3));
});

test('a zone that does not exist is refused', () => {
  expect(() => new LocalTime('Europe/Atlantis')).toThrow(RangeError);
});
