import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccessReads, type Read } from '../../src/access/access-record/access-reads.ts';
import { closeContract } from '../../src/access/close-contract.ts';
import {
  ensureOwner,
  forgetOwnerRecords,
  noteOwnerRead,
  readAccessRecord,
  recordClaim,
  shareGateway,
} from '../../src/access/index.ts';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany, AUTOMATIC } from '../harness/companies.ts';
import { startOwnersSandbox, switchOn, type TestOwner } from '../harness/owners.ts';

type Item = Awaited<ReturnType<typeof readAccessRecord>>['items'][number];
const START = Date.parse('2026-01-15T06:30:10Z');
const MINUTE_MS = 60_000;

describe('reads', () => {
  let world: TestAccess;
  const main = { ownerId: 'own_main' };
  let companyId: string;
  let lastGatewayId = 101_000_000;

  beforeAll(async () => {
    world = await startAccess(START);
    await world.access.transact((unit) =>
      ensureOwner(world.access, unit, { ...main, email: 'main@example.com', language: 'en' }),
    );
    ({ companyId } = await activeCompany(world.access, { acceptance: AUTOMATIC }, { name: 'Alder' }));
  });
  afterAll(() => world.stop());

  const newGateway = async () => {
    const { access } = world;
    lastGatewayId += 1;
    const claim = { gatewayId: lastGatewayId, brand: 'BOSCH', ...main } as const;
    const { dataFrom } = await access.transact((unit) => recordClaim(access, unit, claim));
    return { gatewayId: lastGatewayId, dataFrom };
  };
  const recordOf = (gatewayId: number, more: object = {}) =>
    readAccessRecord({ access: world.access, ...main }, { gatewayId, ...more });
  const readsOf = async (gatewayId: number) =>
    (await recordOf(gatewayId)).items.flatMap((item) =>
      item.kind === 'READ' ? [[item.at.slice(11, 19), item.operation, item.count]] : [],
    );
  const read = (of: { gatewayId: number; dataFrom: Date }, operation = 'GET /hvacs'): Read => ({
    ...of,
    actor: { kind: 'COMPANY', id: companyId },
    operation,
  });
  const pass = (ms: number) => world.clock.move({ toMs: world.clock.now() + ms });

  test('are counted per minute, and flushes of several nodes add up', async () => {
    const { access } = world;
    const gateway = await newGateway();
    pass(MINUTE_MS);
    const other = new AccessReads(access);
    for (let call = 0; call < 5; call += 1) {
      access.reads.note(read(gateway));
      other.note(read(gateway));
      await Promise.all([access.reads.flush(), other.flush()]);
    }
    access.reads.note(read(gateway, 'event DATA_POINT'));
    pass(MINUTE_MS);
    access.reads.note(read(gateway));
    expect(await readsOf(gateway.gatewayId)).toEqual([
      ['06:32:00', 'GET /hvacs', 1],
      ['06:31:00', 'event DATA_POINT', 1],
      ['06:31:00', 'GET /hvacs', 10],
    ]);
    const [item] = (await recordOf(gateway.gatewayId)).items;
    expect(item?.actor).toEqual({ kind: 'COMPANY', id: companyId, name: 'Alder' });
  });

  test('of the minute in which a gateway changes hands are told to whom they belong', async () => {
    const { access, clock } = world;
    const before = await newGateway();
    access.reads.note(read(before, 'GET /earlier'));
    pass(1_000);
    await access.transact((unit) =>
      ensureOwner(access, unit, { ownerId: 'own_next', email: 'next@example.com', language: 'en' }),
    );
    const claim = { gatewayId: before.gatewayId, brand: 'BOSCH', ownerId: 'own_next' } as const;
    const after = await access.transact((unit) => recordClaim(access, unit, claim));
    pass(1_000);
    access.reads.note(read(after, 'GET /later'));
    const { items } = await readAccessRecord({ access, ownerId: 'own_next' }, before);
    expect(items.map((item) => (item.kind === 'READ' ? item.operation : item.action))).toEqual([
      'GET /later',
      'CLAIMED',
    ]);
    expect(items[0]?.at).toBe(new Date(clock.now() - 1_000).toISOString());
  });

  test('wait in bounded memory while the database is away, and are written when it is back', async () => {
    const { access } = world;
    const gateway = await newGateway();
    const gone = openPool({ connectionString: 'postgres://127.0.0.1:1/none' }, createLog('silent'));
    let db = openDatabase(gone);
    const reads = new AccessReads({
      ...access,
      get db() {
        return db;
      },
    });
    for (let number = 0; number < 60_000; number += 1) reads.note(read(gateway, `GET /${number}`));
    await expect(reads.flush()).rejects.toThrow();
    expect(reads.size).toBe(50_000);
    for (let again = 0; again < 3; again += 1) reads.note(read(gateway, 'GET /7'));
    expect(reads.size).toBe(50_000);
    db = access.db;
    await reads.stop();
    expect(reads.size).toBe(0);
    const rows = access.db.withTables<{ access_reads: { gateway_id: number; count: number } }>();
    const written = await rows
      .selectFrom('access_reads')
      .select((select) => [
        select.fn.countAll<number>().as('keys'),
        select.fn.sum<string>('count').as('count'),
      ])
      .where('gateway_id', '=', gateway.gatewayId)
      .executeTakeFirstOrThrow();
    expect([written.keys, Number(written.count)]).toEqual([50_000, 50_003]);
    await gone.end();
  });

  test('and changes come in pages, each once, whatever shares a moment', async () => {
    const { access } = world;
    const gateway = await newGateway();
    for (let number = 0; number < 25; number += 1) access.reads.note(read(gateway, `GET /${number}`));
    for (let number = 0; number < 5; number += 1)
      await noteOwnerRead(access, {
        ...gateway,
        operatorId: 'op_1',
        operation: 'GET /x',
        reason: `#${number}`,
      });
    const { items: whole } = await recordOf(gateway.gatewayId);
    expect(whole).toHaveLength(31);
    const paged: Item[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof recordOf>> = await recordOf(gateway.gatewayId, {
        limit: 4,
        ...(cursor !== null && { cursor }),
      });
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
    expect(new Set(whole.map((item) => JSON.stringify(item))).size).toBe(31);
    await expect(recordOf(gateway.gatewayId, { cursor: 'AAAA' })).rejects.toMatchObject({
      code: 'request-invalid',
    });
    const stranger = { access, ownerId: 'own_next' };
    await expect(readAccessRecord(stranger, gateway)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('of a span of time are those in it', async () => {
    const { access, clock } = world;
    const gateway = await newGateway();
    for (const name of ['a', 'b', 'c']) {
      pass(MINUTE_MS);
      access.reads.note(read(gateway, `GET /${name}`));
    }
    const [from, to] = [-MINUTE_MS, 0].map(
      (ms) => new Date(Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS + ms),
    );
    const { items } = await recordOf(gateway.gatewayId, { from, to });
    expect(items).toMatchObject([{ kind: 'READ', operation: 'GET /b' }]);
  });

  test('of operators name the reason; changes are exact, and kept two years', async () => {
    const { access } = world;
    const gateway = await newGateway();
    const contract = { companyId, gatewayId: gateway.gatewayId };
    await shareGateway({ access, ...main }, { ...contract, language: 'en' });
    await closeContract(access, contract, 'OFFBOARDING');
    await closeContract(access, contract, 'OFFBOARDING');
    const seen = { operatorId: 'op_1', operation: 'GET /operator/gateways/{gatewayId}', reason: 'ticket 7' };
    await noteOwnerRead(access, { ...gateway, ...seen });
    const { items } = await recordOf(gateway.gatewayId);
    const { operation, reason } = seen;
    expect(
      items.map((item) => (item.kind === 'CHANGE' ? [item.action, item.actor.id, item.detail] : item)),
    ).toEqual([
      ['READ_BY_OPERATOR', 'op_1', { operation, reason }],
      [
        'CONTRACT',
        'hearthgate',
        expect.objectContaining({ companyId, to: 'CLOSED', closedBy: 'OFFBOARDING' }),
      ],
      [
        'CONTRACT',
        main.ownerId,
        expect.objectContaining({ companyId, to: 'ACTIVE', consentVersion: '2024-07' }),
      ],
      ['CLAIMED', main.ownerId, {}],
    ]);
    pass(729 * 86_400_000);
    await forgetOwnerRecords(access);
    expect((await recordOf(gateway.gatewayId)).items).toHaveLength(4);
    pass(2 * 86_400_000);
    await forgetOwnerRecords(access);
    expect((await recordOf(gateway.gatewayId)).items).toEqual([]);
  });
});

describe('the access record over HTTP', () => {
  let sandbox: Awaited<ReturnType<typeof startOwnersSandbox>>;
  let ann: TestOwner;

  beforeAll(async () => {
    sandbox = await startOwnersSandbox();
    ann = await sandbox.newOwner('ann');
  });
  afterAll(() => sandbox.stop());

  const recordOf = async (owner: TestOwner, gatewayId: string) => {
    const path = `/owner/gateways/${gatewayId}/access-record`;
    return (await owner.call<{ items: Item[] }>('GET', path)).body.items;
  };
  /** Counts by who and what, whatever minutes they fell into. */
  const countsOf = (items: readonly Item[]) => {
    const counts = new Map<string, number>();
    for (const item of items) {
      if (item.kind !== 'READ') continue;
      const key = `${item.actor.kind} ${item.actor.name} ${item.operation}`;
      counts.set(key, (counts.get(key) ?? 0) + item.count);
    }
    return Object.fromEntries(counts);
  };

  test('counts what was read, by whom, and nothing that was refused', async () => {
    const gateway = await sandbox.newGateway(true);
    const { gatewayId } = gateway;
    const house = await switchOn(sandbox, gateway);
    await sandbox.settle();
    const get = (path: string) => {
      sandbox.passTime(600_000);
      return sandbox.call('GET', path);
    };
    for (let call = 0; call < 3; call += 1) {
      expect((await get(`/hvacs/${gatewayId}`)).status).toBe(200);
      // Reading the record writes what was counted so far.
      await recordOf(sandbox.landlord, gatewayId);
    }
    expect((await get(`/hvacs/${gatewayId}/heatingCircuits/1`)).status).toBe(200);
    expect((await get(`/hvacs/${gatewayId}/heatingCircuits/9`)).status).toBe(404);
    expect((await get(`/contracts/${gatewayId}`)).status).toBe(200);
    expect((await get('/hvacs?limit=500')).status).toBe(200);
    const { body } = await sandbox.landlord.call('POST', '/owner/tokens', { name: 'my house', validDays: 1 });
    const headers = { authorization: `Bearer ${String(body['token'])}` };
    expect((await sandbox.call('GET', `/hvacs/${gatewayId}`, { key: null, headers })).status).toBe(200);
    const company = 'COMPANY Alder Heating Services';
    const delivered = (await sandbox.inbox()).filter((message) => message.body.gatewayid === gatewayId);
    const events = Object.groupBy(delivered, ({ body: event }) => `${company} event ${event.type}`);
    expect(Object.keys(events)).toContain(`${company} event DATA_POINT`);
    expect(countsOf(await recordOf(sandbox.landlord, gatewayId))).toEqual({
      [`${company} GET /hvacs/{gatewayId}`]: 3,
      [`${company} GET /hvacs/{gatewayId}/heatingCircuits/{circuitId}`]: 1,
      [`${company} GET /hvacs`]: 1,
      'OWNER_TOKEN my house GET /hvacs/{gatewayId}': 1,
      ...Object.fromEntries(Object.entries(events).map(([key, list]) => [key, list?.length])),
    });
    await house.end();
  });

  test('tells every change exactly: who, what, in the words of the API', async () => {
    const gateway = await sandbox.newGateway(true);
    const { gatewayId } = gateway;
    const house = await switchOn(sandbox, gateway);
    const [{ companyId } = { companyId: '' }] = sandbox.world.companies;
    const patch = async (body: object) => {
      sandbox.passTime(600_000);
      return sandbox.call('PATCH', `/hvacs/${gatewayId}/heatingCircuits/1`, { body });
    };
    const done = await patch({ temperatureLevels: { comfort: 21.5 }, operationMode: 'AUTO' });
    expect((await patch({ temperatureLevels: { comfort: 900 } })).status).toBe(422);
    const contract = `/owner/contracts/${gatewayId}/${companyId}`;
    await sandbox.landlord.call('POST', `${contract}/pause`);
    expect((await sandbox.landlord.call('POST', `${contract}/pause`)).status).toBe(409);
    await sandbox.landlord.call('POST', `${contract}/consent`, { consentVersion: '2024-07' });
    await sandbox.landlord.call('DELETE', contract);
    sandbox.passTime(600_000);
    await sandbox.call('DELETE', `/contracts/${gatewayId}`);
    const invite = await sandbox.landlord.call('POST', `/owner/gateways/${gatewayId}/co-owners`, {
      email: ann.email,
    });
    await ann.call('POST', '/owner/offers/accept', { code: invite.body['code'] });
    await ann.call('DELETE', `/owner/gateways/${gatewayId}/co-owners/${ann.ownerId}`);

    const landlord = sandbox.landlord.ownerId;
    const to = (status: string) => expect.objectContaining({ companyId, to: status });
    const { offerId } = invite.body;
    const items = await recordOf(sandbox.landlord, gatewayId);
    const changes = items.flatMap((item) => (item.kind === 'CHANGE' ? [item] : []));
    expect(changes.map(({ action, actor, detail }) => [action, actor.id, detail])).toEqual([
      ['CO_OWNER_LEFT', ann.ownerId, { ownerId: ann.ownerId }],
      ['CO_OWNER_JOINED', ann.ownerId, {}],
      ['CO_OWNER_INVITED', landlord, { offerId }],
      ['CONTRACT', companyId, to('GONE')],
      ['CONTRACT', landlord, to('CLOSED')],
      ['CONSENT', landlord, { companyId, consentVersion: '2024-07', language: 'en' }],
      ['CONTRACT', landlord, to('PAUSED')],
      [
        'COMMAND',
        companyId,
        {
          commandId: done.body['commandId'],
          operation: 'PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}',
          fields: { circuitId: 1, temperatureLevels: { comfort: 21.5 }, operationMode: 'AUTO' },
          changes: [
            { resource: '/heatingCircuits/hc1/operationMode', from: 'auto', to: 'auto' },
            { resource: '/heatingCircuits/hc1/temperatureLevels/comfort2', from: 21, to: 21.5 },
          ],
        },
      ],
      ['CONTRACT', landlord, to('ACTIVE')],
      ['CLAIMED', landlord, {}],
    ]);
    expect(changes.find(({ action }) => action === 'COMMAND')?.actor.name).toBe('Alder Heating Services');
    await house.end();
  });

  test('begins for a new owner with the transfer', async () => {
    const { gatewayId } = await sandbox.newGateway(true);
    sandbox.passTime(600_000);
    await sandbox.call('GET', `/hvacs/${gatewayId}`);
    await sandbox.settle();
    await sandbox.call('POST', '/sandbox/inbox/behaviour', { body: { status: 500, times: 4 } });
    const path = `/owner/gateways/${gatewayId}/transfer`;
    const { body } = await sandbox.landlord.call('POST', path, { email: ann.email });
    await ann.call('POST', '/owner/offers/accept', { code: body['code'] });
    // The end of the earlier contract is told to its company late, and is no read of the new owner's data.
    await sandbox.settle();
    await sandbox.advance('PT1H');
    const told = (await sandbox.inbox()).filter((message) => message.body.gatewayid === gatewayId);
    expect(told.at(-1)?.body).toMatchObject({ type: 'CONTRACT_STATUS', data: { to: 'CLOSED' } });
    const record = `/owner/gateways/${gatewayId}/access-record?from=2000-01-01T00:00:00.000Z`;
    const { items } = (await ann.call<{ items: Item[] }>('GET', record)).body;
    expect(items.map((item) => (item.kind === 'CHANGE' ? item.action : item))).toEqual(['CLAIMED']);
    expect((await sandbox.landlord.call('GET', `/owner/gateways/${gatewayId}/access-record`)).status).toBe(
      404,
    );
  });
});
