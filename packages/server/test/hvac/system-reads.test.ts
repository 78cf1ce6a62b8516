import type { Component, HeatSource, HvacSummary } from '@hearthgate/wire';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

interface List<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

describe('reading systems over HTTP', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  function get<T = Record<string, unknown>>(path: string) {
    sandbox.passTime(600_000);
    return sandbox.call<T>('GET', path);
  }
  async function ids(query: string) {
    const { status, body } = await get<List<HvacSummary>>(`/hvacs?${query}`);
    expect([query, status]).toEqual([query, 200]);
    return body.items.map(({ gatewayId }) => gatewayId.slice(-1)).join('');
  }

  test('filters work together, over the systems of the active contracts alone', async () => {
    expect(await ids('')).toBe('12347');
    expect(await ids('systemType=CASCADE')).toBe('3');
    expect(await ids('systemType=BOILER')).toBe('27');
    expect(await ids('systemType=BOILER&connectivity=ONLINE')).toBe('2');
    expect(await ids('brand=BUDERUS&limit=10')).toBe('27');
    expect(await ids('gatewayType=K30')).toBe('4');
    expect(await ids('firmware=15.*')).toBe('13');
    expect(await ids('firmware=15.00.01&brand=IVT')).toBe('3');
    expect(await ids('notification=false')).toBe('12347');
    expect(await ids('notification=true')).toBe('');
    // The hybrid waits for its contract.
    expect(await ids('systemType=HYBRID')).toBe('');
  });

  test('a fault is found by its display code until it is over', async () => {
    const { body: made } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { key: null, body: { profile: 'none' } },
    );
    const { gatewayId: id, mqttPassword: password } = made;
    const client = await mqtt.connectAsync(
      sandbox.world.mqttUrl,
      { username: id, password, clientId: id },
      false,
    );
    const says = async (list: object[]) => {
      await client.publishAsync(`gw/${id}/up/notifications`, JSON.stringify(list), { qos: 1 });
      await sandbox.settle();
    };
    await says([
      { dcd: '=H', ccd: 201 },
      { dcd: '6A', ccd: 227 },
    ]);
    expect(await ids('notification=6A')).toBe(id.slice(-1));
    expect(await ids('notification=true')).toBe(id.slice(-1));
    expect(await ids('notification=false')).toBe('12347');
    // Normal operation is no notification.
    expect(await ids('notification=%3DH')).toBe('');
    await says([]);
    await sandbox.advance('PT1H');
    expect(await ids('notification=6A')).toBe('');
    expect(await ids('notification=true')).toBe('');
    await client.endAsync();
  });

  test.each([
    ['brand=VIESSMANN', '/query/brand'],
    ['connectivity=online', '/query/connectivity'],
    ['systemType=', '/query/systemType'],
    ['notification=', '/query/notification'],
    ['notification=a%20b', '/query/notification'],
    [`notification=${'A'.repeat(21)}`, '/query/notification'],
    ['firmware=1*2', '/query/firmware'],
    ['firmware=%00', '/query/firmware'],
    ['limit=501', '/query/limit'],
    ['limit=0', '/query/limit'],
    ['cursor=abc', '/query/cursor'],
    ['colour=red', '/query/colour'],
    ['brand=IVT&brand=BOSCH', '/query/brand'],
  ])('%s is refused with the place of the mistake', async (query, pointer) => {
    const { status, body } = await get<{ code: string; errors: { pointer: string }[] }>(`/hvacs?${query}`);
    expect([status, body.code]).toEqual([400, 'request-invalid']);
    expect(body.errors.map((error) => error.pointer)).toContain(pointer);
  });

  test.each(['0', 'x', '100', '-1'])('there is no heat source "%s"', async (id) => {
    const { status, body } = await get(`/hvacs/101000003/heatSources/${id}`);
    expect([status, body['code']]).toEqual([404, 'not-found']);
  });

  test('the list of heat sources is what each of them answers', async () => {
    const { body } = await get<List<HeatSource>>('/hvacs/101000003/heatSources');
    expect(body.items.map(({ id, type }) => `${id} ${type}`)).toEqual([
      '1 HEAT_PUMP',
      '2 HEAT_PUMP',
      '3 HEAT_PUMP',
    ]);
    for (const one of body.items) {
      expect((await get(`/hvacs/101000003/heatSources/${one.id}`)).body).toEqual(one);
    }
  });

  test('what was measured in the time of earlier owners is shown in no part of a system', async () => {
    const { body: made } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      key: null,
      body: { profile: 'gas-boiler-solar', share: false },
    });
    const { gatewayId } = made;
    await sandbox.call('POST', `/sandbox/gateways/${gatewayId}/connection`, {
      key: null,
      body: { state: 'offline' },
    });
    await sandbox.settle();
    // The contract takes it over from the claim when the new owner shares.
    await sandbox.pool.query("UPDATE claims SET data_from = now() + interval '1 day' WHERE gateway_id = $1", [
      Number(gatewayId),
    ]);
    await sandbox.call('POST', '/sandbox/contracts', { key: null, body: { gatewayId } });
    const parts = await get<List<Component>>(`/hvacs/${gatewayId}/components`);
    const sources = await get<List<HeatSource>>(`/hvacs/${gatewayId}/heatSources`);
    expect(parts.body.items.map(({ type }) => type)).toEqual([
      'BOILER',
      'HEATING_CIRCUIT',
      'DHW_CIRCUIT',
      'SOLAR',
      'GATEWAY',
    ]);
    const reasons = [...parts.body.items, ...sources.body.items].flatMap(({ unavailable }) => unavailable);
    expect(reasons.length).toBeGreaterThan(20);
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(['NOT_REPORTED']));
    for (const part of [...parts.body.items, ...sources.body.items]) {
      const shown = Object.keys(part).filter((key) => !KNOWN_WITHOUT_VALUES.has(key));
      expect([part.id, shown]).toEqual([part.id, []]);
    }
  });
});

/** Fields that follow from what a gateway described, and from the registry. */
const KNOWN_WITHOUT_VALUES = new Set([
  'id',
  'type',
  'name',
  'circuitId',
  'heatSourceId',
  'modules',
  'product',
  'firmware',
  'unavailable',
  'connectivity',
]);
