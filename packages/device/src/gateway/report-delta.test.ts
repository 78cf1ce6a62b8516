import { expect, test } from 'vitest';
import { ReportDelta } from './report-delta.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test('words and programs go with a report when they changed, numbers always, and everything after a reset or a day', () => {
  const delta = new ReportDelta();
  const values = {
    '/number': 1,
    '/word': 'on',
    '/program': [{ dayOfWeek: 'Mo' as const, time: 0, setpoint: 'eco' }],
  };
  expect(delta.take(values, NOON)).toEqual(values);
  expect(delta.take(structuredClone(values), NOON + MINUTE_MS)).toEqual({ '/number': 1 });
  expect(delta.take({ ...values, '/word': 'off' }, NOON + 2 * MINUTE_MS)).toEqual({
    '/number': 1,
    '/word': 'off',
  });
  delta.reset();
  expect(delta.take(values, NOON + 3 * MINUTE_MS)).toEqual(values);
  expect(delta.take(values, NOON + DAY_MS)).toEqual({ '/number': 1 });
  expect(delta.take(values, NOON + 3 * MINUTE_MS + DAY_MS)).toEqual(values);
});

test('told of changes alone, numbers go when they changed, and everything each ten minutes', () => {
  const delta = new ReportDelta('changes');
  expect(delta.take({ '/a': 1, '/b': 2 }, NOON)).toEqual({ '/a': 1, '/b': 2 });
  expect(delta.take({ '/a': 1, '/b': 3 }, NOON + MINUTE_MS)).toEqual({ '/b': 3 });
  expect(delta.take({ '/a': 1, '/b': 3 }, NOON + 10 * MINUTE_MS)).toEqual({ '/a': 1, '/b': 3 });
});

test('a clock that was set back does not silence anything', () => {
  const delta = new ReportDelta();
  delta.take({ '/word': 'on' }, NOON);
  expect(delta.take({ '/word': 'on' }, NOON - DAY_MS)).toEqual({ '/word': 'on' });
});
