import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../clock.ts';
import { LocalTime } from '../local-time.ts';
import { WeekProgram, everyDay, workweek } from './week-program.ts';

const place = () => ({ time: new LocalTime('Europe/Berlin') });
const at = (iso: string) => Date.parse(iso);

/** Level at each full quarter of an hour, as changes only. */
function changes(program: WeekProgram, from: string, to: string): string[] {
  const found: string[] = [];
  let level = '';
  for (let ms = at(from); ms <= at(to); ms += 15 * MINUTE_MS) {
    const now = String(program.setpointAt(ms));
    if (now !== level) found.push(`${new Date(ms).toISOString().slice(5, 16)} ${now}`);
    level = now;
  }
  return found;
}

test('follows the local clock, and each level holds until the next switch point', () => {
  const program = new WeekProgram(place(), everyDay([360, 'comfort2'], [1_320, 'eco']));
  expect(changes(program, '2026-01-14T23:00:00Z', '2026-01-15T22:00:00Z')).toEqual([
    '01-14T23:00 eco',
    '01-15T05:00 comfort2',
    '01-15T21:00 eco',
  ]);
  expect(changes(program, '2026-07-15T00:00:00Z', '2026-07-15T22:00:00Z')).toEqual([
    '07-15T00:00 eco',
    '07-15T04:00 comfort2',
    '07-15T20:00 eco',
  ]);
});

test('workdays and the weekend differ, and Sunday evening holds until Monday', () => {
  const program = new WeekProgram(
    place(),
    workweek(
      [
        [330, 'comfort2'],
        [1_350, 'eco'],
      ],
      [[420, 'comfort2']],
    ),
  );
  expect(changes(program, '2026-01-16T20:00:00Z', '2026-01-19T22:00:00Z')).toEqual([
    '01-16T20:00 comfort2',
    '01-16T21:30 eco',
    '01-17T06:00 comfort2',
    '01-19T21:30 eco',
  ]);
});

test('a switch point that the clocks skip runs at the first valid minute', () => {
  const program = new WeekProgram(place(), everyDay([150, 'comfort2'], [1_320, 'eco']));
  expect(changes(program, '2026-03-28T22:00:00Z', '2026-03-29T03:00:00Z')).toEqual([
    '03-28T22:00 eco',
    '03-29T01:00 comfort2',
  ]);
});

test('a switch point that comes twice runs once', () => {
  const program = new WeekProgram(place(), everyDay([135, 'comfort2'], [165, 'eco'], [195, 'comfort2']));
  expect(changes(program, '2026-10-24T23:45:00Z', '2026-10-25T03:00:00Z')).toEqual([
    '10-24T23:45 comfort2',
    '10-25T00:45 eco',
    '10-25T02:15 comfort2',
  ]);
});

test('tells the next switch point, over the end of the week and of summer time', () => {
  const program = new WeekProgram(place(), [
    { dayOfWeek: 'Su', time: 240, setpoint: 'comfort2' },
    { dayOfWeek: 'Su', time: 1_440, setpoint: 'eco' },
  ]);
  expect(program.nextSwitchMs(at('2026-10-25T02:59:59Z'))).toBe(at('2026-10-25T03:00:00Z'));
  // 24:00 on Sunday is Monday, 0:00.
  expect(program.nextSwitchMs(at('2026-10-25T03:00:00Z'))).toBe(at('2026-10-25T23:00:00Z'));
  expect(program.nextSwitchMs(at('2026-10-25T23:00:00Z'))).toBe(at('2026-11-01T03:00:00Z'));
  expect(program.setpointAt(at('2026-10-26T12:00:00Z'))).toBe('eco');
});

test('forgets what it found when the program or the zone is another', () => {
  const here = place();
  const program = new WeekProgram(here, everyDay([360, 'comfort2'], [1_320, 'eco']));
  const noon = at('2026-01-15T12:00:00Z');
  expect(program.setpointAt(noon)).toBe('comfort2');
  here.time = new LocalTime('Asia/Tokyo');
  expect(program.setpointAt(noon + 2 * HOUR_MS)).toBe('eco');
  program.replace(everyDay([0, 'comfort2']));
  expect(program.setpointAt(noon + 2 * HOUR_MS)).toBe('comfort2');
});

test('knows what a Saturday would be', () => {
  const program = new WeekProgram(
    place(),
    workweek(
      [
        [330, 'comfort2'],
        [480, 'eco'],
      ],
      [
        [540, 'comfort2'],
        [1_380, 'eco'],
      ],
    ),
  );
  const wednesday = at('2026-01-14T12:00:00Z');
  expect([program.setpointAt(wednesday), program.saturdaySetpointAt(wednesday)]).toEqual(['eco', 'comfort2']);
  expect(program.saturdaySetpointAt(at('2026-01-14T06:00:00Z'))).toBe('eco');
});
