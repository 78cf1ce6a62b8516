import type { Km200Double } from '@hearthgate/device/doubles';
import type { Recordings } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AgentHouse, HOUR_MS, MINUTE_MS, km200, longestHole, ownTree, recorded } from '../harness/agents.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const HC1 = '/heatingCircuits/hc1';
const ROOM = `${HC1}/roomtemperature`;
const ROOM_POINT = 1;

/** A KM200 in a house, an agent beside it, the platform behind an Internet line that fails. */
describe('a KM200 behind an agent', () => {
  let sandbox: TestSandbox;
  let double: Km200Double;
  let house: AgentHouse;
  let circuit: string;
  const now = () => sandbox.app.domains.access.clock.now();
  const roomAt = (ms: number) => Math.round((20 + Math.sin(ms / HOUR_MS)) * 10) / 10;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { body: { freeze: true } });
    await sandbox.unplugHouses();
    // Its recordings are told apart from what the agent reads: they are 3 K higher.
    const gateway = await km200(await ownTree('icom-boiler'), now, (_path, hourMs) => roomAt(hourMs) + 3);
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
      double.tree.set(ROOM, roomAt(now()));
      await house.turn();
    }
  };
  const read = async (path: string, headers: Record<string, string> = {}) => {
    sandbox.passTime(60_000);
    return sandbox.call('GET', path, { headers });
  };

  test('connects, and live values are what the API says', async () => {
    expect((await read(circuit)).body).toMatchObject({
      connectivity: 'ONLINE',
      operationMode: 'AUTO',
      roomTemperature: 20.3,
      roomSetpoint: 20.5,
      temperatureLevels: { comfort: 20.5, eco: 17 },
    });
    double.tree.set(ROOM, 22.4);
    await sandbox.advance('PT1M');
    await house.turn();
    expect((await read(circuit)).body).toMatchObject({ roomTemperature: 22.4 });
  });

  test('a fault is told with its text, shown while it lasts, and told to be over', async () => {
    double.tree.set('/notifications', [
      { dcd: '6L', ccd: 229, fc: '10', orig: '8', act: 'A', t: '2026-01-15' },
    ]);
    await pass(3, 1);
    const told = async () =>
      (await sandbox.inbox())
        .map(({ body }) => body)
        .filter(({ type, gatewayid }) => type === 'APPLIANCE_STATUS' && gatewayid === house.gatewayId);
    expect((await told()).map(({ data }) => [data['state'], data['text']])).toEqual([
      ['RAISED', 'Flame lost during operation'],
    ]);
    const shown = await read(`/hvacs/${house.gatewayId}/notifications`, { 'accept-language': 'de' });
    expect(shown.body).toMatchObject({
      items: [{ displayCode: '6L', text: 'Flamme während des Betriebs erloschen' }],
    });
    double.tree.set('/notifications', []);
    await pass(20, 5);
    expect((await told()).map(({ data }) => data['state'])).toEqual(['RAISED', 'RESOLVED']);
  });

  test('a remote change is confirmed by what the gateway reads back, and refused when it keeps the old value', async () => {
    const change = await sandbox.call('PATCH', circuit, { body: { temperatureLevels: { comfort: 22.5 } } });
    expect([change.status, change.body]).toMatchObject([200, { temperatureLevels: { comfort: 22.5 } }]);
    expect(double.tree.get(`${HC1}/temperatureLevels/comfort2`)).toMatchObject({ value: 22.5 });
    double.ignoresWrites = true;
    const ignored = await sandbox.call('PATCH', circuit, { body: { temperatureLevels: { comfort: 21 } } });
    expect([ignored.status, ignored.body]).toMatchObject([422, { code: 'refused-by-gateway' }]);
    double.ignoresWrites = false;
    expect((await read(circuit)).body).toMatchObject({ temperatureLevels: { comfort: 22.5 } });
  });

  test('a switch program is executed by the gateway itself', async () => {
    const switchPoints = [
      { day: 'MO', time: '05:00', level: 'comfort' },
      { day: 'MO', time: '22:00', level: 'eco' },
    ];
    const { status, body } = await sandbox.call('PUT', `${circuit}/timePrograms/A`, {
      body: { switchPoints },
    });
    expect([status, body]).toMatchObject([200, { executedBy: 'GATEWAY', switchPoints }]);
    expect(double.tree.get(`${HC1}/switchPrograms/A`)).toMatchObject({
      switchPoints: [
        { dayOfWeek: 'Mo', time: 300, setpoint: 'comfort2' },
        { dayOfWeek: 'Mo', time: 1_320, setpoint: 'eco' },
      ],
    });
  });

  test('without the line it is offline; afterwards nothing of the time between is missing', async () => {
    const fromMs = now();
    house.cut(true);
    await house.isConnected(false);
    await pass(150);
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'OFFLINE' });
    const refused = await sandbox.call('PATCH', circuit, { body: { temperatureLevels: { comfort: 20 } } });
    expect([refused.status, refused.body]).toMatchObject([503, { code: 'gateway-offline' }]);
    house.cut(false);
    await house.isConnected(true);
    await house.settled();
    await pass(2, 1);
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'ONLINE' });
    const values = (await recorded(sandbox, house.gatewayId, ROOM_POINT)).filter(
      ({ atMs }) => atMs >= fromMs,
    );
    expect(longestHole(values)).toBeLessThanOrEqual(20 * MINUTE_MS);
    expect(values.filter(({ atMs, value }) => value !== roomAt(atMs))).toEqual([]);
  });

  test('while the agent was off the gateway has recorded, and that fills the hole', async () => {
    const fromMs = now();
    await house.switchOff();
    await sandbox.advance('PT5H');
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'OFFLINE' });
    house.switchOn();
    double.tree.set(ROOM, roomAt(now()));
    await house.turn();
    await house.isConnected(true);
    await pass(80);
    const values = (await recorded(sandbox, house.gatewayId, ROOM_POINT)).filter(
      ({ atMs }) => atMs > fromMs && atMs < fromMs + 5 * HOUR_MS,
    );
    expect(longestHole(values)).toBeLessThanOrEqual(30 * MINUTE_MS);
    const hourOf = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;
    for (const { atMs, value } of values) expect(value).toBeCloseTo(roomAt(hourOf(atMs)) + 3, 1);
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
    expect(body.lostReports).toEqual([]);
  });
});
