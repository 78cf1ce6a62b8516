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
