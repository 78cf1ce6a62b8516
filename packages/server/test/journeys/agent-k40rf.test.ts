import type { K40Double } from '@hearthgate/device/doubles';
import type { Recordings } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentHouse, MINUTE_MS, k40rf, longestHole, ownTree, recorded } from '../harness/agents.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const ROOM = '/heatingCircuits/hc1/roomtemperature';
const ROOM_POINT = 1;

/** A K 40 RF in a house, read over its local API. */
describe('a K 40 RF behind an agent', () => {
  let sandbox: TestSandbox;
  let double: K40Double;
  let house: AgentHouse;
  let circuit: string;
  const now = () => sandbox.app.domains.access.clock.now();

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { body: { freeze: true } });
    await sandbox.unplugHouses();
    const gateway = await k40rf(await ownTree('k40-heat-pump'), now, () => 19.5);
    double = gateway.double;
    house = await AgentHouse.build(sandbox, gateway.driver);
    circuit = `/hvacs/${house.gatewayId}/heatingCircuits/1`;
    house.switchOn();
    await house.turn();
    await house.isConnected(true);
    await house.settled();
  }, 120_000);
  afterAll(async () => {
    await house.tearDown();
    await double.stop();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.passTime(600_000));

  const pass = async (minutes: number, stepMinutes = 10) => {
    for (let passed = 0; passed < minutes; passed += stepMinutes) {
      await sandbox.advance(`PT${stepMinutes}M`);
      await house.turn();
    }
  };
  const read = async (path: string, headers: Record<string, string> = {}) => {
    sandbox.passTime(60_000);
    return sandbox.call('GET', path, { headers });
  };

  test('connects, and live values are what the API says, one from a signal', async () => {
    expect((await read(circuit)).body).toMatchObject({
      connectivity: 'ONLINE',
      roomTemperature: 20.6,
      roomSetpoint: 21,
      flowSetpoint: 35,
    });
    double.tree.set(ROOM, 22.4);
    await pass(1, 1);
    expect((await read(circuit)).body).toMatchObject({ roomTemperature: 22.4 });
    const components = await read(`/hvacs/${house.gatewayId}/components`);
    expect(JSON.stringify(components.body)).toContain('Indoor unit');
  });

  test('a fault without a time is told with its text, and told to be over', async () => {
    double.tree.set('/notifications', [{ dcd: '6L', ccd: 229, orig: '8', dlv: '1', fc: '12' }]);
    await pass(3, 1);
    const told = async () =>
      (await sandbox.inbox())
        .map(({ body }) => body)
        .filter(({ type, gatewayid }) => type === 'APPLIANCE_STATUS' && gatewayid === house.gatewayId);
    expect((await told()).map(({ data }) => [data['state'], data['texts']])).toEqual([
      [
        'RAISED',
        expect.objectContaining({
          de: 'Flamme während des Betriebs erloschen',
          en: 'Flame lost during operation',
        }),
      ],
    ]);
    double.tree.set('/notifications', []);
    await pass(20, 5);
    expect((await told()).map(({ data }) => data['state'])).toEqual(['RAISED', 'RESOLVED']);
  });

  test.each([
    ['manualRoomSetpoint', { manualRoomSetpoint: 21 }],
    ['operationMode', { operationMode: 'MANUAL' }],
    ['boost', { boost: { active: true } }],
  ])('a remote change of %s is refused precisely, before it leaves', async (field, body) => {
    const before = double.requests.length;
    const { status, body: problem } = await sandbox.call('PATCH', circuit, { body });
    expect([status, problem]).toMatchObject([422, { code: 'not-supported-by-gateway' }]);
    expect(problem['capability']).toContain(field);
    expect(double.requests.length).toBe(before);
  });

  test('without the line it is offline; afterwards nothing of the time between is missing', async () => {
    const fromMs = now();
    house.cut(true);
    await house.isConnected(false);
    await pass(120);
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'OFFLINE' });
    house.cut(false);
    await house.isConnected(true);
    await house.settled();
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'ONLINE' });
    const values = (await recorded(sandbox, house.gatewayId, ROOM_POINT)).filter(
      ({ atMs }) => atMs >= fromMs,
    );
    expect(longestHole(values)).toBeLessThanOrEqual(20 * MINUTE_MS);
    expect(new Set(values.map(({ value }) => value))).toEqual(new Set([22.4]));
  });

  test('while the agent was off the gateway has recorded, and that fills the hole', async () => {
    const fromMs = now();
    await house.switchOff();
    await sandbox.advance('PT4H');
    house.switchOn();
    await house.turn();
    await house.isConnected(true);
    await pass(80);
    const query = new URLSearchParams({
      dataPoint: 'hvac.heatingCircuit.hc1.roomTemperature',
      resolution: 'PT1H',
      from: new Date(fromMs).toISOString(),
    });
    sandbox.passTime(60_000);
    const { body } = await sandbox.call<Recordings>(
      'GET',
      `/hvacs/${house.gatewayId}/recordings?${query.toString()}`,
    );
    expect(body.gaps).toEqual([]);
    expect(body.items.slice(1, 4).map(({ mean }) => mean)).toEqual([19.5, 19.5, 19.5]);
  });
});
