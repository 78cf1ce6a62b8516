import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NativeGateway, ReplayAppliance, loadTree, type Tree } from '@hearthgate/device';
import { TimeProgram, TimeProgramReplaced, type CommandWrite, type ProgramPoint } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drivable, withoutPrograms } from '../harness/program-trees.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** A recorded tree of a real gateway that is not part of this repository. */
const RECORDED = fileURLToPath(
  new URL('../../../../../shared/fixtures/km200/ems2-heatpump-b.json', import.meta.url),
);

/** Friday, in the week in which Berlin goes to summer time. */
const FRIDAY = '2026-03-27T10:00:00.000Z';
const HOUSE = '101000001';
const MANUAL = '/heatingCircuits/hc1/manualRoomSetpoint';
const TEMPORARY = '/heatingCircuits/hc1/temporaryRoomSetpoint';
const WATER = '/dhwCircuits/dhw1/operationMode';
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

const everyDay = (time: string, level: string | number): ProgramPoint[] =>
  DAYS.map((day) => ({ day, time, level }));
const DAILY = [...everyDay('06:00', 'comfort'), ...everyDay('22:00', 'eco')];

type Program = TimeProgram & { commandId?: string; code?: string };
interface Issued {
  readonly at: string;
  readonly company: string;
  readonly status: string;
  readonly writes: CommandWrite[];
}

describe('time programs that the platform executes', () => {
  let sandbox: TestSandbox;
  let northwind: { companyId: string; key: string };
  const connected: NativeGateway[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox({}, {}, FRIDAY);
    // Before its first request, so that nothing of it is cached.
    await sandbox.pool.query(
      "UPDATE companies SET ip_allow_list = '{127.0.0.0/8,::1/128}' WHERE name = 'Northwind Energy'",
    );
    const company = sandbox.world.companies.find(({ name }) => name === 'Northwind Energy');
    await sandbox.unplugHouses(HOUSE);
    northwind = { companyId: company?.companyId ?? '', key: sandbox.world.keys.wrongAddress };
  }, 60_000);
  afterEach(async () => {
    await Promise.all(connected.splice(0).map((gateway) => gateway.end()));
    await sandbox.settle();
  });
  afterAll(() => sandbox.stop());

  /** A gateway over real MQTT that answers from the tree; `paths` are below its system. */
  async function connect(tree: Tree) {
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none' } },
    );
    const { gatewayId, mqttPassword: password } = body;
    const appliance = new ReplayAppliance(tree);
    const startMs = Date.parse(FRIDAY);
    const plugIn = async () => {
      const options = { brokerUrl: sandbox.world.mqttUrl, gatewayId, password, appliance };
      const gateway = new NativeGateway({ ...options, now: () => startMs });
      await gateway.connect();
      connected.push(gateway);
      gateway.report();
      await gateway.settled(10_000);
      return gateway;
    };
    return { gatewayId, appliance, plugIn, gateway: await plugIn(), ...systemOf(gatewayId) };
  }

  /** Calls about one system; limits are another test's matter. */
  function systemOf(gatewayId: string) {
    const url = (circuit: string, id: string) => `/hvacs/${gatewayId}/${circuit}/timePrograms/${id}`;
    const call = <T = Program>(method: string, path: string, body?: unknown, key?: string) => {
      sandbox.passTime(600_000);
      return sandbox.call<T>(method, path, { body, ...(key !== undefined && { key }) });
    };
    return {
      list: (circuit: string, key?: string) =>
        call<{ items: Program[] }>('GET', url(circuit, '').slice(0, -1), undefined, key),
      read: (circuit: string, id: string) => call('GET', url(circuit, id)),
      put: (circuit: string, id: string, switchPoints: unknown, key?: string) =>
        call('PUT', url(circuit, id), { switchPoints }, key),
      remove: (circuit: string, id: string, key?: string) => call('DELETE', url(circuit, id), undefined, key),
      share: () =>
        sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId, companyId: northwind.companyId } }),
      issued: async () => {
        const { rows } = await sandbox.pool.query<Omit<Issued, 'at'> & { at: Date }>(
          `SELECT accepted_at AS at, actor_id AS company, status, writes FROM commands
           WHERE gateway_id = $1 ORDER BY accepted_at`,
          [Number(gatewayId)],
        );
        return rows.map((row): Issued => ({ ...row, at: row.at.toISOString() }));
      },
    };
  }

  const values = (issued: readonly Issued[]) =>
    issued.map(({ status, writes }) => [status, ...writes.map(({ value }) => value)]);

  test('a week with the switch to summer time: each switch point is issued once, at its local time', async () => {
    const { list, put, read, issued, appliance } = await connect(drivable());
    const before = await list('heatingCircuits/1');
    expect(before.body.items).toMatchObject([{ id: 'P1', switchPoints: [], active: false }]);
    const points = [...DAILY, { day: 'SU', time: '02:30', level: 'comfort' }];
    const stored = await put('heatingCircuits/1', 'P1', points);
    expect(stored.status).toBe(200);
    expect(Value.Check(TimeProgramReplaced, stored.body)).toBe(true);
    expect(stored.body).toMatchObject({
      executedBy: 'PLATFORM',
      active: true,
      writable: true,
      limits: {
        rasterMinutes: 15,
        maxPoints: 42,
        maxPointsPerDay: 6,
        endOfDay: false,
        levels: ['comfort', 'eco'],
      },
    });
    expect(stored.body.switchPoints).toHaveLength(15);
    expect(stored.body.commandId).toBeUndefined();
    expect((await read('heatingCircuits/1', 'P1')).body).toEqual(stored.body);
    expect(await issued()).toEqual([]);

    await sandbox.advance('P7D');
    const commands = await issued();
    expect(commands.map(({ at, writes }) => [at.slice(5, 16), writes[0]?.value])).toEqual([
      ['03-27T21:00', 17],
      ['03-28T05:00', 21],
      ['03-28T21:00', 17],
      // 02:30 is skipped: 03:00 in summer time.
      ['03-29T01:00', 21],
      ['03-29T04:00', 21],
      ['03-29T20:00', 17],
      ...['30', '31'].flatMap((day) => [
        [`03-${day}T04:00`, 21],
        [`03-${day}T20:00`, 17],
      ]),
      ...['01', '02'].flatMap((day) => [
        [`04-${day}T04:00`, 21],
        [`04-${day}T20:00`, 17],
      ]),
      ['04-03T04:00', 21],
    ]);
    expect(commands.every(({ status }) => status === 'CONFIRMED')).toBe(true);
    expect(new Set(commands.flatMap(({ writes }) => writes.map(({ path }) => path)))).toEqual(
      new Set([MANUAL]),
    );
    expect(appliance.read()[MANUAL]).toBe(21);
  }, 120_000);

  test('what was missed while the gateway was away is caught up once, with what holds then', async () => {
    const { put, issued, gateway, plugIn, appliance } = await connect(drivable());
    await put('heatingCircuits/1', 'P1', DAILY);
    await gateway.end();
    // Over several switch points; at the end comfort holds.
    await sandbox.advance('P2D');
    expect(await issued()).toEqual([]);
    const again = await plugIn();
    await expect.poll(async () => values(await issued()), { timeout: 10_000 }).toEqual([['CONFIRMED', 21]]);
    expect(appliance.read()[MANUAL]).toBe(21);
    await again.end();
    await plugIn();
    await sandbox.settle();
    expect(await issued()).toHaveLength(1);
  }, 60_000);

  test('a command that nobody answered is issued again when the gateway is back', async () => {
    const { put, issued, gateway, plugIn } = await connect(drivable());
    await put('heatingCircuits/1', 'P1', DAILY);
    await sandbox.advance('PT12H');
    expect(values(await issued())).toEqual([['CONFIRMED', 17]]);
    await gateway.end();
    // As if the answer had never come.
    await sandbox.pool.query("UPDATE commands SET status = 'EXPIRED' WHERE status = 'CONFIRMED'");
    await plugIn();
    await expect
      .poll(async () => values(await issued()), { timeout: 10_000 })
      .toEqual([
        ['EXPIRED', 17],
        ['CONFIRMED', 17],
      ]);
  }, 60_000);

  test('in mode AUTO the temporary set-point is written; without levels switch points name temperatures', async () => {
    const { put, issued, list } = await connect(drivable('auto', false));
    expect((await list('heatingCircuits/1')).body.items[0]?.limits).toMatchObject({
      temperature: { min: 5, max: 30, step: 0.5 },
    });
    expect((await put('heatingCircuits/1', 'P1', everyDay('06:00', 'comfort'))).body.code).toBe(
      'value-out-of-range',
    );
    expect((await put('heatingCircuits/1', 'P1', everyDay('06:00', 20.5))).status).toBe(200);
    await sandbox.advance('P1D');
    expect(await issued()).toMatchObject([
      { status: 'CONFIRMED', writes: [{ path: TEMPORARY, value: 20.5 }] },
    ]);
  }, 60_000);

  test('hot water is switched by its mode; circuits do not mix', async () => {
    const { put, issued, list, appliance } = await connect(drivable());
    expect((await list('dhwCircuits/1')).body.items[0]?.limits.levels).toEqual(['comfort', 'eco', 'off']);
    await put('dhwCircuits/1', 'P1', [...everyDay('05:00', 'comfort'), ...everyDay('21:15', 'off')]);
    await sandbox.advance('P1D');
    expect((await issued()).map(({ writes }) => writes)).toEqual(
      expect.arrayContaining([[{ path: WATER, value: 'high' }], [{ path: WATER, value: 'off' }]]),
    );
    expect(await issued()).toHaveLength(2);
    expect(appliance.read()[MANUAL]).toBe(19);
  }, 60_000);

  test('when access has ended nothing is issued any more, and the program stays, not active', async () => {
    const { gatewayId, put, issued, list, share } = await connect(drivable());
    await share();
    await put('heatingCircuits/1', 'P1', DAILY, northwind.key);
    const path = `/sandbox/contracts/${gatewayId}/end`;
    const ended = await sandbox.call('POST', path, { body: { companyId: northwind.companyId } });
    expect(ended.status).toBe(200);
    await sandbox.advance('P1D');
    expect(await issued()).toEqual([]);
    expect((await list('heatingCircuits/1')).body.items).toMatchObject([{ id: 'P1', active: false }]);
    expect((await list('heatingCircuits/1')).body.items[0]?.switchPoints).toHaveLength(14);
    expect((await list('heatingCircuits/1', northwind.key)).status).toBe(403);
  }, 60_000);

  test('another company replaces the program, and is the one that commands from then on', async () => {
    const { put, issued, list, share } = await connect(drivable());
    await share();
    await put('heatingCircuits/1', 'P1', DAILY);
    await put('heatingCircuits/1', 'P1', everyDay('12:00', 'eco'), northwind.key);
    await sandbox.advance('P1D');
    expect(await issued()).toMatchObject([{ company: northwind.companyId, writes: [{ value: 17 }] }]);
    expect((await list('heatingCircuits/1')).body.items[0]?.switchPoints).toHaveLength(7);
  }, 60_000);

  test('two companies that write two programs at once: one of them is active, and it alone is followed', async () => {
    const { put, issued, list, share } = await connect(drivable());
    await share();
    const answers = await Promise.all([
      put('heatingCircuits/1', 'P1', everyDay('12:00', 'eco')),
      put('heatingCircuits/1', 'P2', everyDay('12:00', 'comfort'), northwind.key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { items } = (await list('heatingCircuits/1')).body;
    expect(items.map(({ id }) => id)).toEqual(['P1', 'P2']);
    for (const item of items) expect(Value.Check(TimeProgram, item)).toBe(true);
    const active = items.filter((item) => item.active);
    expect(active).toHaveLength(1);
    await sandbox.advance('P1D');
    expect(values(await issued())).toEqual([['CONFIRMED', active[0]?.id === 'P1' ? 17 : 21]]);
  }, 60_000);

  test('a program that was removed switches nothing, and the record of the owner tells of both', async () => {
    const { gatewayId, put, issued, remove, list } = await connect(drivable());
    await put('heatingCircuits/1', 'P1', DAILY);
    expect((await remove('heatingCircuits/1', 'P1')).status).toBe(204);
    expect((await remove('heatingCircuits/1', 'P1')).status).toBe(404);
    const { rows } = await sandbox.pool.query<{ detail: { operation: string } }>(
      "SELECT detail FROM access_changes WHERE gateway_id = $1 AND action = 'TIME_PROGRAM' ORDER BY at, detail ->> 'operation' DESC",
      [Number(gatewayId)],
    );
    expect(rows.map(({ detail }) => detail.operation.slice(0, 6))).toEqual(['PUT /h', 'DELETE']);
    await sandbox.advance('P1D');
    expect(await issued()).toEqual([]);
    expect((await list('heatingCircuits/1')).body.items).toMatchObject([{ switchPoints: [], active: false }]);
  }, 60_000);

  test('removing another program than the active one leaves that at work', async () => {
    const { put, issued, remove } = await connect(drivable());
    await put('heatingCircuits/1', 'P2', everyDay('12:00', 'comfort'));
    await put('heatingCircuits/1', 'P1', everyDay('12:00', 'eco'));
    expect((await remove('heatingCircuits/1', 'P2')).status).toBe(204);
    await sandbox.advance('P1D');
    expect(values(await issued())).toEqual([['CONFIRMED', 17]]);
  }, 60_000);

  test('a program of an earlier owner is neither shown nor followed', async () => {
    const { gatewayId, put, issued, list } = await connect(drivable());
    await put('heatingCircuits/1', 'P1', DAILY);
    // Older than the claim of the present owners, whom the contract names.
    await sandbox.pool.query(
      "UPDATE platform_programs SET updated_at = updated_at - interval '100 years' WHERE gateway_id = $1",
      [Number(gatewayId)],
    );
    expect((await list('heatingCircuits/1')).body.items).toMatchObject([{ id: 'P1', switchPoints: [] }]);
    await sandbox.advance('P1D');
    expect(await issued()).toEqual([]);
  }, 60_000);

  test('what cannot be is refused', async () => {
    const { put, read, remove } = await connect(drivable());
    const code = async (id: string, points: unknown) => {
      const { status, body } = await put('heatingCircuits/1', id, points);
      return [status, body.code];
    };
    expect(await code('P5', DAILY)).toEqual([404, 'not-found']);
    expect(await code('A', DAILY)).toEqual([404, 'not-found']);
    expect(await code('P1', everyDay('06:10', 'eco'))).toEqual([422, 'value-out-of-range']);
    expect(await code('P1', everyDay('24:00', 'eco'))).toEqual([422, 'value-out-of-range']);
    expect(await code('P1', everyDay('06:00', 'off'))).toEqual([422, 'value-not-allowed']);
    expect(await code('P1', [...DAILY, DAILY[0]])).toEqual([400, 'request-invalid']);
    expect(await code('P1', [])).toEqual([400, 'request-invalid']);
    const seven = [1, 2, 3, 4, 5, 6, 7].map((hour) => ({ day: 'MO', time: `0${hour}:00`, level: 'eco' }));
    expect(await code('P1', seven)).toEqual([422, 'value-out-of-range']);
    expect((await read('heatingCircuits/1', 'P1')).body).toMatchObject({ switchPoints: [], active: false });
    expect((await read('heatingCircuits/1', 'P2')).status).toBe(404);
    expect((await read('heatingCircuits/2', 'P1')).status).toBe(404);
    expect((await remove('heatingCircuits/1', 'P1')).status).toBe(404);
  });

  test('a repeat under its idempotency key answers like the first, and stores nothing again', async () => {
    const { gatewayId, list, put } = await connect(drivable());
    const order = async (switchPoints: unknown, key: string) => {
      sandbox.passTime(600_000);
      const path = `/hvacs/${gatewayId}/heatingCircuits/1/timePrograms/P1`;
      const headers = { 'idempotency-key': key };
      const { status, body } = await sandbox.call<Program>('PUT', path, { body: { switchPoints }, headers });
      return [status, body.code ?? body.switchPoints?.length];
    };
    expect(await order(DAILY, 'first')).toEqual([200, 14]);
    await put('heatingCircuits/1', 'P2', everyDay('12:00', 'eco'));
    expect(await order(DAILY, 'first')).toEqual([200, 14]);
    // The one that was written since is still the active one.
    expect((await list('heatingCircuits/1')).body.items.map(({ id, active }) => [id, active])).toEqual([
      ['P1', false],
      ['P2', true],
    ]);
    expect(await order(everyDay('07:00', 'eco'), 'first')).toEqual([409, 'idempotency-key-reused']);
  }, 30_000);

  test('a stranger is refused', async () => {
    const { put, remove, list, issued } = await connect(drivable());
    await put('heatingCircuits/1', 'P1', DAILY);
    expect((await put('heatingCircuits/1', 'P1', DAILY, northwind.key)).status).toBe(403);
    expect((await remove('heatingCircuits/1', 'P1', northwind.key)).status).toBe(403);
    expect((await list('heatingCircuits/1')).body.items).toMatchObject([{ active: true }]);
    expect(await issued()).toEqual([]);
  });

  test('programs of a gateway stay with it, and where nothing can be written there are none', async () => {
    const house = systemOf(HOUSE);
    expect((await house.list('heatingCircuits/1')).body.items.map(({ id }) => id)).toEqual(['A', 'B']);
    const removed = await house.remove('heatingCircuits/1', 'A');
    expect([removed.status, removed.body.code]).toEqual([422, 'not-supported-by-gateway']);
    expect((await house.put('heatingCircuits/1', 'P1', DAILY)).status).toBe(404);
    const bare = await connect(withoutPrograms());
    expect((await bare.list('heatingCircuits/1')).body.items).toEqual([]);
    const put = await bare.put('heatingCircuits/1', 'P1', DAILY);
    expect([put.status, put.body.code]).toEqual([422, 'not-supported-by-gateway']);
    expect((await bare.remove('heatingCircuits/1', 'P1')).body.code).toBe('not-supported-by-gateway');
  });

  test.runIf(!existsSync(RECORDED))('recorded trees are not present here', () => {
    expect(existsSync(RECORDED)).toBe(false);
  });

  test.runIf(existsSync(RECORDED))(
    'a recorded heat pump without programs follows both',
    async () => {
      const { put, issued, list } = await connect(loadTree(RECORDED));
      for (const circuit of ['heatingCircuits/1', 'dhwCircuits/1']) {
        expect((await list(circuit)).body.items).toMatchObject([{ id: 'P1', executedBy: 'PLATFORM' }]);
        expect((await put(circuit, 'P1', DAILY)).status).toBe(200);
      }
      await sandbox.advance('P1D');
      expect((await issued()).map(({ status }) => status)).toEqual(Array(4).fill('CONFIRMED'));
    },
    60_000,
  );
});
