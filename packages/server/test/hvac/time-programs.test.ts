import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NativeGateway, ReplayAppliance, loadTree, type Tree } from '@hearthgate/device';
import { TimeProgram, TimeProgramReplaced, type LinkValue, type ProgramPoint } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { localTime } from '../../src/platform/local-time.ts';
import { canHeatPump, easyControl, icomBoiler, withoutPrograms } from '../harness/program-trees.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** Recorded trees of real gateways that are not part of this repository. */
const TREES = fileURLToPath(new URL('../../../../../shared/fixtures/km200', import.meta.url));
const recorded = existsSync(TREES) ? readdirSync(TREES).filter((name) => name.endsWith('.json')) : [];

const QUARTER_MS = 15 * 60_000;

/** The switch point of this moment, in UTC. */
/** In the time zone of the houses. */
function pointAt(ms: number, level: string): ProgramPoint {
  const { weekday, minuteOfDay } = localTime(ms, 'Europe/Berlin');
  const two = (number: number) => String(number).padStart(2, '0');
  const time = `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;
  const day = (['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const)[weekday] ?? 'MO';
  return { day, time, level };
}

type Program = TimeProgram & { commandId?: string; code?: string };

describe('time programs', () => {
  let sandbox: TestSandbox;
  let northwind: { companyId: string; key: string };
  const connected: NativeGateway[] = [];

  beforeAll(async () => {
    sandbox = await startSandbox();
    // Before its first request, so that nothing of it is cached.
    await sandbox.pool.query(
      "UPDATE companies SET ip_allow_list = '{127.0.0.0/8,::1/128}' WHERE name = 'Northwind Energy'",
    );
    const company = sandbox.world.companies.find(({ name }) => name === 'Northwind Energy');
    northwind = { companyId: company?.companyId ?? '', key: sandbox.world.keys.wrongAddress };
  });
  afterEach(async () => {
    await Promise.all(connected.splice(0).map((gateway) => gateway.end()));
  });
  afterAll(() => sandbox.stop());

  /** A gateway over real MQTT that answers from the tree; `paths` are below its system. */
  async function connect(tree: Tree) {
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      { body: { profile: 'none' } },
    );
    const appliance = new ReplayAppliance(tree);
    const gateway = new NativeGateway({
      brokerUrl: sandbox.world.mqttUrl,
      gatewayId: body.gatewayId,
      password: body.mqttPassword,
      appliance,
      now: () => sandbox.app.domains.access.clock.now(),
    });
    await gateway.connect();
    connected.push(gateway);
    gateway.report();
    await gateway.settled(10_000);
    return { gatewayId: body.gatewayId, appliance, ...systemOf(body.gatewayId) };
  }

  /** Calls about one system; limits are another test's matter. */
  function systemOf(gatewayId: string) {
    const url = (circuit: string, id?: string) =>
      `/hvacs/${gatewayId}/${circuit}/timePrograms${id === undefined ? '' : `/${id}`}`;
    const call = <T = Program>(method: string, path: string, body?: unknown, key?: string) => {
      sandbox.passTime(600_000);
      return sandbox.call<T>(method, path, { body, ...(key !== undefined && { key }) });
    };
    return {
      url,
      list: (circuit: string) => call<{ items: Program[] }>('GET', url(circuit)),
      read: (circuit: string, id: string) => call('GET', url(circuit, id)),
      put: (circuit: string, id: string, switchPoints: unknown, key?: string) =>
        call('PUT', url(circuit, id), { switchPoints }, key),
    };
  }

  async function commandsOf(gatewayId: string) {
    const { rows } = await sandbox.pool.query<{ status: string; writes: { path: string }[] }>(
      'SELECT status, writes FROM commands WHERE gateway_id = $1 ORDER BY accepted_at',
      [Number(gatewayId)],
    );
    return rows;
  }

  const MORNING: ProgramPoint[] = [
    { day: 'WE', time: '05:15', level: 'comfort' },
    { day: 'WE', time: '21:45', level: 'eco' },
  ];

  describe('of the virtual house', () => {
    const HOUSE = '101000001';
    const programs = () => systemOf(HOUSE);

    test('are listed with what they take, and one of them is active', async () => {
      const { status, body } = await programs().list('heatingCircuits/1');
      expect([status, body.items.map(({ id, active }) => [id, active])]).toEqual([
        200,
        [
          ['A', true],
          ['B', false],
        ],
      ]);
      for (const item of body.items) expect(Value.Check(TimeProgram, item)).toBe(true);
      expect(body.items[0]).toMatchObject({
        executedBy: 'GATEWAY',
        writable: true,
        unavailable: [],
        limits: {
          rasterMinutes: 15,
          maxPoints: 14,
          maxPointsPerDay: 2,
          endOfDay: true,
          levels: ['comfort', 'eco'],
        },
      });
      expect(body.items[0]?.switchPoints?.slice(0, 2)).toEqual([
        { day: 'MO', time: '06:00', level: 'comfort' },
        { day: 'MO', time: '22:00', level: 'eco' },
      ]);
      expect(body.items[0]?.switchPoints).toHaveLength(14);
    });

    test('one is replaced as a whole by one write, and the house follows it', async () => {
      const { read, put } = programs();
      const { clock } = (await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox')).body;
      const quarter = (Math.floor(Date.parse(clock.now) / QUARTER_MS) + 2) * QUARTER_MS;
      const [night, morning] = [pointAt(quarter, 'eco'), pointAt(quarter + QUARTER_MS, 'comfort')];
      const { status, body } = await put('heatingCircuits/1', 'A', [morning, night]);
      expect([status, body.switchPoints?.length]).toEqual([200, 2]);
      expect(body.switchPoints).toEqual(expect.arrayContaining([morning, night]));
      expect(Value.Check(TimeProgramReplaced, body)).toBe(true);
      expect((await read('heatingCircuits/1', 'A')).body.switchPoints).toEqual(body.switchPoints);
      const [command, ...more] = await commandsOf(HOUSE);
      expect([command?.status, command?.writes, more]).toMatchObject([
        'CONFIRMED',
        [{ path: '/heatingCircuits/hc1/switchPrograms/A' }],
        [],
      ]);
      const setpoint = async () => {
        sandbox.passTime(60_000);
        return (await sandbox.call('GET', `/hvacs/${HOUSE}/heatingCircuits/1`)).body['roomSetpoint'];
      };
      const minutes = Math.ceil((quarter - Date.parse(clock.now)) / 60_000);
      expect(await setpoint()).toBe(21);
      await sandbox.advance(`PT${minutes + 5}M`);
      expect(await setpoint()).toBe(18.5);
      await sandbox.advance('PT15M');
      expect(await setpoint()).toBe(21);
    });

    test('the one of hot water knows off, Eco+, Eco and Comfort', async () => {
      const { read, put } = programs();
      const before = await read('dhwCircuits/1', 'A');
      expect(before.body).toMatchObject({ active: true, limits: { levels: expect.any(Array) } });
      expect(before.body.limits.levels?.toSorted()).toEqual(['comfort', 'eco', 'ecoPlus', 'off']);
      expect(before.body.switchPoints?.slice(0, 2)).toEqual([
        { day: 'MO', time: '05:00', level: 'eco' },
        { day: 'MO', time: '22:00', level: 'ecoPlus' },
      ]);
      const points = [
        { day: 'MO', time: '00:00', level: 'comfort' },
        { day: 'SU', time: '23:45', level: 'off' },
      ];
      expect((await put('dhwCircuits/1', 'A', points)).body.switchPoints).toEqual(points);
    });

    test('writing one has a limit of its own, apart for each program', async () => {
      sandbox.passTime(600_000);
      const { url } = programs();
      const put = (id: string, circuit = 'heatingCircuits/1') =>
        sandbox.call('PUT', url(circuit, id), { body: { switchPoints: MORNING } });
      const first = await put('A');
      expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([200, '"time-program";q=1;w=10']);
      const second = await put('A');
      expect([second.status, second.body['policy']]).toEqual([429, 'time-program']);
      expect(Number(second.headers.get('retry-after'))).toBeGreaterThan(5);
      expect((await put('B')).status).toBe(200);
      expect((await put('A', 'heatingCircuits/2')).status).toBe(200);
      // Invented programs share one bucket.
      expect((await put('X1')).status).toBe(404);
      expect((await put('X2')).status).toBe(429);
      const read = await sandbox.call('GET', url('heatingCircuits/1', 'A'));
      expect([read.status, read.headers.get('ratelimit-policy')]).toEqual([200, '"gateway";q=3;w=6']);
      sandbox.passTime(10_000);
      expect((await put('A')).status).toBe(200);
    });

    test('the same request under its key is one command', async () => {
      const { url } = programs();
      const before = await commandsOf(HOUSE);
      const send = (switchPoints: unknown) => {
        sandbox.passTime(600_000);
        const headers = { 'idempotency-key': 'week-1' };
        return sandbox.call<Program>('PUT', url('heatingCircuits/1', 'B'), {
          body: { switchPoints },
          headers,
        });
      };
      const [first, again] = [await send(MORNING), await send(MORNING)];
      expect([first.status, again.status, again.body.commandId]).toEqual([200, 200, first.body.commandId]);
      expect((await send(MORNING.slice(1))).body.code).toBe('idempotency-key-reused');
      expect(await commandsOf(HOUSE)).toHaveLength(before.length + 1);
    });

    test('an unknown number or program is not there, and a stranger learns nothing', async () => {
      const { read, put, list } = programs();
      for (const circuit of ['heatingCircuits/7', 'dhwCircuits/2']) {
        expect([circuit, (await list(circuit)).status]).toEqual([circuit, 404]);
        expect([circuit, (await put(circuit, 'A', MORNING)).status]).toEqual([circuit, 404]);
      }
      expect((await read('heatingCircuits/1', 'Z')).body.code).toBe('not-found');
      const stranger = await put('heatingCircuits/1', 'A', MORNING, northwind.key);
      expect([stranger.status, stranger.body.code]).toEqual([403, 'access-not-granted']);
    });
  });

  describe('are refused precisely, and nothing is sent', () => {
    test.each([
      ['no switch point', [], [400, { code: 'request-invalid' }]],
      [
        'a day that is none',
        [{ day: 'Mo', time: '06:00', level: 'eco' }],
        [400, { code: 'request-invalid' }],
      ],
      [
        'a time that is none',
        [{ day: 'MO', time: '6:00', level: 'eco' }],
        [400, { code: 'request-invalid' }],
      ],
      ['25:00', [{ day: 'MO', time: '25:00', level: 'eco' }], [400, { code: 'request-invalid' }]],
      ['a word of the gateway as field', [{ day: 'MO', time: '06:00', setpoint: 'eco' }], [400, {}]],
      [
        'a time twice',
        [
          { day: 'MO', time: '06:00', level: 'eco' },
          { day: 'TU', time: '06:00', level: 'eco' },
          { day: 'MO', time: '06:00', level: 'comfort' },
        ],
        [400, { code: 'request-invalid', errors: [{ pointer: '/switchPoints/2' }] }],
      ],
      [
        'a time beside the raster',
        [
          { day: 'MO', time: '06:00', level: 'eco' },
          { day: 'MO', time: '06:10', level: 'eco' },
        ],
        [422, { code: 'value-out-of-range', field: 'switchPoints.1.time', max: '23:45', step: '00:15' }],
      ],
      [
        'the end of the day where no day has one',
        [{ day: 'MO', time: '24:00', level: 'eco' }],
        [422, { code: 'value-out-of-range', field: 'switchPoints.0.time', max: '23:45' }],
      ],
      [
        'a level of nobody',
        [{ day: 'MO', time: '06:00', level: 'party' }],
        [422, { code: 'value-not-allowed', field: 'switchPoints.0.level', allowed: ['comfort', 'eco'] }],
      ],
      [
        'a temperature where levels are named',
        [{ day: 'MO', time: '06:00', level: 21 }],
        [422, { code: 'value-not-allowed', allowed: ['comfort', 'eco'] }],
      ],
      [
        'more than a day takes',
        Array.from({ length: 7 }, (_, hour) => ({ day: 'TU', time: `0${hour}:00`, level: 'eco' })),
        [422, { code: 'value-out-of-range', field: 'switchPoints', day: 'TU', max: 6 }],
      ],
      [
        'more than a program takes',
        ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU', 'MO'].flatMap((day, block) =>
          Array.from({ length: 6 }, (_, hour) => ({
            day,
            time: `${block === 7 ? 1 : 0}${hour}:00`,
            level: 'eco',
          })),
        ),
        [422, { code: 'value-out-of-range', field: 'switchPoints', max: 42 }],
      ],
    ])('%s', async (_name, switchPoints, [status, body]) => {
      const { gatewayId, appliance, put } = await connect(icomBoiler());
      const before = appliance.read();
      const answer = await put('heatingCircuits/1', 'A', switchPoints);
      expect([answer.status, answer.body]).toMatchObject([status, body as object]);
      expect(await commandsOf(gatewayId)).toEqual([]);
      expect(appliance.read()).toEqual(before);
    });

    test('a program that the gateway does not let be written', async () => {
      const { read, put } = await connect(canHeatPump());
      expect((await read('heatingCircuits/1', 'Family')).body.writable).toBe(false);
      const answer = await put('heatingCircuits/1', 'Family', [
        { day: 'MO', time: '06:00', level: 'comfort' },
      ]);
      expect([answer.status, answer.body]).toMatchObject([
        422,
        { code: 'not-supported-by-gateway', capability: 'heatingCircuits.1.timePrograms.Family' },
      ]);
    });

    test('a circuit without programs, and a kind of circuit that is not there', async () => {
      const { list, read, put } = await connect(withoutPrograms());
      expect((await list('heatingCircuits/1')).body).toEqual({ items: [], nextCursor: null });
      for (const answer of [
        await read('heatingCircuits/1', 'A'),
        await put('heatingCircuits/1', 'A', MORNING),
      ]) {
        expect([answer.status, answer.body]).toMatchObject([
          422,
          { capability: 'heatingCircuits.1.timePrograms' },
        ]);
      }
      expect(await list('dhwCircuits/1')).toMatchObject({ status: 422, body: { capability: 'dhwCircuits' } });
    });

    test('a gateway that is away', async () => {
      const { gatewayId, read, put } = await connect(icomBoiler());
      await connected.pop()?.end();
      await sandbox.advance('PT5M');
      const answer = await put('heatingCircuits/1', 'A', MORNING);
      expect([answer.status, answer.body.code]).toEqual([503, 'gateway-offline']);
      expect(await commandsOf(gatewayId)).toEqual([]);
      expect((await read('heatingCircuits/1', 'A')).body).toMatchObject({ connectivity: 'OFFLINE' });
    });
  });

  describe('of every family', () => {
    test('ICOM boiler: levels, temperatures, hot water and its circulation pump', async () => {
      const { appliance, read, put, list } = await connect(icomBoiler());
      const heating = await list('heatingCircuits/1');
      expect(heating.body.items.map(({ id, active }) => [id, active])).toEqual([
        ['A', false],
        ['B', true],
      ]);
      const rooms = await read('heatingCircuits/2', 'A');
      expect(rooms.body).toMatchObject({
        switchPoints: [{ day: 'MO', time: '06:00', level: 21.5 }],
        limits: { temperature: { min: 5, max: 30, step: 0.5 } },
      });
      expect(rooms.body.limits.levels).toBeUndefined();
      const warm = [{ day: 'SA', time: '08:00', level: 22.5 }];
      expect((await put('heatingCircuits/2', 'A', warm)).status).toBe(200);
      for (const level of [4.5, 30.5, 20.2, 'comfort']) {
        const answer = await put('heatingCircuits/2', 'A', [{ day: 'SA', time: '08:00', level }]);
        expect([level, answer.body]).toMatchObject([level, { code: 'value-out-of-range', min: 5, max: 30 }]);
      }
      const [water, pump] = (await list('dhwCircuits/1')).body.items;
      // It goes by the program of the heating.
      expect([water?.id, water?.active, water?.limits.levels]).toEqual(['A', false, ['comfort', 'off']]);
      expect([pump?.id, pump?.limits.levels]).toEqual(['cp', ['on', 'off']]);
      const points = [{ day: 'MO', time: '04:00', level: 'comfort' }];
      expect((await put('dhwCircuits/1', 'A', points)).status).toBe(200);
      expect((await put('dhwCircuits/1', 'cp', points)).body).toMatchObject({ allowed: ['on', 'off'] });
      expect(appliance.read()).toMatchObject({
        '/heatingCircuits/hc2/switchPrograms/A': [{ dayOfWeek: 'Sa', time: 480, setpoint: 22.5 }],
        '/dhwCircuits/dhw1/switchPrograms/A': [{ dayOfWeek: 'Mo', time: 240, setpoint: 'high' }],
      });
    });

    test('CAN heat pump: names of its own, half hours, two points a day, and days that end at 24:00', async () => {
      const { appliance, read, put } = await connect(canHeatPump());
      const heating = await read('heatingCircuits/1', 'Program1');
      expect(heating.body).toMatchObject({
        active: false,
        switchPoints: [
          { day: 'MO', time: '05:30', level: 'comfort' },
          { day: 'MO', time: '22:00', level: 'eco' },
        ],
        limits: { rasterMinutes: 30, maxPointsPerDay: 2, endOfDay: true },
      });
      const points = [
        { day: 'MO', time: '05:30', level: 'comfort' },
        { day: 'MO', time: '24:00', level: 'eco' },
      ];
      expect((await put('heatingCircuits/1', 'Program1', points)).body.switchPoints).toEqual(points);
      expect(appliance.read()['/heatingCircuits/hc1/switchPrograms/Program1']).toEqual([
        { dayOfWeek: 'Mo', time: 330, setpoint: 'normal' },
        { dayOfWeek: 'Mo', time: 1_440, setpoint: 'exception' },
      ]);
      const quarter = await put('heatingCircuits/1', 'Program1', [
        { day: 'MO', time: '05:15', level: 'eco' },
      ]);
      expect(quarter.body).toMatchObject({ code: 'value-out-of-range', max: '24:00', step: '00:30' });
      const water = await read('dhwCircuits/1', 'Program1');
      expect(water.body).toMatchObject({ active: true, limits: { levels: ['on', 'off'] } });
    });

    test('EasyControl: temperatures, and weeks that begin on Sunday', async () => {
      const { read, put, list } = await connect(easyControl());
      const rooms = await read('heatingCircuits/1', 'pg1');
      expect(rooms.body.switchPoints).toEqual([
        { day: 'MO', time: '03:00', level: 18 },
        { day: 'SU', time: '00:00', level: 21 },
      ]);
      const points = [{ day: 'SU', time: '07:20', level: 19.5 }];
      expect((await put('heatingCircuits/1', 'pg1', points)).body.switchPoints).toEqual(points);
      const [water] = (await list('dhwCircuits/1')).body.items;
      expect([water?.id, water?.limits.levels]).toEqual(['pg1', ['comfort', 'off']]);
    });
  });

  test('two companies that write one program at once: one of the two programs is there whole, and each is told what became of its own', async () => {
    const { gatewayId, read, put } = await connect(icomBoiler());
    await sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId, companyId: northwind.companyId } });
    const programOf = (level: string) =>
      (['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const).map((day) => ({ day, time: '06:00', level }));
    const answers = await Promise.all([
      put('heatingCircuits/1', 'A', programOf('comfort')),
      put('heatingCircuits/1', 'A', programOf('eco'), northwind.key),
    ]);
    const { body } = await read('heatingCircuits/1', 'A');
    expect([programOf('comfort'), programOf('eco')]).toContainEqual(body.switchPoints);
    const commands = await commandsOf(gatewayId);
    // The earlier one may have left already; if it still waits, the later one takes its place.
    expect(commands.map(({ status }) => status).toSorted()).toEqual([
      'CONFIRMED',
      expect.stringMatching(/^(CONFIRMED|SUPERSEDED)$/),
    ]);
    const fates = answers.map(({ status, body: answer }) => (status === 200 ? 'CONFIRMED' : answer.code));
    const told = commands.map(({ status }) => (status === 'CONFIRMED' ? status : 'superseded'));
    expect(told).toEqual(expect.arrayContaining(fates));
    expect(fates).toEqual(expect.arrayContaining(told));
  });

  test('another value read back than was written is refused by the gateway, and the program it has is told', async () => {
    const tree = icomBoiler();
    const { appliance, read, put } = await connect(tree);
    const kept: LinkValue = [{ dayOfWeek: 'Mo', time: 360, setpoint: 'eco' }];
    appliance.write = () => ({ status: 'CONFIRMED', value: kept });
    const answer = await put('heatingCircuits/1', 'A', MORNING);
    expect([answer.status, answer.body.code]).toEqual([422, 'refused-by-gateway']);
    expect((await read('heatingCircuits/1', 'A')).body.switchPoints).toEqual([
      { day: 'MO', time: '06:00', level: 'eco' },
    ]);
  });

  test.runIf(recorded.length === 0)('recorded trees are not present here', () => {
    expect(recorded).toEqual([]);
  });

  test.each(recorded)('%s: what is read can be written, and changes nothing', async (name) => {
    const tree = loadTree(join(TREES, name));
    const { appliance, list, put } = await connect(tree);
    const before = appliance.read();
    const shown: string[] = [];
    for (const circuit of ['heatingCircuits/1', 'heatingCircuits/2', 'dhwCircuits/1']) {
      const { status, body } = await list(circuit);
      if (status !== 200) continue;
      for (const { id, writable, switchPoints, limits, executedBy } of body.items) {
        // Those of the platform are no leaves of the tree.
        if (executedBy === 'PLATFORM') continue;
        shown.push(`${circuit}/${id}`);
        if (limits.levels) {
          for (const { level } of switchPoints ?? []) expect(limits.levels).toContain(level);
        }
        const answer = await put(circuit, id, switchPoints);
        expect([circuit, id, answer.status]).toEqual([circuit, id, writable ? 200 : 422]);
      }
    }
    for (const [path, value] of Object.entries(appliance.read()))
      expect(weekOf(value)).toEqual(weekOf(before[path]));
    expect(shown).toHaveLength(
      [...tree.leaves.values()].filter(({ leaf }) => leaf.type === 'switchProgram').length,
    );
  });
});

/** The order of days is the gateway's own matter. */
function weekOf(value: LinkValue | undefined): unknown {
  if (!Array.isArray(value)) return value;
  return value
    .map((item) =>
      typeof item === 'string' ? item : `${item.dayOfWeek} ${item.time} ${JSON.stringify(item.setpoint)}`,
    )
    .toSorted();
}
