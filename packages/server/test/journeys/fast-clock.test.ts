import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const HOUSE = '101000001';
const START = '2026-01-15T10:00:00Z';
const DAY_MS = 86_400_000;
const SOON = { timeout: 30_000, interval: 20 };

interface Clock {
  readonly now: string;
  readonly frozen: boolean;
  readonly speed: number;
  readonly behindSeconds?: number;
}
interface Run {
  readonly status: string;
  readonly doneSeconds: number;
  readonly totalSeconds: number;
  readonly clock: Clock;
}

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({}, {}, START);
  await sandbox.unplugHouses(HOUSE);
});
afterAll(() => sandbox.stop());

const clock = async () => (await sandbox.call<{ clock: Clock }>('GET', '/sandbox')).body.clock;
const setClock = (body: object, wait = 60) =>
  sandbox.call<Clock & Run>('POST', '/sandbox/clock', { body, headers: { prefer: `wait=${wait}` } });
const sinceMs = async (from: Clock) => Date.parse((await clock()).now) - Date.parse(from.now);

test('a long move tells how far it is, and ends where it is stopped', async () => {
  const before = await clock();
  const { status, headers, body } = await setClock({ advance: 'P366D' }, 0);
  expect([status, body]).toMatchObject([202, { status: 'RUNNING', totalSeconds: 366 * 86_400 }]);
  const path = headers.get('location') ?? '';
  const run = async () => (await sandbox.call<Run>('GET', path)).body;
  await vi.waitUntil(async () => (await run()).doneSeconds > 0, SOON);
  const stopped = await sandbox.call<Run>('DELETE', path);
  expect([stopped.status, stopped.body.status]).toEqual([200, 'STOPPED']);
  expect(stopped.body.doneSeconds).toBeLessThan(stopped.body.totalSeconds);
  expect(await sinceMs(before)).toBe(1_000 * stopped.body.doneSeconds);
  expect(await run()).toMatchObject({ status: 'STOPPED', doneSeconds: stopped.body.doneSeconds });
  // A later one is not concerned.
  expect((await setClock({ advance: 'PT1H' })).status).toBe(200);
});

test('a run that nobody knows cannot be stopped', async () => {
  expect((await sandbox.call('DELETE', '/sandbox/clock/runs/req_1')).status).toBe(404);
});

test('at a year a minute the world lives every quarter of an hour, and the clock says how far it is behind', async () => {
  const before = await clock();
  expect((await setClock({ speed: 525_600, freeze: false })).body).toMatchObject({
    speed: 525_600,
    frozen: false,
  });
  await vi.waitUntil(async () => (await sinceMs(before)) > 2 * DAY_MS, SOON);
  const { behindSeconds } = await clock();
  expect(behindSeconds).toBeGreaterThanOrEqual(0);
  await setClock({ freeze: true });
  const after = await clock();
  expect(after).toMatchObject({ frozen: true });
  expect(after).not.toHaveProperty('behindSeconds');
  const { body } = await sandbox.call<{ gaps: object[]; count: number }>(
    'GET',
    `/hvacs/${HOUSE}/recordings?${new URLSearchParams({
      dataPoint: 'hvac.heatingCircuit.hc1.roomTemperature',
      resolution: 'RAW',
      from: before.now,
      to: new Date(Date.parse(before.now) + 2 * DAY_MS).toISOString(),
    }).toString()}`,
  );
  expect(body.gaps).toEqual([]);
  expect(body.count).toBeGreaterThanOrEqual(2 * 96 - 4);
});

test('a faster clock than a year a minute is refused', async () => {
  expect((await setClock({ speed: 525_601 })).status).toBe(400);
});
