import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, randomBase62, timeOfId, toBase62 } from './ids.ts';

const FARTHEST_MS = 2 ** 48 - 1;

test('an id is its kind and 23 characters of base 62, whenever it is made', () => {
  for (const atMs of [0, 1_768_458_600_000, FARTHEST_MS]) {
    expect(newId('evt', atMs)).toMatch(/^evt_[0-9A-Za-z]{23}$/);
  }
});

test('a later id sorts after an earlier one', () => {
  const time = fc.integer({ min: 0, max: FARTHEST_MS });
  fc.assert(
    fc.property(time, time, (a, b) => {
      fc.pre(a !== b);
      expect(newId('evt', a) < newId('evt', b)).toBe(a < b);
    }),
  );
});

test('an id tells the millisecond that it was made for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8.64e15 }), (atMs) => {
      expect(timeOfId(newId('evt', atMs))).toBe(atMs);
    }),
  );
  expect(timeOfId(`evt_${'z'.repeat(23)}`)).toBeUndefined();
  for (const none of ['', 'evt_', 'evt_short', 'evt-0123456789']) expect(timeOfId(none)).toBeUndefined();
});

test('ids of the same millisecond differ', () => {
  expect(new Set(Array.from({ length: 1_000 }, () => newId('cmd', 1))).size).toBe(1_000);
});

test('base 62 keeps the order of numbers and is padded to its length', () => {
  const values = [0n, 9n, 10n, 35n, 36n, 61n, 62n];
  expect(values.map((value) => toBase62(value, 2)).join(' ')).toBe('00 09 0A 0Z 0a 0z 10');
  expect(toBase62(62n ** 2n - 1n, 2)).toBe('zz');
});

test('32 random bytes always fill 43 characters', () => {
  for (let round = 0; round < 200; round += 1) expect(randomBase62(32, 43)).toHaveLength(43);
  expect(toBase62(2n ** 256n - 1n, 43)).toHaveLength(43);
});
