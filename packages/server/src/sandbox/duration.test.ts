import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

const HOUR = 3_600_000;

test.each([
  ['PT6H', 6 * HOUR],
  ['PT1S', 1_000],
  ['PT90M', 90 * 60_000],
  ['P1D', 24 * HOUR],
  ['P2W', 14 * 24 * HOUR],
  ['P1DT2H3M4S', 26 * HOUR + 184_000],
  ['P1WT1S', 7 * 24 * HOUR + 1_000],
  ['PT0S', 0],
])('%s is %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  'T1H',
  '1H',
  'PT1',
  'pt1h',
  'PT1H ',
  ' PT1H',
  'PT1H\n',
  'P1Y',
  'P1M',
  'P1H',
  'PT1D',
  'PT1.5H',
  '-PT1H',
  'PT-1H',
  'P+1D',
  'PT1M1H',
  'PT1HT1M',
])('refuses "%s"', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
