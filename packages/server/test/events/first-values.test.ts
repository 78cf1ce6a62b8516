import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventEnvelope } from '@hearthgate/wire';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const GATEWAY = '101000005';
let sandbox: TestSandbox;

beforeAll(async () => {
  // Far from midnight, when days are told.
  sandbox = await startSandbox({}, {}, '2026-11-26T10:00:00Z');
  // Nothing changes any more: what was measured would never be told.
  await sandbox.unplugHouses();
  await sandbox.advance('PT2M');
});
afterAll(() => sandbox.stop());

const share = () =>
  sandbox.call('POST', '/sandbox/contracts', {
    body: { gatewayId: GATEWAY, companyId: sandbox.world.companies[0]?.companyId },
  });
const end = () => sandbox.call('POST', `/sandbox/contracts/${GATEWAY}/end`, { body: {} });
async function logged(): Promise<EventEnvelope[]> {
  sandbox.passTime(60_000);
  const { body } = await sandbox.call<{ items: EventEnvelope[] }>('GET', '/events?limit=5000');
  return body.items.filter(({ gatewayid }) => gatewayid === GATEWAY);
}

test('a minute after a gateway is shared its values are told once, though none has changed', async () => {
  await share();
  await sandbox.advance('PT30S');
  expect((await logged()).map(({ type }) => type)).toEqual(['CONTRACT_STATUS']);
  await sandbox.advance('PT1H');
  const told = (await logged()).filter(({ type }) => type === 'DATA_POINT');
  expect(told).toHaveLength(1);
  const { points } = (told[0]?.data ?? { points: [] }) as {
    points: { name: string; value: unknown; measuredAt: string }[];
  };
  expect(points.map(({ name }) => name)).toContain('hvac.heatingCircuit.hc1.roomTemperature');
  expect(new Set(points.map(({ name }) => name)).size).toBe(points.length);
});

test('a relation that ends while it settles is told nothing', async () => {
  await end();
  await share();
  await end();
  await sandbox.advance('PT1H');
  // In the log itself, since a reader would see no more than that something is withheld.
  const { rows } = await sandbox.pool.query<{ type: string }>(
    'SELECT type FROM events WHERE gateway_id = $1 ORDER BY seq OFFSET 2',
    [Number(GATEWAY)],
  );
  expect(rows.map(({ type }) => type)).toEqual(['CONTRACT_STATUS', 'CONTRACT_STATUS', 'CONTRACT_STATUS']);
});

test('a value that waits for a busy fan-out when they are told is told by itself, and not twice', async () => {
  await share();
  await sandbox.advance('PT30S');
  // A report was committed, and the fan-out has not come to it.
  const { rows } = await sandbox.pool.query<{ point: number; instance: number }>(
    `WITH one AS (
       SELECT latest_at, split_part(key, '.', 1)::int AS point, split_part(key, '.', 2)::int AS instance, value -> 'value' AS value
       FROM report_state, jsonb_each(published) WHERE gateway_id = $1 ORDER BY key LIMIT 1),
     head AS (UPDATE outbox_heads SET no = no + 1 WHERE slice = $1 % 64 RETURNING no),
     fact AS (INSERT INTO outbox SELECT $1 % 64, no, 'measured', $1, NULL, latest_at, jsonb_build_object('kind', 'measured',
       'atMs', extract(epoch FROM latest_at) * 1000, 'late', false, 'points',
       jsonb_build_array(jsonb_build_object('point', point, 'instance', instance, 'value', value))) FROM one, head)
     SELECT point, instance FROM one`,
    [Number(GATEWAY)],
  );
  expect(rows).toHaveLength(1);
  const before = (await logged()).length;
  await sandbox.advance('PT1H');
  const told = (await logged()).slice(before).filter(({ type }) => type === 'DATA_POINT');
  expect(told).toHaveLength(2);
  const names = told.flatMap(({ data }) =>
    (data as { points: { name: string }[] }).points.map(({ name }) => name),
  );
  expect(names.length).toBeGreaterThan(2);
  expect(new Set(names).size).toBe(names.length);
});
