import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTree, ReplayAppliance } from '@hearthgate/device';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDevice } from '../harness/device-process.ts';
import { REAL_TIME, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const CLI = join(ROOT, 'packages/cli/bin/hearthgate.js');
const OWN_TREE = join(ROOT, 'packages/device/trees/icom-boiler.json');
/** Recorded answers of real gateways that are not part of this repository: whole trees, and a folder of single answers. */
const FIXTURES = join(ROOT, '../shared/fixtures');
const TREES = join(FIXTURES, 'km200');
const ANSWERS = join(FIXTURES, 'k40rf/fixtures');

const recorded = existsSync(TREES)
  ? [
      ...readdirSync(TREES)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(TREES, name)),
      ANSWERS,
    ]
  : [];

/** `hearthgate device FILE` connects as any gateway does, and what the tree says is what the API says. */
describe('a real tree behind hearthgate device', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    // Devices are processes of their own, with the clock of this machine.
    sandbox = await startSandbox({}, {}, REAL_TIME);
  });
  afterAll(() => sandbox.stop());

  test.runIf(recorded.length === 0)(
    'recorded trees are not present here: only our own tree is tested',
    () => {
      expect(recorded).toEqual([]);
    },
  );

  test.each([OWN_TREE, ...recorded].map((file) => [file.split('/').at(-1), file]))(
    '%s: circuit 1 is exactly what the tree holds',
    async (_name, file) => {
      if (file === undefined) throw new Error('no file');
      const device = await connectDevice(sandbox, file);
      const { body } = await sandbox.call('GET', `/hvacs/${device.gatewayId}/heatingCircuits/1`);
      const appliance = new ReplayAppliance(loadTree(file));
      const states = new Map(appliance.describe().map((leaf) => [leaf.id, leaf.state ?? {}]));
      const values = appliance.read();
      for (const [field, leaf] of Object.entries(FIELDS)) {
        const path = `/heatingCircuits/hc1/${leaf}`;
        const raw = values[path];
        const isSentinel = typeof raw === 'number' && Object.values(states.get(path) ?? {}).includes(raw);
        expect([field, body[field]]).toEqual([field, isSentinel ? undefined : raw]);
        const unavailable = (body['unavailable'] as { field: string }[]).some(
          (entry) => entry.field === field,
        );
        expect([field, unavailable]).toEqual([field, isSentinel]);
      }
      const modes: Record<string, string> = { auto: 'AUTO', automatic: 'AUTO', manual: 'MANUAL', off: 'OFF' };
      const mode = values['/heatingCircuits/hc1/operationMode'];
      expect(body['operationMode']).toBe(typeof mode === 'string' ? modes[mode] : undefined);
      expect(body['connectivity']).toBe('ONLINE');
      await device.end();
    },
  );

  test('a write changes the replayed tree and is confirmed; what it does not offer is refused precisely', async () => {
    const device = await connectDevice(sandbox, OWN_TREE);
    const circuit = `/hvacs/${device.gatewayId}/heatingCircuits/1`;
    const changed = await sandbox.call('PATCH', circuit, { body: { temperatureLevels: { comfort: 22.5 } } });
    expect(changed.status).toBe(200);
    expect(changed.body['temperatureLevels']).toMatchObject({ comfort: 22.5 });
    const boost = await sandbox.call('PATCH', circuit, { body: { boost: { active: true } } });
    expect([boost.status, boost.body]).toMatchObject([422, { code: 'not-supported-by-gateway' }]);
    expect(boost.body['capability']).toContain('boost');
    await device.end();
  });
});

const FIELDS = {
  roomTemperature: 'roomtemperature',
  roomSetpoint: 'currentRoomSetpoint',
  manualRoomSetpoint: 'manualRoomSetpoint',
  temporaryRoomSetpoint: 'temporaryRoomSetpoint',
  flowTemperature: 'actualSupplyTemperature',
  flowSetpoint: 'supplyTemperatureSetpoint',
} as const;

/** Registers a gateway and lets the command connect as it. */
async function connectDevice(sandbox: TestSandbox, file: string) {
  const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
    'POST',
    '/sandbox/gateways',
    {
      body: { profile: 'none' },
    },
  );
  const args = [CLI, 'device', file, '--gateway', body.gatewayId, '--broker', sandbox.world.mqttUrl];
  const device = await startDevice(process.execPath, args, {
    env: { ...process.env, HEARTHGATE_GATEWAY_PASSWORD: body.mqttPassword },
  });
  await reported(sandbox, body.gatewayId);
  return { gatewayId: body.gatewayId, end: () => device.end('SIGTERM') };
}

/** Waits for the first report to be committed. */
async function reported(sandbox: TestSandbox, gatewayId: string): Promise<void> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const { rowCount } = await sandbox.pool.query('SELECT 1 FROM report_marks WHERE gateway_id = $1', [
      Number(gatewayId),
    ]);
    if (rowCount) return;
    if (performance.now() > deadline) throw new Error('the device did not report');
  }
}
