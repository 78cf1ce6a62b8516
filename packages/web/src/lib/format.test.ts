import { beforeAll, expect, test, vi } from 'vitest';
import { LANGUAGES } from '@hearthgate/wire/languages';
import { formatFor, say } from './format.ts';
import { localeOf } from './locale.ts';

beforeAll(() => {
  vi.stubGlobal('navigator', { languages: ['de-AT', 'en-US@posix', 'nl'] });
  return () => vi.unstubAllGlobals();
});

test('the region of the browser holds for its language, and what is no locale is passed over', () => {
  expect(LANGUAGES.map(localeOf)).toEqual(['en-GB', 'de-AT', 'nl', 'fr', 'sv']);
});

test('a number has its form and its spelling in every language', () => {
  const forms = { one: '{n} gateway', other: '{n} gateways' };
  expect(formatFor('en').plural(forms, 1)).toBe('1 gateway');
  expect(formatFor('en').plural(forms, 0)).toBe('0 gateways');
  // French counts zero as one.
  expect(formatFor('fr').plural(forms, 0)).toBe('0 gateway');
  expect(formatFor('nl').plural(forms, 12_000)).toBe('12.000 gateways');
});

test('temperatures have one decimal', () => {
  expect(formatFor('sv').temperature(21)).toBe('21,0 °C');
});

test('times are told as far away as they are', () => {
  const { relative } = formatFor('en');
  const now = Date.UTC(2026, 0, 15, 12);
  expect(relative(now - 5_000, now)).toBe('5 seconds ago');
  expect(relative(now - 3 * 60_000, now)).toBe('3 minutes ago');
  expect(relative(now + 26 * 3_600_000, now)).toBe('tomorrow');
});

test('a place without a value stays, so that it is seen', () => {
  expect(say('{a} and {b}', { a: 1 })).toBe('1 and {b}');
});
