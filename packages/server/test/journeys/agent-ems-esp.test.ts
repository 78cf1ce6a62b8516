import type { HeatingCircuit } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AgentHouse, MINUTE_MS, emsEsp, longestHole, recorded } from '../harness/agents.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const ROOM_POINT = 1;

/** An EMS-ESP that publishes to a broker in the house, an agent beside it, the platform behind an Internet line that fails. */
describe('an EMS-ESP behind an agent', () => {
  let sandbox: TestSandbox;
  let place: Awaited<ReturnType<typeof emsEsp>>;
  let house: AgentHouse;
  let circuit: string;
  const now = () => sandbox.app.domains.access.clock.now();

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { body: { freeze: true } });
    await sandbox.unplugHouses();
    place = await emsEsp(now());
    house = await AgentHouse.build(sandbox, place.driver);
    circuit = `/hvacs/${house.gatewayId}/heatingCircuits/1`;
    house.switchOn();
    const first = house.turn();
    await place.told();
    await first;
    await house.isConnected(true);
    await house.settled();
  }, 120_000);
  afterAll(async () => {
    await house.tearDown();
    await place.stop();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.passTime(600_000));

  /** A turn of an agent that has heard everything that the board tells now. */
  const turn = async () => {
    await place.told();
    await house.turn();
  };
  const pass = async (minutes: number, stepMinutes = 10) => {
    for (let passed = 0; passed < minutes; passed += stepMinutes) {
      await sandbox.advance(`PT${stepMinutes}M`);
      place.house.advanceTo(now());
      await turn();
    }
  };
  const read = async (path: string, headers: Record<string, string> = {}) => {
    sandbox.passTime(60_000);
    return sandbox.call('GET', path, { headers });
  };
  const room = () => Number(place.house.read()['/heatingCircuits/hc1/roomtemperature']);

  test('connects, and live values are what the API says', async () => {
    await pass(30);
    const { body } = await sandbox.call<HeatingCircuit>('GET', circuit);
    expect(body).toMatchObject({ connectivity: 'ONLINE', operationMode: 'AUTO' });
    expect(body.roomTemperature).toBeCloseTo(room(), 0);
  });

  test('what it burns is told as a burner, never as a compressor', async () => {
    const { rows } = await sandbox.pool.query<{ point: number }>(
      'SELECT DISTINCT point::int FROM recordings WHERE gateway_id = $1 AND point IN (40, 47, 65, 66) ORDER BY point',
      [Number(house.gatewayId)],
    );
    expect(rows.map(({ point }) => point)).toEqual([65, 66]);
  });

  test('a fault is told with its text, shown while it lasts, and told to be over', async () => {
    place.house.setFault('flame-lost', true);
    await pass(3, 1);
    const told = async () =>
      (await sandbox.inbox())
        .map(({ body }) => body)
        .filter(({ type, gatewayid }) => type === 'APPLIANCE_STATUS' && gatewayid === house.gatewayId);
    expect((await told()).map(({ data }) => [data['state'], data['text']])).toEqual([
      ['RAISED', 'No flame after ignition'],
    ]);
    const shown = await read(`/hvacs/${house.gatewayId}/notifications`, { 'accept-language': 'de' });
    expect(shown.body).toMatchObject({ items: [{ text: 'Keine Flamme nach der Zündung' }] });
    place.house.setFault('flame-lost', false);
    await pass(20, 5);
    expect((await told()).map(({ data }) => data['state'])).toEqual(['RAISED', 'RESOLVED']);
  });

  test('a remote change is confirmed by what the board tells afterwards, and refused while its bus is down', async () => {
    const change = await sandbox.call('PATCH', circuit, { body: { manualRoomSetpoint: 22.5 } });
    expect([change.status, change.body]).toMatchObject([200, { manualRoomSetpoint: 22.5 }]);
    expect(place.board.received.filter(({ payload }) => payload !== '')).toEqual([
      { topic: 'thermostat/hc1/manualtemp', payload: '22.5' },
    ]);
    await place.board.say('heartbeat', '{"bus_status":"disconnected"}');
    const refused = await sandbox.call('PATCH', circuit, { body: { manualRoomSetpoint: 20 } });
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'refused-by-gateway' }]);
    await place.board.say('heartbeat', '{"bus_status":"connected"}');
    expect((await read(circuit)).body).toMatchObject({ manualRoomSetpoint: 22.5 });
  });

  test('without the line it is offline; afterwards nothing of the time between is missing', async () => {
    const fromMs = now();
    house.cut(true);
    await house.isConnected(false);
    await pass(90);
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'OFFLINE' });
    house.cut(false);
    await house.isConnected(true);
    await house.settled();
    await pass(2, 1);
    expect((await read(circuit)).body).toMatchObject({ connectivity: 'ONLINE' });
    const values = await recorded(sandbox, house.gatewayId, ROOM_POINT);
    expect(longestHole(values.filter(({ atMs }) => atMs >= fromMs))).toBeLessThanOrEqual(20 * MINUTE_MS);
  });

  test('a board that its broker calls offline is told to be offline', async () => {
    place.board.unplug();
    await vi.waitFor(async () => {
      await house.agent.turn();
      expect(house.agent.gateway.connected).toBe(false);
    }, 20_000);
    expect(house.log.slice(-2)).toEqual([
      'the board is offline, as its broker says',
      'the gateway is away: the platform is told that it is offline',
    ]);
  });
});
