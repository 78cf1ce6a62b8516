import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeCompanyStatus } from '../../src/access/index.ts';
import { activeCompany } from '../harness/companies.ts';
import { openStream, type EventSource } from '../harness/event-source.ts';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startOwnersSandbox, switchOn, type TestOwner } from '../harness/owners.ts';
import { twoCircuits } from '../harness/two-circuits.ts';
import { unzip } from '../harness/zip.ts';

interface Change {
  commandId: string;
  by: { kind: string; name: string };
  status: string;
  changes: { resource: string; from?: unknown; to?: unknown }[];
  undoes?: string;
  undoneBy?: { commandId: string };
  notUndoable?: string;
}
type Items<T> = { items: T[]; nextCursor?: string | null };

let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
let landlord: TestOwner;
let stranger: TestOwner;

beforeAll(async () => {
  sandbox = await startOwnersSandbox();
  landlord = sandbox.landlord;
  stranger = await sandbox.newOwner('stranger');
});
afterAll(() => sandbox.stop());

const codeOf = ({ status, body }: { status: number; body: object }) => [
  status,
  (body as { code?: string }).code,
];

describe('companies to share with', () => {
  const names = async (search: string) => {
    const path = `/owner/companies?search=${encodeURIComponent(search)}`;
    const { body } = await landlord.call<Items<{ name: string }> & { hasMore: boolean }>('GET', path);
    return body.items.map(({ name }) => name);
  };

  test('are found by a part of their name, whatever its case, and its signs mean themselves', async () => {
    const [first] = sandbox.world.companies;
    expect(await names(first?.name.slice(1, 6).toUpperCase() ?? '')).toContain(first?.name);
    expect(await names('%')).toEqual([]);
    expect(await names('_')).toEqual([]);
  });

  test('are only those in service that owners may share with', async () => {
    const { access } = sandbox.app.domains;
    const { companyId } = await activeCompany(access);
    const name = (await access.companies.get(companyId))?.name ?? '';
    expect(await names(name)).toEqual([name]);
    const suspension = { companyId, action: 'SUSPEND', reason: 'test' } as const;
    await access.transact((unit) => changeCompanyStatus(access, unit, suspension));
    expect(await names(name)).toEqual([]);
  });
});

describe('a remote change', () => {
  let gateway: ManualGateway;
  const CIRCUIT = '/heatingCircuits/hc1';

  beforeAll(async () => {
    gateway = await ManualGateway.register(sandbox, twoCircuits());
    gateway.onCommand = (command) => void gateway.answer(gateway.execute(command));
    await gateway.connect();
  });
  afterAll(() => gateway.cut());

  const patch = async (body: object) => {
    sandbox.passTime(3_600_000);
    const path = `/hvacs/${gateway.gatewayId}/heatingCircuits/1`;
    const answer = await sandbox.call<{ commandId: string }>('PATCH', path, { body });
    expect(answer.status).toBe(200);
    return answer.body.commandId;
  };
  const changes = async (owner = landlord) =>
    (await owner.call<Items<Change>>('GET', `/owner/gateways/${gateway.gatewayId}/commands`)).body.items;
  const undo = (commandId: string, owner = landlord) =>
    owner.call<{ commandId: string; status: string }>(
      'POST',
      `/owner/gateways/${gateway.gatewayId}/commands/${commandId}/undo`,
    );
  const valueOf = (path: string) => gateway.appliance.read()[path];

  test('is seen with who, from what and to what, and undone in one step, once', async () => {
    const commandId = await patch({ operationMode: 'MANUAL', manualRoomSetpoint: 23 });
    const [seen] = await changes();
    expect(seen).toMatchObject({
      commandId,
      by: { kind: 'COMPANY', name: sandbox.world.companies[0]?.name },
      status: 'CONFIRMED',
      changes: [
        { resource: `${CIRCUIT}/operationMode`, from: 'auto', to: 'manual' },
        { resource: `${CIRCUIT}/manualRoomSetpoint`, from: 20, to: 23 },
      ],
    });
    expect(seen?.notUndoable).toBeUndefined();

    const before = gateway.delivered.length;
    const undone = await undo(commandId);
    expect([undone.status, undone.body.status]).toEqual([200, 'CONFIRMED']);
    expect([valueOf(`${CIRCUIT}/operationMode`), valueOf(`${CIRCUIT}/manualRoomSetpoint`)]).toEqual([
      'auto',
      20,
    ]);
    // Backwards, so that every state on the way was one before.
    expect(gateway.delivered.at(-1)?.writes.map(({ path }) => path)).toEqual([
      `${CIRCUIT}/manualRoomSetpoint`,
      `${CIRCUIT}/operationMode`,
    ]);

    expect((await undo(commandId)).body.commandId).toBe(undone.body.commandId);
    expect(gateway.delivered).toHaveLength(before + 1);
    const [mine, theirs] = await changes();
    expect(mine).toMatchObject({ by: { kind: 'OWNER' }, undoes: commandId, notUndoable: 'nothing-to-undo' });
    expect(theirs?.undoneBy?.commandId).toBe(undone.body.commandId);
  });

  test('stands in the record with from and to, and its undo beside it', async () => {
    const path = `/owner/gateways/${gateway.gatewayId}/access-record`;
    const { body } = await landlord.call<Items<{ kind: string; action?: string; detail?: object }>>(
      'GET',
      path,
    );
    const commands = body.items.filter(({ action }) => action === 'COMMAND').map(({ detail }) => detail);
    expect(commands).toMatchObject([
      { undoes: expect.stringMatching(/^cmd_/) as string },
      {
        changes: [
          { from: 'auto', to: 'manual' },
          { from: 20, to: 23 },
        ],
      },
    ]);
  });

  test('is not heard of by the company when an owner takes it back, but what it reads is the value', async () => {
    await sandbox.settle();
    const told = (await sandbox.inbox()).filter(
      ({ body }) => body.type === 'COMMAND_STATUS' && body.gatewayid === gateway.gatewayId,
    );
    expect(told).toHaveLength(1);
    const { body } = await sandbox.call('GET', `/hvacs/${gateway.gatewayId}/heatingCircuits/1`);
    expect(body['manualRoomSetpoint']).toBe(20);
  });

  test('is left as it is when the value has changed since', async () => {
    const commandId = await patch({ manualRoomSetpoint: 24 });
    gateway.appliance.write(`${CIRCUIT}/manualRoomSetpoint`, 19);
    await gateway.report();
    await sandbox.settle();
    const answer = await undo(commandId);
    expect(codeOf(answer)).toEqual([409, 'changed-since']);
    expect(valueOf(`${CIRCUIT}/manualRoomSetpoint`)).toBe(19);
    expect((await changes())[0]?.notUndoable).toBe('changed-since');
  });

  test('that was not carried out has nothing to undo', async () => {
    gateway.onCommand = (command) => void gateway.answer(gateway.refuse(command));
    sandbox.passTime(3_600_000);
    const path = `/hvacs/${gateway.gatewayId}/heatingCircuits/2`;
    await sandbox.call('PATCH', path, { body: { manualRoomSetpoint: 22 } });
    gateway.onCommand = (command) => void gateway.answer(gateway.execute(command));
    const [refused] = await changes();
    expect(refused?.status).toBe('REFUSED');
    expect(codeOf(await undo(refused?.commandId ?? ''))).toEqual([409, 'nothing-to-undo']);
  });

  test('of a whole time program comes back as it was', async () => {
    sandbox.passTime(3_600_000);
    const path = `/hvacs/${gateway.gatewayId}/heatingCircuits/1/timePrograms/A`;
    const switchPoints = [{ day: 'TU', time: '07:00', level: 'comfort' }];
    const { status } = await sandbox.call('PUT', path, { body: { switchPoints } });
    expect(status).toBe(200);
    const [put] = await changes();
    expect((await undo(put?.commandId ?? '')).status).toBe(200);
    expect(valueOf(`${CIRCUIT}/switchPrograms/A`)).toEqual([{ dayOfWeek: 'Mo', time: 360, setpoint: 'eco' }]);
  });

  test('is not there for a stranger, who cannot undo it either', async () => {
    const commandId = await patch({ manualRoomSetpoint: 21 });
    expect(codeOf(await undo(commandId, stranger))).toEqual([404, 'not-found']);
    const path = `/owner/gateways/${gateway.gatewayId}`;
    expect((await stranger.call('GET', `${path}/commands`)).status).toBe(404);
    expect((await stranger.call('GET', path)).status).toBe(404);
    expect(valueOf(`${CIRCUIT}/manualRoomSetpoint`)).toBe(21);
  });

  test('cannot be undone while the gateway is away, and can be afterwards', async () => {
    const [last] = await changes();
    await gateway.cut();
    expect(codeOf(await undo(last?.commandId ?? ''))).toEqual([503, 'gateway-offline']);
    await gateway.connect();
    expect((await undo(last?.commandId ?? '')).status).toBe(200);
  });
});

describe('a gateway of one’s own', () => {
  interface Made {
    gatewayId: string;
    labelPassword: string;
    mqtt: { host: string; port: number; username: string; password: string; baseTopic: string };
  }
  const add = (owner: TestOwner, gatewayType = 'EMS_ESP') =>
    owner.call<Made>('POST', '/owner/own-gateways', { gatewayType, brand: 'BUDERUS' });

  test('is the owner’s at once, connects with what was shown, and is gone with its values when removed', async () => {
    const ann = await sandbox.newOwner('ann');
    const { status, body } = await add(ann, 'K40');
    const { gatewayId, mqtt } = body;
    expect([status, mqtt.username, mqtt.baseTopic]).toEqual([201, gatewayId, `gw/${gatewayId}`]);
    expect(`mqtt://${mqtt.host}:${mqtt.port}`).toBe(sandbox.world.mqttUrl);
    const house = await switchOn(sandbox, { gatewayId, mqttPassword: mqtt.password });
    await sandbox.settle();
    const { body: seen } = await ann.call('GET', `/owner/gateways/${gatewayId}`);
    expect(seen).toMatchObject({
      isOwn: true,
      role: 'MAIN',
      connectivity: 'ONLINE',
      systemType: 'HEAT_PUMP',
    });
    expect(typeof seen['roomTemperature']).toBe('number');

    const path = `/owner/own-gateways/${gatewayId}`;
    expect((await stranger.call('DELETE', path)).status).toBe(404);
    expect((await ann.call('DELETE', path)).status).toBe(204);
    await house.end();
    for (const table of ['gateways', 'claims', 'twin', 'recordings', 'commands']) {
      const { rows } = await sandbox.pool.query(`SELECT 1 FROM ${table} WHERE gateway_id = $1`, [
        Number(gatewayId),
      ]);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    const again = connectAsync(
      sandbox.world.mqttUrl,
      { username: gatewayId, password: mqtt.password, reconnectPeriod: 0 },
      false,
    );
    await expect(again).rejects.toThrow();
  });

  test('that came with a label is not removed this way', async () => {
    const { gatewayId } = await sandbox.newGateway();
    expect((await landlord.call('DELETE', `/owner/own-gateways/${gatewayId}`)).status).toBe(404);
    expect((await landlord.call('GET', `/owner/gateways/${gatewayId}`)).status).toBe(200);
  });

  test('is one of at most ten, also when two are asked for at once', async () => {
    const ben = await sandbox.newOwner('ben');
    for (let made = 0; made < 9; made += 1) expect((await add(ben)).status).toBe(201);
    const both = await Promise.all([add(ben), add(ben)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });
});

describe('an export', () => {
  interface Made {
    exportId: string;
    status: string;
    links: { name: string; downloads: number }[];
  }
  let exported: string;
  const ready = async (owner: TestOwner) => {
    const { body } = await owner.call<Made>('POST', '/owner/exports');
    await sandbox.app.domains.exports.settled();
    return body.exportId;
  };
  const fetched = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(url, { headers });
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const state = async (owner = landlord) =>
    (await owner.call<Made>('GET', `/owner/exports/${exported}`)).body;

  test('holds everything of its owner, as files that explain themselves', async () => {
    const gatewayId = '101000001';
    exported = await ready(landlord);
    expect(await state()).toMatchObject({ status: 'READY' });
    const mailbox = `/sandbox/mailbox?to=${encodeURIComponent(landlord.email)}`;
    const { body } = await sandbox.call<{ items: object[] }>('GET', mailbox, { key: null });
    expect(body.items[0]).toMatchObject({
      template: 'export-ready',
      link: expect.stringMatching(/\/portal\/data$/) as string,
    });
    const { status, bytes } = await fetched(`${sandbox.app.url}/owner/exports/${exported}/download`, {
      'test-owner': landlord.ownerId,
    });
    expect(status).toBe(200);
    const files = unzip(bytes);
    const json = (name: string) => JSON.parse(files.get(name) ?? 'null') as Record<string, unknown>[];
    expect(files.get('README.txt')).toContain('access-record.json');
    expect(json('account.json')).toMatchObject({ ownerId: landlord.ownerId, email: landlord.email });
    expect(json('gateways.json').map((one) => one['gatewayId'])).toContain(gatewayId);
    expect(json('contracts.json')[0]).toMatchObject({ receipt: { kid: expect.any(String) as string } });
    expect(json(`systems/${gatewayId}/system.json`)).toMatchObject({
      leaves: expect.any(Array) as unknown[],
    });
    for (const list of ['changes', 'notifications', 'access-record'])
      expect(json(`systems/${gatewayId}/${list}.json`)).toEqual(expect.any(Array));
    const series = [...files].filter(([name]) => name.startsWith(`systems/${gatewayId}/recordings/`));
    const raw = series.find(([name]) => name.includes('roomTemperature.RAW'))?.[1] ?? '';
    const { rows } = await sandbox.pool.query(
      'SELECT DISTINCT point, instance FROM recordings WHERE gateway_id = $1',
      [Number(gatewayId)],
    );
    expect(series).toHaveLength(3 * rows.length);
    expect(raw.split('\r\n').length).toBeGreaterThan(2);
    expect(raw.match(/from/g)).toHaveLength(1);
  });

  test('is fetched by a third party with a link, counted and in the record, until it is revoked', async () => {
    const body = { name: 'My energy adviser', validDays: 30 };
    const path = `/owner/exports/${exported}/link`;
    expect((await stranger.call('POST', path, body)).status).toBe(404);
    const { body: link } = await landlord.call<{ url: string; linkId: string }>('POST', path, body);
    expect((await fetched(link.url)).status).toBe(200);
    expect((await fetched(link.url)).status).toBe(200);
    expect((await state()).links).toMatchObject([{ name: 'My energy adviser', downloads: 2 }]);
    const record = '/owner/gateways/101000001/access-record?limit=3';
    const { body: told } = await landlord.call<Items<{ action?: string; actor: object }>>('GET', record);
    expect(told.items.filter(({ action }) => action === 'EXPORT_DOWNLOADED')[0]?.actor).toEqual({
      kind: 'LINK',
      id: link.linkId,
      name: 'My energy adviser',
    });
    // It outlives the seven days of the export.
    const { rows } = await sandbox.pool.query<{ days: number }>(
      'SELECT extract(day FROM expires_at - created_at)::int AS days FROM owner_exports WHERE export_id = $1',
      [exported],
    );
    expect(rows[0]?.days).toBeGreaterThanOrEqual(30);

    expect((await stranger.call('DELETE', `${path}/${link.linkId}`)).status).toBe(404);
    expect((await landlord.call('DELETE', `${path}/${link.linkId}`)).status).toBe(204);
    expect((await fetched(link.url)).status).toBe(404);
    expect((await fetched(`${sandbox.app.url}/exports/hgExport_${'x'.repeat(43)}`)).status).toBe(404);
  });

  test('is nobody else’s, and goes with the account', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/download'],
      ['DELETE', ''],
    ] as const)
      expect((await stranger.call(method, `/owner/exports/${exported}${path}`)).status).toBe(404);

    const eve = await sandbox.newOwner('eve');
    const own = await ready(eve);
    const { body: link } = await eve.call<{ url: string }>('POST', `/owner/exports/${own}/link`, {
      name: 'x',
      validDays: 1,
    });
    expect((await eve.call('DELETE', '/owner/me')).status).toBe(204);
    expect((await fetched(link.url)).status).toBe(404);
  });

  test('is one of at most three', async () => {
    const flo = await sandbox.newOwner('flo');
    for (let made = 0; made < 3; made += 1) await ready(flo);
    expect(codeOf(await flo.call('POST', '/owner/exports'))).toEqual([409, 'limit-reached']);
  });
});

describe('the live stream', () => {
  const open = (owner: TestOwner) =>
    openStream(sandbox, '/owner/stream', { headers: { 'test-owner': owner.ownerId } });
  const ofType = (type: string) => (frame: EventSource['frames'][number]) => frame.event === type;

  test('tells of own gateways without any company, and strangers nothing', async () => {
    const gateway = await sandbox.newGateway();
    const [mine, theirs] = [await open(landlord), await open(stranger)];
    await mine.until(ofType('READY'));
    const house = await switchOn(sandbox, gateway);
    await sandbox.settle();
    const ofGateway = (type: string) => (frame: EventSource['frames'][number]) =>
      frame.event === type && frame.data?.['gatewayId'] === gateway.gatewayId;
    const { data } = await mine.until(ofGateway('DATA_POINT'));
    expect(data).toMatchObject({ type: 'DATA_POINT', data: { points: expect.any(Array) as unknown[] } });
    await landlord.call('POST', `/owner/gateways/${gateway.gatewayId}/co-owners`, { email: stranger.email });
    await mine.until(ofGateway('ACCESS_RECORD'));
    expect(theirs.frames.filter(({ data: told }) => told?.['gatewayId'] !== undefined)).toEqual([]);
    await house.end();
    await Promise.all([mine.close(), theirs.close()]);
  });

  test('ends when the account is gone', async () => {
    const gus = await sandbox.newOwner('gus');
    const stream = await open(gus);
    await stream.until(ofType('READY'));
    await gus.call('DELETE', '/owner/me');
    const { data } = await stream.until(ofType('problem'));
    expect(data?.['code']).toBe('sign-in-required');
    await stream.ended;
  });

  test('is one of at most ten of an owner', async () => {
    const hal = await sandbox.newOwner('hal');
    const streams = await Promise.all(Array.from({ length: 10 }, () => open(hal)));
    await Promise.all(streams.map((stream) => stream.until(ofType('READY'))));
    expect(codeOf(await hal.call('GET', '/owner/stream'))).toEqual([409, 'limit-reached']);
    await Promise.all(streams.map((stream) => stream.close()));
  });
});
