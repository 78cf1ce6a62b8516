import { expect, test } from 'vitest';
import { noAnswer, problemOf } from './problem.ts';
import { retryDelayMs } from './retry.ts';

const refusal = (status: number, headers: Record<string, string> = {}, code = 'internal') =>
  problemOf(
    status,
    new Headers({ 'content-type': 'application/problem+json', ...headers }),
    JSON.stringify({ code, title: 't', detail: 'd', status }),
  );
const [soonest, latest] = [() => 0, () => 1];

test('waits longer each time, spread over half of it, up to a longest', () => {
  const lost = noAnswer('unreachable', '');
  expect([0, 1, 2, 20].map((failures) => retryDelayMs(lost, failures, soonest))).toEqual([
    250, 500, 1_000, 10_000,
  ]);
  expect([0, 1, 2, 20].map((failures) => retryDelayMs(lost, failures, latest))).toEqual([
    500, 1_000, 2_000, 20_000,
  ]);
});

test('honours Retry-After in seconds and as a date, never earlier, and gives up what takes minutes', () => {
  const busy = refusal(503, { 'retry-after': '10' });
  expect([retryDelayMs(busy, 0, soonest), retryDelayMs(busy, 5, latest)]).toEqual([10_000, 12_000]);
  const at = refusal(503, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() });
  expect(retryDelayMs(at, 0, soonest)).toBeGreaterThan(28_000);
  expect(retryDelayMs(refusal(429, { 'retry-after': '3600' }), 0)).toBeUndefined();
});

test('repeats what passes by itself, and nothing else', () => {
  const statuses = [400, 401, 403, 404, 408, 409, 410, 422, 429, 451, 500, 501, 502, 503, 504];
  const repeated = statuses.filter((status) => retryDelayMs(refusal(status), 0) !== undefined);
  expect(repeated).toEqual([408, 429, 500, 502, 503, 504]);
  expect(retryDelayMs(refusal(503, {}, 'gateway-offline'), 0)).toBeUndefined();
  expect(retryDelayMs(refusal(409, {}, 'idempotency-in-progress'), 0)).toBeDefined();
});
