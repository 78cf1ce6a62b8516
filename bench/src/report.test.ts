import { expect, test } from 'vitest';
import { jsonOf, tableOf } from './report.ts';
import type { Result } from './result.ts';

const DISPATCH: Result = {
  name: 'webhooks: dispatch',
  ours: 3814.92,
  baseline: 7328.56,
  unit: 'events/s',
  ratio: 0.5205,
  goal: '0.5, at least 0.4',
  reached: true,
  details: { events: 5_000, fsync: 'on' },
};
const AGE: Result = {
  name: 'webhooks: age',
  ours: 300.4,
  baseline: 250,
  unit: 'ms',
  ratio: 1.2016,
  goal: 'below 1',
  reached: false,
  details: {},
};

test('the table has one row for each result, and says which goal is missed', () => {
  expect(tableOf([DISPATCH, AGE]).split('\n')).toEqual([
    '| what | ours | baseline | unit | ratio | goal | reached | besides |',
    '| --- | ---: | ---: | --- | ---: | --- | --- | --- |',
    '| webhooks: dispatch | 3,815 | 7,329 | events/s | 0.52 | 0.5, at least 0.4 | yes | events 5000; fsync on |',
    '| webhooks: age | 300 | 250 | ms | 1.20 | below 1 | no |  |',
  ]);
});

test('the JSON is one line: the first result is the figure of the bench, and all of them stand in it', () => {
  const line = jsonOf('webhooks', [DISPATCH, AGE]);
  expect(line).not.toContain('\n');
  const { ours, baseline, unit, ratio, goal } = DISPATCH;
  expect(JSON.parse(line)).toEqual({
    name: 'webhooks',
    ours,
    baseline,
    unit,
    ratio,
    goal,
    results: [DISPATCH, AGE],
  });
});

test('a bench without results is an error and not an empty figure', () => {
  expect(() => jsonOf('webhooks', [])).toThrow('the bench webhooks has no results');
});
