import { expect, test } from 'vitest';
import { FAULT_PAIRS, faultOf } from '@hearthgate/wire';
import { REPORT_INTERVAL_MINUTES, tellingRule } from './telling-rules.ts';

const rules = FAULT_PAIRS.map((pair) => {
  const [display = '-', cause = '-'] = pair.split('/');
  const fault = faultOf(display === '-' ? null : display, cause === '-' ? null : Number(cause));
  return { pair, rule: tellingRule(fault) };
});

test('what stops an appliance until somebody comes is told at once, a warning only when it lasts', () => {
  expect(tellingRule(faultOf('6A', 227))).toMatchObject({ delayMinutes: 0, occurrences: 1 });
  expect(tellingRule(faultOf('6L', 229))).toMatchObject({ delayMinutes: 2, occurrences: 2 });
  expect(tellingRule(faultOf('2E', 207))).toMatchObject({ delayMinutes: 10, occurrences: 3 });
  expect(tellingRule(faultOf('4U', 521))).toMatchObject({ delayMinutes: 2, occurrences: 2 });
});

test('a warning of frost cannot wait, under any display code', () => {
  expect(tellingRule(faultOf('A01', 5285))).toMatchObject({ delayMinutes: 0, occurrences: 1 });
});

test('no code waits longer than a reporting interval, neither to be told nor to be over', () => {
  for (const { pair, rule } of rules) {
    const { delayMinutes, occurrences, flapMinutes } = rule;
    const isBounded =
      delayMinutes < REPORT_INTERVAL_MINUTES && occurrences >= 1 && flapMinutes <= REPORT_INTERVAL_MINUTES;
    expect([pair, isBounded]).toEqual([pair, true]);
  }
});
