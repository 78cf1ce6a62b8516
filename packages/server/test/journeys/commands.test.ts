import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EVENT_DATA, type Command } from '@hearthgate/wire';
import { Value } from 'typebox/value';
import { createApiKey, shareGateway } from '../../src/access/index.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';
import { ManualGateway } from '../harness/manual-gateway.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { OUTDOOR, twoCircuits } from '../harness/two-circuits.ts';

type Problem = Partial<Command> & { code?: string; by?: string; maximum?: number };

let sandbox: TestSandbox;
let gateway: ManualGateway;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  gateway = await ManualGateway.register(sandbox, twoCircuits());
  await gateway.connect();
});
afterEach(async () => {
  if (gateway.connected) await gateway.cut();
});

interface Wish {
  readonly prefer?: string;
  readonly query?: string;
  readonly key?: string;
  readonly idempotencyKey?: string;
  readonly circuit?: number;
}

function patch(body: object, { prefer, query = '', key, idempotencyKey, circuit = 1 }: Wish = {}) {
  // Limits are a test of their own.
  sandbox.passTime(600_000);
  return sandbox.call<Problem>('PATCH', `/hvacs/${gateway.gatewayId}/heatingCircuits/${circuit}${query}`, {
    body,
    ...(key !== undefined && { key }),
    headers: {
      ...(prefer !== undefined && { prefer }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    },
  });
}

async function read(commandId = '', key?: string): Promise<Command> {
  sandbox.passTime(60_000);
  const path = `/hvacs/${gateway.gatewayId}/commands/${commandId}`;
  return (await sandbox.call<Command>('GET', path, key === undefined ? {} : { key })).body;
}

async function list(query = '', key?: string) {
  sandbox.passTime(60_000);
  const path = `/hvacs/${gateway.gatewayId}/commands${query}`;
  return sandbox.call<{ items: Command[]; nextCursor: string | null }>(
    'GET',
    path,
    key === undefined ? {} : { key },
  );
}

async function told() {
  await sandbox.settle();
  return (await sandbox.inbox())
    .filter(({ body }) => body.type === 'COMMAND_STATUS' && body.gatewayid === gateway.gatewayId)
    .map(({ body }) => body.data);
}

/** Another company with which the owner shares the gateway as well. */
async function otherCompany(): Promise<string> {
  const { access } = sandbox.app.domains;
  const { companyId } = await activeCompany(access, { acceptance: AUTOMATIC });
  const ownerId = sandbox.world.owners[0]?.ownerId ?? '';
  await shareGateway(
    { access, ownerId },
    { companyId, gatewayId: Number(gateway.gatewayId), language: 'en' },
  );
  return (await createApiKey(access, { companyId })).apiKey;
}

/** A command that is in flight, so that others wait. */
async function occupy(): Promise<void> {
  await patch({ activeTimeProgram: 'B' }, { prefer: 'wait=0', circuit: 2 });
  await gateway.delivery(1);
}

const inHours = (hours: number) =>
  `?expiresAt=${new Date(sandbox.app.domains.access.clock.now() + hours * 3_600_000).toISOString()}`;

describe('superseding', () => {
  test('a waiting command whose every leaf a newer one writes is never sent; its caller hears of it at once', async () => {
    await occupy();
    const waiting = patch({ operationMode: 'MANUAL' }, { prefer: 'wait=30' });
    await gateway.until(async () => (await list()).body.items.length === 2);
    const newer = await patch({ operationMode: 'AUTO', manualRoomSetpoint: 19 }, { prefer: 'wait=0' });
    const { status, body } = await waiting;
    const by = newer.body.commandId;
    expect([status, body.code, body.by]).toEqual([409, 'superseded', by]);
    expect(await read(body.commandId)).toMatchObject({
      status: 'SUPERSEDED',
      reason: 'superseded-by',
      supersededBy: by,
      results: [],
    });

    await gateway.answer(gateway.execute(await gateway.delivery(1)));
    const second = await gateway.delivery(2);
    expect(second.cid).toBe(by);
    await gateway.answer(gateway.execute(second));
    expect(gateway.delivered).toHaveLength(2);
    const events = await told();
    expect(events.map(({ status: end, supersededBy }) => [end, supersededBy])).toEqual([
      ['SUPERSEDED', by],
      ['CONFIRMED', undefined],
      ['CONFIRMED', undefined],
    ]);
    for (const event of events) expect(Value.Check(EVENT_DATA.COMMAND_STATUS, event)).toBe(true);
  });

  test('one that writes another leaf too stays, and both are carried out in order', async () => {
    await occupy();
    const older = await patch({ operationMode: 'MANUAL', manualRoomSetpoint: 22 }, { prefer: 'wait=0' });
    const newer = await patch({ manualRoomSetpoint: 18 }, { prefer: 'wait=0' });
    for (const no of [1, 2, 3]) await gateway.answer(gateway.execute(await gateway.delivery(no)));
    expect(gateway.delivered.slice(1).map(({ cid }) => cid)).toEqual([
      older.body.commandId,
      newer.body.commandId,
    ]);
    expect(gateway.appliance.read()).toMatchObject({
      '/heatingCircuits/hc1/operationMode': 'manual',
      '/heatingCircuits/hc1/manualRoomSetpoint': 18,
    });
    await sandbox.settle();
    expect((await read(older.body.commandId)).status).toBe('CONFIRMED');
  });

  test('one in flight is never superseded, also when the gateway was away meanwhile', async () => {
    const older = await patch({ operationMode: 'MANUAL' }, { prefer: 'wait=0' });
    await gateway.delivery(1);
    await gateway.cut();
    const newer = await patch(
      { operationMode: 'AUTO' },
      { prefer: 'respond-async, wait=0', query: inHours(1) },
    );
    expect(newer.status).toBe(202);
    expect((await read(older.body.commandId)).status).toBe('SENT');
    await gateway.connect();
    const again = await gateway.delivery(2);
    expect(again.cid).toBe(older.body.commandId);
    await gateway.answer(gateway.execute(again));
    await gateway.answer(gateway.execute(await gateway.delivery(3)));
    await sandbox.settle();
    expect((await read(older.body.commandId)).status).toBe('CONFIRMED');
    expect((await read(newer.body.commandId)).status).toBe('CONFIRMED');
  });

  test("another company's command may supersede; its id is not told", async () => {
    const key = await otherCompany();
    await occupy();
    const older = await patch({ operationMode: 'MANUAL' }, { prefer: 'wait=0' });
    const newer = await patch({ operationMode: 'AUTO' }, { prefer: 'wait=0', key });
    expect(newer.status).toBe(202);
    const shown = await read(older.body.commandId);
    expect([shown.status, shown.reason, shown.supersededBy]).toEqual([
      'SUPERSEDED',
      'superseded-by',
      undefined,
    ]);
  });

  test('many at once end in one order: what the gateway holds is the last that was accepted', async () => {
    await occupy();
    for (const values of [
      [16, 17, 18],
      [19, 20, 21],
    ]) {
      const answers = await Promise.all(
        values.map((value) => patch({ manualRoomSetpoint: value }, { prefer: 'wait=0' })),
      );
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    }
    const [last, ...older] = (await list()).body.items;
    expect(older.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 5 }, () => 'SUPERSEDED'),
      'SENT',
    ]);
    await gateway.answer(gateway.execute(await gateway.delivery(1)));
    const second = await gateway.delivery(2);
    expect(second.cid).toBe(last?.commandId);
    await gateway.answer(gateway.execute(second));
    await sandbox.settle();
    expect(gateway.delivered).toHaveLength(2);
  });

  test('a repeat with its idempotency key answers that it was superseded', async () => {
    await occupy();
    const ask = () => patch({ operationMode: 'MANUAL' }, { prefer: 'wait=0', idempotencyKey: 'once' });
    const first = await ask();
    await patch({ operationMode: 'AUTO' }, { prefer: 'wait=0' });
    const { status, body } = await ask();
    expect([status, body.code, body.commandId]).toEqual([409, 'superseded', first.body.commandId]);
  });
});

describe('a gateway that is offline', () => {
  test('refuses a change at once, unless the company lets it wait', async () => {
    await gateway.cut();
    for (const wish of [{}, { prefer: 'wait=0' }, { prefer: 'respond-async' }]) {
      const { status, body } = await patch({ operationMode: 'MANUAL' }, wish);
      expect([wish, status, body.code]).toEqual([wish, 503, 'gateway-offline']);
    }
    expect((await list()).body.items).toEqual([]);
    const { status, headers, body } = await patch(
      { operationMode: 'MANUAL' },
      { prefer: 'respond-async, wait=0', query: inHours(24) },
    );
    expect([status, body.status]).toEqual([202, 'ACCEPTED']);
    expect(headers.get('preference-applied')).toBe('respond-async, wait=0');
    expect(headers.get('location')).toBe(`/hvacs/${gateway.gatewayId}/commands/${body.commandId}`);

    await sandbox.advance('PT20H');
    expect((await read(body.commandId)).status).toBe('ACCEPTED');
    await gateway.connect();
    const command = await gateway.delivery(1);
    expect(command).toMatchObject({ cid: body.commandId });
    // What is late in the network must not be carried out much later than it was sent.
    const leftMs = Date.parse(command.expiresAt) - sandbox.app.domains.access.clock.now();
    expect(leftMs).toBeLessThanOrEqual(60_000);
    await gateway.answer(gateway.execute(command));
    expect((await told()).map(({ status: end }) => end)).toEqual(['CONFIRMED']);
  });

  test('a change that waited in vain expires at its time, and is told to have', async () => {
    await gateway.cut();
    const { body } = await patch({ operationMode: 'MANUAL' }, { prefer: 'respond-async', query: inHours(2) });
    await sandbox.advance('PT1H59M');
    expect(await told()).toEqual([]);
    await sandbox.advance('PT2M');
    expect(await told()).toMatchObject([
      { commandId: body.commandId, status: 'EXPIRED', reason: 'not sent in time', results: [] },
    ]);
    await gateway.connect();
    await sandbox.settle();
    expect(gateway.delivered).toEqual([]);
  });

  test('a change whose contract ended while it waited is not sent', async () => {
    await gateway.cut();
    const { body } = await patch({ operationMode: 'MANUAL' }, { prefer: 'respond-async', query: inHours(2) });
    await sandbox.call('POST', `/sandbox/contracts/${gateway.gatewayId}/end`, { body: {} });
    await gateway.connect();
    await sandbox.settle();
    expect(gateway.delivered).toEqual([]);
    const { rows } = await sandbox.pool.query('SELECT status, reason FROM commands WHERE command_id = $1', [
      body.commandId,
    ]);
    expect(rows).toEqual([{ status: 'REFUSED', reason: 'access-ended' }]);
  });

  test('what it was sent and did not answer is given up after a minute, however long it might have waited', async () => {
    const { body } = await patch(
      { operationMode: 'MANUAL' },
      { prefer: 'respond-async', query: inHours(48) },
    );
    const next = await patch({ manualRoomSetpoint: 21 }, { prefer: 'respond-async', query: inHours(48) });
    await gateway.delivery(1);
    await sandbox.advance('PT1M');
    expect(await read(body.commandId)).toMatchObject({ status: 'EXPIRED', reason: 'no answer in time' });
    expect((await gateway.delivery(2)).cid).toBe(next.body.commandId);
    // An answer that is late after all changes what is known of the appliance, not the command.
    await gateway.answer(gateway.execute(await gateway.delivery(1)));
    await sandbox.settle();
    expect((await read(body.commandId)).status).toBe('EXPIRED');
    sandbox.passTime(60_000);
    const circuit = await sandbox.call('GET', `/hvacs/${gateway.gatewayId}/heatingCircuits/1`);
    expect(circuit.body['operationMode']).toBe('MANUAL');
  });

  test('the time until which it may wait is checked, and is part of what is asked for', async () => {
    const prefer = 'respond-async';
    const bad: [string, string][] = [
      [inHours(0.01), prefer],
      [inHours(7 * 24 + 1), prefer],
      [inHours(-1), prefer],
      [inHours(1), 'wait=0'],
      ['?expiresAt=tomorrow', prefer],
      ['?expires=x', prefer],
    ];
    for (const [query, wish] of bad) {
      const { status, body } = await patch({ operationMode: 'MANUAL' }, { query, prefer: wish });
      expect([query, status, body.code]).toEqual([query, 400, 'request-invalid']);
    }
    const [query, idempotencyKey] = [inHours(1), 'once'];
    await gateway.cut();
    const ask = (at: string) => patch({ operationMode: 'MANUAL' }, { query: at, prefer, idempotencyKey });
    const [first, again] = [await ask(query), await ask(query)];
    expect(again.body.commandId).toBe(first.body.commandId);
    expect((await ask(inHours(3))).body.code).toBe('idempotency-key-reused');
    expect((await list()).body.items).toHaveLength(1);
  });

  test('ten of one company may wait, and twenty in all', async () => {
    await gateway.cut();
    const [second, third] = [await otherCompany(), await otherCompany()];
    const query = inHours(1);
    const fields: object[] = [
      { operationMode: 'AUTO' },
      { manualRoomSetpoint: 20 },
      { temperatureLevels: { comfort: 21 } },
      { temperatureLevels: { eco: 16 } },
      { activeTimeProgram: 'B' },
    ];
    // Ten pairs of leaves, none of which covers another.
    const pairs = fields.flatMap((one, at) => fields.slice(at + 1).map((other) => merged(one, other)));
    const send = async (body: object, circuit: number, key = sandbox.world.keys.ok) => {
      const answer = await patch(body, { prefer: 'respond-async', query, circuit, key });
      return [answer.status, answer.body.code, answer.body.maximum];
    };
    const accepted = [202, undefined, undefined];
    for (const pair of pairs) expect(await send(pair, 1)).toEqual(accepted);
    expect(await send({ operationMode: 'AUTO' }, 2)).toEqual([409, 'limit-reached', 10]);
    // One that takes the place of another needs no room.
    expect(await send(pairs[0] ?? {}, 1)).toEqual(accepted);
    for (const pair of pairs) expect(await send(pair, 2, second)).toEqual(accepted);
    expect(await send({ operationMode: 'AUTO' }, 1, third)).toEqual([503, 'overloaded', undefined]);
  });
});

function merged(one: object, other: object): object {
  const levels = { ...levelsOf(one), ...levelsOf(other) };
  return { ...one, ...other, ...(Object.keys(levels).length > 0 && { temperatureLevels: levels }) };
}

function levelsOf(body: object): object {
  return 'temperatureLevels' in body && typeof body.temperatureLevels === 'object'
    ? { ...body.temperatureLevels }
    : {};
}

describe('protection rules', () => {
  const carriesOut = () => {
    gateway.onCommand = (command) => void gateway.answer(gateway.execute(command));
  };
  const minutesUntil = (at = '') => (Date.parse(at) - sandbox.app.domains.access.clock.now()) / 60_000;

  test('a change that harms is refused with rule and time, leaves no trace, and passes when the time has come', async () => {
    carriesOut();
    expect((await patch({ operationMode: 'OFF' })).status).toBe(200);
    const { status, body } = await patch({ operationMode: 'AUTO' });
    expect([status, body.code, body.rule]).toEqual([422, 'protected', 'compressor-minimum-pause']);
    expect(minutesUntil(body.allowedAt)).toBeGreaterThan(9);
    expect((await list()).body.items).toHaveLength(1);
    expect(await told()).toHaveLength(1);
    await sandbox.advance('PT10M');
    expect((await patch({ operationMode: 'AUTO' })).status).toBe(200);
  });

  test('what another company has just done counts as well', async () => {
    carriesOut();
    const key = await otherCompany();
    expect((await patch({ operationMode: 'OFF' }, { key })).status).toBe(200);
    expect((await patch({ operationMode: 'AUTO' })).body.rule).toBe('compressor-minimum-pause');
  });

  test('in frost a circuit is not switched off; without a time, since that is up to the weather', async () => {
    gateway.appliance.write(OUTDOOR, -4);
    await gateway.report();
    const { status, body } = await patch({ operationMode: 'OFF' });
    expect([status, body.code, body.rule, body.allowedAt]).toEqual([
      422,
      'protected',
      'frost-guard',
      undefined,
    ]);
  });

  test('a waiting change is looked at again when it leaves, and its caller and its event name the rule', async () => {
    const off = await patch({ operationMode: 'OFF' }, { prefer: 'wait=0' });
    await gateway.delivery(1);
    // Nothing is known of frost now; when its turn comes, there is.
    const waiting = patch({ manualRoomSetpoint: 6 }, { prefer: 'wait=30' });
    await gateway.until(async () => (await list()).body.items.length === 2);
    gateway.appliance.write(OUTDOOR, -4);
    await gateway.report();
    await gateway.answer(gateway.execute(await gateway.delivery(1)));
    const { status, body } = await waiting;
    expect([status, body.code, body.rule]).toEqual([422, 'protected', 'frost-guard']);
    expect(gateway.delivered.map(({ cid }) => cid)).toEqual([off.body.commandId]);
    const [, event] = await told();
    expect(event).toMatchObject({
      commandId: body.commandId,
      status: 'REFUSED',
      reason: 'protected',
      rule: 'frost-guard',
      results: [],
    });
    expect(Value.Check(EVENT_DATA.COMMAND_STATUS, event)).toBe(true);
  });
});

test('hot water levels that waited are held against each other when they leave, and the one that no longer fits is refused', async () => {
  await occupy();
  const patchWater = (temperatureLevels: object) => {
    sandbox.passTime(600_000);
    const path = `/hvacs/${gateway.gatewayId}/dhwCircuits/1`;
    const headers = { prefer: 'wait=30' };
    return sandbox.call<Problem>('PATCH', path, { body: { temperatureLevels }, headers });
  };
  // Each is right beside what the appliance has now.
  const lower = patchWater({ comfort: { start: 45.5, stop: 51.5 } });
  await gateway.until(async () => (await list()).body.items.length === 2);
  const higher = patchWater({ eco: { start: 47, stop: 53 } });
  await gateway.until(async () => (await list()).body.items.length === 3);
  await gateway.answer(gateway.execute(await gateway.delivery(1)));
  await gateway.answer(gateway.execute(await gateway.delivery(2)));
  expect((await lower).status).toBe(200);
  const { status, body } = await higher;
  const contradiction = {
    pair: ['temperatureLevels.eco.start', 'temperatureLevels.comfort.start'],
    values: [47, 45.5],
  };
  expect([status, body]).toMatchObject([409, { code: 'setpoints-inconsistent', ...contradiction }]);
  expect(gateway.delivered).toHaveLength(2);
  const refused = { status: 'REFUSED', reason: 'setpoints-inconsistent', ...contradiction };
  expect(await read(body.commandId)).toMatchObject(refused);
  const event = (await told()).at(-1);
  expect(event).toMatchObject(refused);
  expect(Value.Check(EVENT_DATA.COMMAND_STATUS, event)).toBe(true);
});

test('the list shows the company its own commands, newest first, by status and in pages', async () => {
  const key = await otherCompany();
  await occupy();
  for (const value of [18, 19]) await patch({ manualRoomSetpoint: value }, { prefer: 'wait=0' });
  await patch({ temperatureLevels: { eco: 16 } }, { prefer: 'wait=0', key });
  const all = (await list()).body;
  expect([all.items.map(({ status }) => status), all.nextCursor]).toEqual([
    ['ACCEPTED', 'SUPERSEDED', 'SENT'],
    null,
  ]);
  expect(all.items[0]).toEqual(await read(all.items[0]?.commandId));
  expect((await list('?status=SUPERSEDED')).body.items).toEqual([all.items[1]]);
  expect((await list('', key)).body.items).toHaveLength(1);
  const first = (await list('?limit=2')).body;
  const rest = (await list(`?limit=2&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect(rest.nextCursor).toBeNull();
  for (const query of ['?status=DONE', '?cursor=x', '?limit=0', '?from=x'])
    expect([query, (await list(query)).status]).toEqual([query, 400]);
});

describe('Prefer', () => {
  test('respond-async does not wait; what was applied is told', async () => {
    const started = performance.now();
    const { status, headers, body } = await patch({ operationMode: 'MANUAL' }, { prefer: 'respond-async' });
    expect([status, headers.get('preference-applied')]).toEqual([202, 'respond-async']);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(['ACCEPTED', 'SENT']).toContain(body.status);
    await gateway.delivery(1);
    expect(await read(body.commandId)).toMatchObject({ status: 'SENT', results: [] });
  });

  test('wait is cut to 30 s, counts once, and is told with the confirmed state', async () => {
    gateway.onCommand = (command) => void gateway.answer(gateway.execute(command));
    const { status, headers } = await patch(
      { operationMode: 'MANUAL' },
      { prefer: 'handling=strict; Wait="100", wait=0' },
    );
    expect([status, headers.get('preference-applied')]).toEqual([200, 'wait=30']);
    const without = await patch({ operationMode: 'AUTO' }, { prefer: 'wait=soon, respond-asynchronously' });
    expect([without.status, without.headers.get('preference-applied')]).toEqual([200, null]);
  });

  test('whose time is over first hears that it was sent', async () => {
    const { status, headers, body } = await patch({ operationMode: 'MANUAL' }, { prefer: 'wait=1' });
    expect([status, body.status, headers.get('preference-applied')]).toEqual([202, 'SENT', 'wait=1']);
  });
});
