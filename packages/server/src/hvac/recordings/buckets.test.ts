import { expect, test } from 'vitest';
import { bucketsOf } from './buckets.ts';
import { recordingsCsv } from './csv.ts';
import { monthsOf } from './months.ts';

const HOUR_MS = 3_600_000;
const span = (from: string, to: string) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });
const hoursOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => (toMs - fromMs) / HOUR_MS;

test('days over a switch of daylight saving have 23 and 25 hours', () => {
  const spring = bucketsOf('P1D', span('2026-03-28T12:00Z', '2026-03-30T12:00Z'), 'Europe/Berlin');
  expect(spring.map(hoursOf)).toEqual([24, 23, 24]);
  const autumn = bucketsOf('P1D', span('2026-10-24T12:00Z', '2026-10-26T12:00Z'), 'Europe/Berlin');
  expect(autumn.map(hoursOf)).toEqual([24, 25, 24]);
});

test('months are local, and a span touches whole ones', () => {
  const months = bucketsOf('P1M', span('2026-02-10T00:00Z', '2026-04-01T00:00Z'), 'Europe/Berlin');
  expect(months.map(({ fromMs }) => new Date(fromMs).toISOString())).toEqual([
    '2026-01-31T23:00:00.000Z',
    '2026-02-28T23:00:00.000Z',
    '2026-03-31T22:00:00.000Z',
  ]);
});

test('an hour bucket begins on the hour', () => {
  const hours = bucketsOf('PT1H', span('2026-01-01T10:20Z', '2026-01-01T12:00Z'), 'UTC');
  expect(hours.map(({ fromMs }) => new Date(fromMs).toISOString().slice(11, 16))).toEqual(['10:00', '11:00']);
});

test('a month weighs its days by what is known of them, and adds up its counters', () => {
  const day = (date: string, next: string, rest: object) => ({
    day: date,
    item: { from: `${date}T00:00:00Z`, to: `${next}T00:00:00Z`, ...rest },
  });
  expect(
    monthsOf([
      day('2026-01-30', '2026-01-31', { mean: 10, min: 5, max: 12, last: 11, coverage: 1 }),
      day('2026-01-31', '2026-02-01', { mean: 20, min: 19, max: 21, last: 20, coverage: 0.5 }),
      day('2026-02-01', '2026-02-02', { increase: 3, last: 7, coverage: 1 }),
      day('2026-02-02', '2026-02-03', { coverage: 0 }),
    ]),
  ).toEqual([
    {
      from: '2026-01-30T00:00:00Z',
      to: '2026-02-01T00:00:00Z',
      mean: 20 / 1.5,
      min: 5,
      max: 21,
      last: 20,
      coverage: 0.75,
    },
    { from: '2026-02-01T00:00:00Z', to: '2026-02-03T00:00:00Z', increase: 3, last: 7, coverage: 0.5 },
  ]);
});

test('a table leaves empty what is not known', () => {
  const series = {
    gatewayId: '101000001',
    dataPoint: 'x',
    unit: 'kWh',
    kind: 'COUNTER' as const,
    resolution: 'P1D' as const,
    timeZone: 'UTC',
    from: 'a',
    to: 'b',
    count: 1,
    gaps: [],
    lostReports: [],
    nextCursor: null,
  };
  const items = [
    { from: 'a', to: 'b', increase: 1.5, last: 3, coverage: 1 },
    { from: 'b', to: 'c', coverage: 0 },
  ];
  expect(recordingsCsv({ ...series, items })).toBe(
    'from,to,increase (kWh),last (kWh),coverage\r\na,b,1.5,3,1\r\nb,c,,,0\r\n',
  );
});
