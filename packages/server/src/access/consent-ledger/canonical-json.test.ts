import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('names are sorted by their UTF-16 units, and nothing stands between', () => {
  expect(canonicalJson({ b: 1, a: { d: null, c: 'x' }, A: true })).toBe(
    '{"A":true,"a":{"c":"x","d":null},"b":1}',
  );
  // The example of RFC 8785, section 3.2.3, as far as texts go.
  const sorted = canonicalJson({
    '€': 'Euro',
    '\r': 'CR',
    '\ufb33': 'He',
    '1': 'One',
    '😀': 'Smile',
    ö: 'o',
  });
  expect(Object.values(JSON.parse(sorted) as object)).toEqual(['One', 'CR', 'o', 'Euro', 'Smile', 'He']);
});

test('the order in which an object was built does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger())), (value) => {
      const turned = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
  );
});

test('a number that languages write differently is refused', () => {
  expect(() => canonicalJson({ a: 0.5 })).toThrow('whole numbers');
  expect(() => canonicalJson(2 ** 60)).toThrow('whole numbers');
});
