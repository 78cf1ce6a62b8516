import { expect, test } from 'vitest';
import { ReportDelta } from './report-delta.ts';

const PROGRAM = [{ dayOfWeek: 'Mo' as const, time: 360, setpoint: 'comfort2' }];

test('numbers go with every report, the rest when it changed', () => {
  const delta = new ReportDelta();
  const values = { '/a': 1, '/b': 'auto', '/c': PROGRAM, '/d': ['hc1'] };
  expect(delta.take(values)).toEqual(values);
  expect(delta.take({ ...values, '/d': ['hc1'] })).toEqual({ '/a': 1 });
  expect(delta.take({ ...values, '/b': 'manual', '/d': [] })).toEqual({ '/a': 1, '/b': 'manual', '/d': [] });
  expect(delta.take({ ...values, '/b': 'manual', '/d': [] })).toEqual({ '/a': 1 });
});

test('everything is told again once a day, and when it is asked for', () => {
  const delta = new ReportDelta();
  const values = { '/b': 'auto' };
  const told = Array.from({ length: 200 }, () => Object.keys(delta.take(values)).length);
  expect(told.flatMap((count, index) => (count > 0 ? [index] : []))).toEqual([0, 96, 192]);
  delta.reset();
  expect(delta.take(values)).toEqual(values);
});
