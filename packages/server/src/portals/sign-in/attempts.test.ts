import { beforeEach, expect, test } from 'vitest';
import { AppError } from '../../platform/app-error.ts';
import { localLimits, type Limits } from '../../platform/limits/limits.ts';
import { countAttempt } from './attempts.ts';

let limits: Limits;
let nowMs: number;
beforeEach(() => {
  nowMs = 0;
  limits = localLimits(() => nowMs);
});

/** How many attempts pass before the first refusal, and which policy refuses. */
async function passing(once: (at: number) => [address: string, email?: string]): Promise<[number, unknown]> {
  for (let at = 0; ; at += 1) {
    try {
      await countAttempt(limits, ...once(at));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'rate-limit-exceeded') throw error;
      return [at, error.members['policy']];
    }
  }
}

test('an account has ten attempts from one address, and one more every 30 s', async () => {
  expect(await passing(() => ['192.0.2.1', 'a@example.org'])).toEqual([10, 'sign-in']);
  expect(await passing(() => ['192.0.2.1', 'A@Example.org'])).toEqual([0, 'sign-in']);
  expect(await passing(() => ['192.0.2.2', 'a@example.org'])).toEqual([10, 'sign-in']);
  nowMs += 30_000;
  expect(await passing(() => ['192.0.2.1', 'a@example.org'])).toEqual([1, 'sign-in']);
});

test('an address has thirty attempts for all accounts, an IPv6 /64 counting as one', async () => {
  expect(await passing((at) => [`2001:db8::${at + 1}`, `a${at}@example.org`])).toEqual([
    30,
    'sign-in-address',
  ]);
  expect(await passing(() => ['2001:db8::ffff'])).toEqual([0, 'sign-in-address']);
  await countAttempt(limits, '2001:db8:0:1::1', 'b@example.org');
});

test('an account has a hundred attempts from many addresses, and one more every two seconds', async () => {
  const spread = (at: number): [string, string] => [`198.51.${at}.1`, 'a@example.org'];
  expect(await passing(spread)).toEqual([100, 'sign-in-account']);
  nowMs += 2_000;
  expect(await passing((at) => spread(at + 200))).toEqual([1, 'sign-in-account']);
});
