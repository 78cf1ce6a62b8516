import { expect, test } from 'vitest';
import { isOutdated, newestConsent, requiredConsent } from './consent.ts';
import type { ConsentVersionRow } from './tables.ts';

function version(name: string, effectiveFrom: string, required: boolean): ConsentVersionRow {
  return { version: name, effective_from: new Date(effectiveFrom), required_for_remote_control: required };
}

const EARLY = version('2023-01', '2023-01-01', false);
const REQUIRED = version('2024-07', '2024-07-01', true);
const NEWER = version('2025-03', '2025-03-01', false);
const COMING = version('2026-09', '2026-09-01', true);
const ALL = [EARLY, REQUIRED, NEWER, COMING];
const NOW = Date.parse('2026-01-15');

test('an owner accepts the newest text in force, or ahead of its day the required one that comes', () => {
  const optional = version('2026-09', '2026-09-01', false);
  const day = optional.effective_from.getTime();
  expect(newestConsent([EARLY, REQUIRED, NEWER, optional], day - 1)).toBe(NEWER);
  expect(newestConsent([EARLY, REQUIRED, NEWER, optional], day)).toBe(optional);
  expect(newestConsent(ALL, NOW)).toBe(COMING);
  expect(newestConsent([EARLY], Date.parse('2022-01-01'))).toBeUndefined();
});

test('the required text is the last one in force that says so', () => {
  expect(requiredConsent(ALL, NOW)).toBe(REQUIRED);
  expect(requiredConsent(ALL, COMING.effective_from.getTime())).toBe(COMING);
  expect(requiredConsent([EARLY, NEWER], NOW)).toBeUndefined();
});

test.each([
  ['2023-01', true],
  ['2024-07', false],
  ['2025-03', false],
  ['a text that is not known', true],
  ['', true],
])('the consent to %s is outdated: %s', (given, outdated) => {
  expect(isOutdated(given, ALL, NOW)).toBe(outdated);
});

test('a text that is required later makes a consent outdated on its day, not before', () => {
  const day = COMING.effective_from.getTime();
  expect(isOutdated('2025-03', ALL, day - 1)).toBe(false);
  expect(isOutdated('2025-03', ALL, day)).toBe(true);
  expect(isOutdated('2026-09', ALL, day)).toBe(false);
});

test('nothing is outdated where no text is required', () => {
  expect(isOutdated('2023-01', [EARLY, NEWER], NOW)).toBe(false);
  expect(isOutdated('2023-01', [], NOW)).toBe(false);
});
