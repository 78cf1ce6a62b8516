import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isApiKey, makeApiKey } from './api-key.ts';
import { hashSecret } from './secret-text.ts';

const NOW = Date.parse('2026-01-15T06:30:15.678Z');

test('a key has the documented layout, and its id and expiry can be read from it', () => {
  const { apiKey, keyId } = makeApiKey(NOW);
  expect(apiKey).toMatch(/^xHCSAPI_20260715T063015Z_[0-9A-Za-z]{23}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  expect(isApiKey(apiKey)).toBe(true);
  expect(apiKey.split('_')[2]).toBe(keyId.slice('key_'.length));
});

test('the expiry that is stored is the one that the key shows', () => {
  expect(makeApiKey(NOW).expiresAt.toISOString()).toBe('2026-07-15T06:30:15.000Z');
});

test.each([
  ['2026-01-15', '2026-07-15'],
  ['2026-08-31', '2027-02-28'],
  ['2027-08-31', '2028-02-29'],
  ['2026-08-28', '2027-02-28'],
  ['2026-03-31', '2026-09-30'],
  ['2026-12-31', '2027-06-30'],
  ['2028-02-29', '2028-08-29'],
])('a key made on %s is valid until %s', (made, expires) => {
  const { expiresAt } = makeApiKey(Date.parse(`${made}T23:59:59Z`));
  expect(expiresAt.toISOString()).toBe(`${expires}T23:59:59.000Z`);
});

test('no two keys of one moment are the same', () => {
  const [a, b] = [makeApiKey(NOW), makeApiKey(NOW)];
  expect(a.keyId).not.toBe(b.keyId);
  expect(a.apiKey.split('_')[3]).not.toBe(b.apiKey.split('_')[3]);
});

test('any single changed character is noticed without a look-up', () => {
  const { apiKey } = makeApiKey(NOW);
  const place = fc.nat(apiKey.length - 1);
  const character = fc.oneof(
    fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
    fc.string({ minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(place, character, (at, other) => {
      fc.pre(apiKey.charAt(at) !== other);
      expect(isApiKey(apiKey.slice(0, at) + other + apiKey.slice(at + 1))).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('swapped neighbours and lost or added characters are noticed', () => {
  const { apiKey } = makeApiKey(NOW);
  const damaged = new Set<string>();
  for (let at = 0; at < apiKey.length - 1; at += 1) {
    const [head, one, two, tail] = [
      apiKey.slice(0, at),
      apiKey.charAt(at),
      apiKey.charAt(at + 1),
      apiKey.slice(at + 2),
    ];
    damaged
      .add(head + two + one + tail)
      .add(head + two + tail)
      .add(head + one + one + two + tail);
  }
  damaged.delete(apiKey);
  expect([...damaged].filter((text) => isApiKey(text))).toEqual([]);
});

test.each(['', 'xHCSAPI', 'xHCSAPI____', ' ', '\0', 'x'.repeat(10_000)])('"%.20s" is no key', (text) => {
  expect(isApiKey(text)).toBe(false);
});

test('space around a key is not ignored', () => {
  const { apiKey } = makeApiKey(NOW);
  expect([isApiKey(` ${apiKey}`), isApiKey(`${apiKey}\n`)]).toEqual([false, false]);
});

test('the stored hash fits the whole key and no other', () => {
  const { apiKey, hash } = makeApiKey(NOW);
  expect(hashSecret(apiKey).equals(hash)).toBe(true);
  expect(hashSecret(makeApiKey(NOW).apiKey).equals(hash)).toBe(false);
});
