import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

test.each([
  ['3.6.5', '3.7.0'],
  ['3.9', '3.10'],
  ['3.7', '3.7.1'],
  ['v3.6.5', '3.7.0'],
  ['04.09.02', '4.10.1'],
  ['3.7.2-dev.9', '3.7.2-dev.14'],
  ['3.7.2-dev.14', '3.7.2'],
])('%s is older than %s', (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
});

test.each([
  ['3.7', '3.7.0'],
  ['04.10', '4.10'],
  ['unknown', '3.7.0'],
  ['', '3.7.0'],
])('%s and %s: neither is called older', (one, other) => {
  expect(compareVersions(one, other)).toBe(0);
  expect(compareVersions(other, one)).toBe(0);
});

test('whatever gateways say, the order of two texts is the opposite of the order of the other two', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z]+\.\d)?$/));
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(Math.sign(compareVersions(one, other)) + Math.sign(compareVersions(other, one))).toBe(0);
    }),
  );
});
