import type { SwitchPoint } from '@hearthgate/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTime } from '../../platform/local-time.ts';
import { DAY_WORDS, inWeekOrder } from '../fields/week.ts';
import { turnAt } from './switch-times.ts';

const MINUTE_MS = 60_000;
const WEEK_MINUTES = 7 * 1_440;

/** A zone that switches at 2 in the night, one that skips midnight, and one that switches by half an hour. */
const SWITCHES: readonly (readonly [zone: string, aroundMs: number])[] = [
  ['Europe/Berlin', Date.UTC(2026, 2, 29)],
  ['Europe/Berlin', Date.UTC(2026, 9, 25)],
  ['America/Santiago', Date.UTC(2026, 8, 6)],
  ['America/Santiago', Date.UTC(2026, 3, 5)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 3)],
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 4)],
];

interface Wall {
  readonly ms: number;
  /** Minutes that clocks on the wall have shown, counted from their beginning. */
  readonly minutes: number;
}
const walls = new Map(SWITCHES.map(([zone, ms]) => [`${zone} ${ms}`, wallOf(zone, ms)]));

/** Every minute from nine days before to nine days after, as clocks show it. */
function wallOf(zone: string, aroundMs: number): Wall[] {
  const from = aroundMs - 9 * 1_440 * MINUTE_MS;
  return Array.from({ length: 18 * 1_440 }, (_, index): Wall => {
    const ms = from + index * MINUTE_MS;
    const { year, month, day, minuteOfDay } = localTime(ms, zone);
    return { ms, minutes: Date.UTC(year, month - 1, day) / MINUTE_MS + minuteOfDay };
  });
}

/** Walks through the minutes: what clocks show for the first time, or skip, happens now. */
function walked(wall: readonly Wall[], points: readonly SwitchPoint[]) {
  const at = new Map(points.map((point) => [weekMinute(point), point.setpoint]));
  const fired: { ms: number; setpoint: string | number }[] = [];
  let shown = wall[0]?.minutes ?? 0;
  for (const { ms, minutes } of wall) {
    for (let minute = shown + 1; minute <= minutes; minute += 1) {
      // 1970-01-05 was a Monday.
      const setpoint = at.get((minute - 4 * 1_440) % WEEK_MINUTES);
      if (setpoint !== undefined) fired.push({ ms, setpoint });
    }
    shown = Math.max(shown, minutes);
  }
  return fired;
}
function weekMinute({ dayOfWeek, time }: SwitchPoint): number {
  return DAY_WORDS.indexOf(dayOfWeek) * 1_440 + time;
}

const night = fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15);
const anyTime = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
const points = fc
  .uniqueArray(fc.record({ dayOfWeek: fc.constantFrom(...DAY_WORDS), time: fc.oneof(night, anyTime) }), {
    minLength: 1,
    maxLength: 20,
    selector: ({ dayOfWeek, time }) => `${dayOfWeek} ${time}`,
  })
  .map((times) => inWeekOrder(times.map((time, index) => ({ ...time, setpoint: index }))));

test('holds what a walk through all minutes finds, and turns next when the walk does', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SWITCHES),
      points,
      fc.integer({ min: -1_440, max: 1_440 }),
      ([zone, aroundMs], program, offset) => {
        const nowMs = aroundMs + offset * MINUTE_MS;
        const fired = walked(walls.get(`${zone} ${aroundMs}`) ?? [], program);
        const past = fired.filter(({ ms }) => ms <= nowMs).at(-1);
        const next = fired.find(({ ms }) => ms > nowMs);
        expect(turnAt(program, nowMs, zone)).toEqual({
          sinceMs: past?.ms,
          setpoint: past?.setpoint,
          nextMs: next?.ms,
        });
      },
    ),
    { numRuns: 150 },
  );
});

test('a time that comes twice runs once, the first time', () => {
  const program: SwitchPoint[] = [{ dayOfWeek: 'Su', time: 150, setpoint: 'eco' }];
  const first = Date.UTC(2026, 9, 25, 0, 30);
  const week = 7 * 86_400_000;
  expect(turnAt(program, first, 'Europe/Berlin')).toMatchObject({ sinceMs: first });
  expect(turnAt(program, first + 3_600_000, 'Europe/Berlin')).toMatchObject({
    sinceMs: first,
    nextMs: first + week + 3_600_000,
  });
});
