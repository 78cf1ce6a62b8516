import { expect, test } from 'vitest';
import { totp } from './totp.ts';

/** The secret of the examples in RFC 6238, appendix B, and their codes cut to six digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %d s the code is %s', (seconds, code) => {
  expect(totp(SECRET, seconds * 1000)).toBe(code);
});

test('a code lasts for its 30 seconds, and padding of the secret changes nothing', () => {
  expect(totp(`${SECRET}====`, 30_000)).toBe(totp(SECRET, 59_999));
  expect(totp(SECRET, 60_000)).not.toBe(totp(SECRET, 59_999));
});
