import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayTypeOf, HOUSE_PROFILES } from '@hearthgate/device';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { createDatabase } from '../harness/database.ts';
import { caller, startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { NODES } from '../harness/several-nodes.ts';

interface Made {
  gatewayId: string;
  gatewayType: string;
  profile: string;
}
interface Hvac {
  systemType: string;
  connectivity: string;
  capabilities: {
    heatingCircuits: { id: number; writable: string[] }[];
    dhwCircuits: unknown[];
    heatSources: unknown[];
  };
}

describe('the houses of the sandbox', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  const read = async (gatewayId: string) => {
    sandbox.passTime(60_000);
    return (await sandbox.call<Hvac>('GET', `/hvacs/${gatewayId}`)).body;
  };

  test('each seeded gateway has the appliance of its type', () => {
    const told = sandbox.world.gateways.map(({ gatewayId, gatewayType, profile }) => [
      gatewayId,
      gatewayType,
      profile,
    ]);
    expect(told).toEqual([
      ['101000001', 'K40', 'air-water-heat-pump'],
      ['101000002', 'ICOM', 'gas-boiler-solar'],
      ['101000003', 'K40', 'heat-pump-cascade'],
      ['101000004', 'K30', 'k30-heat-pump'],
      ['101000005', 'K40', 'air-water-heat-pump'],
      ['101000006', 'K40', 'hybrid'],
      ['101000007', 'EMS_ESP', 'ems-boiler'],
    ]);
  });

  test.each([
    ['101000001', 'HEAT_PUMP', 2, 1, true],
    ['101000002', 'BOILER', 1, 1, false],
    ['101000003', 'CASCADE', 2, 3, true],
    ['101000007', 'BOILER', 1, 1, false],
  ])(
    '%s is a %s with %i heating circuits and %i heat sources',
    async (id, type, circuits, sources, boost) => {
      const { systemType, capabilities } = await read(id);
      const [first] = capabilities.heatingCircuits;
      expect([systemType, capabilities.heatingCircuits.length, capabilities.heatSources.length]).toEqual([
        type,
        circuits,
        sources,
      ]);
      expect(first?.writable.includes('boost.active')).toBe(boost);
      expect(first?.writable).toContain('manualRoomSetpoint');
    },
  );

  test.each(HOUSE_PROFILES)('a further house of profile %s is made, shared and live', async (profile) => {
    const { status, body } = await sandbox.call<Made>('POST', '/sandbox/gateways', { body: { profile } });
    expect([status, body.profile, body.gatewayType]).toEqual([201, profile, gatewayTypeOf(profile)]);
    const circuit = `/hvacs/${body.gatewayId}/heatingCircuits/1`;
    const changed = await sandbox.call('PATCH', circuit, {
      body: { operationMode: 'MANUAL', manualRoomSetpoint: 22.5 },
    });
    // With a broker between, what follows from a change in the appliance comes after its confirmation.
    const { body: shown } = NODES > 1 ? await sandbox.call('GET', circuit) : changed;
    expect([changed.status, shown]).toMatchObject([200, { roomSetpoint: 22.5, connectivity: 'ONLINE' }]);
  });

  test('a type of gateway that does not fit the profile is refused, and an unknown profile too', async () => {
    const refused = (body: Record<string, string>) => sandbox.call('POST', '/sandbox/gateways', { body });
    const boiler = await refused({ profile: 'gas-boiler-solar', gatewayType: 'K40' });
    expect([boiler.status, boiler.body]).toMatchObject([
      400,
      { errors: [{ pointer: '/gatewayType', message: expect.stringContaining('ICOM') }] },
    ]);
    expect((await refused({ profile: 'igloo' })).status).toBe(400);
  });
});

test('a house keeps its settings over a restart of the server', async () => {
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hg-houses-'));
  const config = readConfig({
    HEARTHGATE_MODE: 'sandbox',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    PORT: '0',
    MQTT_PORT: '0',
    LOG_LEVEL: 'error',
  });
  const circuit = '/hvacs/101000002/heatingCircuits/1';
  const running: App[] = [];
  const start = async () => {
    const app = await startApp(config);
    running.push(app);
    return app;
  };
  try {
    const first = await start();
    const { body: world } = await caller(first.url)<{ keys: { ok: string } }>('GET', '/sandbox');
    const key = world.keys.ok;
    const changed = await caller(first.url)('PATCH', circuit, {
      key,
      body: { operationMode: 'MANUAL', manualRoomSetpoint: 23.5, temperatureLevels: { eco: 16 } },
    });
    expect(changed.status).toBe(200);
    await running.pop()?.stop();

    const second = await start();
    const { body } = await caller(second.url)('GET', circuit, { key });
    expect(body).toMatchObject({
      operationMode: 'MANUAL',
      manualRoomSetpoint: 23.5,
      roomSetpoint: 23.5,
      temperatureLevels: { eco: 16 },
    });
  } finally {
    await running.pop()?.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
