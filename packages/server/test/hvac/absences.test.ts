import { NativeGateway } from '@hearthgate/device';
import type { Holiday, OverridingMode } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HolidayAppliance } from '../harness/holiday-appliance.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const DAY_MS = 86_400_000;

/** Away and holidays of a gateway with three slots, over real HTTP and MQTT. */
describe('away and holidays', () => {
  let sandbox: TestSandbox;
  let gateway: NativeGateway;
  let hvac: string;
  let nowMs = 0;

  const call = <T = Record<string, unknown>>(method: string, path: string, body?: object, key?: string) =>
    sandbox.call<T>(method, `${hvac}${path}`, {
      ...(body && { body }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  const day = (offset: number) => new Date(nowMs + offset * DAY_MS).toISOString().slice(0, 10);
  const holidays = async () => (await call<{ items: Holiday[] }>('GET', '/holidays')).body.items;
  const modes = async (circuit: string) =>
    (await call<{ overridingModes: OverridingMode[] }>('GET', circuit)).body.overridingModes;
  async function clear() {
    for (const { holidayId } of await holidays()) {
      sandbox.passTime(600_000);
      expect((await call('DELETE', `/holidays/${holidayId}`)).status).toBe(204);
    }
    sandbox.passTime(600_000);
  }
  /** The appliance lives until then and tells what it does. */
  async function liveUntil(ms: number) {
    nowMs = ms;
    gateway.report();
    await gateway.settled(10_000);
  }

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.unplugHouses();
    await sandbox.call('POST', '/sandbox/clock', { key: null, body: { frozen: true } });
    const { body: world } = await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox', { key: null });
    nowMs = Date.parse(world.clock.now);
    const { body } = await sandbox.call<{ gatewayId: string; mqttPassword: string }>(
      'POST',
      '/sandbox/gateways',
      {
        body: { profile: 'none' },
      },
    );
    hvac = `/hvacs/${body.gatewayId}`;
    const appliance = new HolidayAppliance(3, () => nowMs);
    gateway = new NativeGateway({
      brokerUrl: sandbox.world.mqttUrl,
      gatewayId: body.gatewayId,
      password: body.mqttPassword,
      appliance,
      now: () => nowMs,
    });
    await gateway.connect();
    await liveUntil(nowMs);
  });
  afterAll(async () => {
    await gateway.end();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.passTime(600_000));

  test('what the system can do is told: away, and how many holidays', async () => {
    const { body } = await sandbox.call('GET', hvac);
    expect(body['capabilities']).toMatchObject({ away: true, holidays: 3 });
  });

  test('away is for every circuit, until somebody is at home again', async () => {
    const gone = await call('PUT', '/away', { active: true, temperature: 16 });
    expect([gone.status, gone.body]).toMatchObject([200, { active: true, temperature: 16 }]);
    expect(await modes('/heatingCircuits/1')).toEqual([{ mode: 'AWAY' }]);
    expect(await modes('/dhwCircuits/1')).toEqual([{ mode: 'AWAY' }]);
    const held = await call('PATCH', '/dhwCircuits/1', { operationMode: 'OFF' });
    expect([held.status, held.body['withoutEffectUntil']]).toEqual([200, null]);
    expect((await call('PUT', '/away', { active: false })).body).toMatchObject({ active: false });
    expect((await call('GET', '/away')).body).toMatchObject({ active: false, temperature: 16 });
    expect(await modes('/heatingCircuits/1')).toEqual([]);
  });

  test('a holiday is planned in a free slot, changed, and honoured on its days', async () => {
    const planned = await call('POST', '/holidays', {
      start: day(1),
      end: day(1),
      assignedTo: ['hc1'],
      heatingMode: 'FIX_TEMPERATURE',
      temperature: 15.5,
    });
    expect([planned.status, planned.headers.get('location')]).toEqual([201, `${hvac}/holidays/hm1`]);
    expect(planned.body).toMatchObject({
      holidayId: 'hm1',
      start: day(1),
      end: day(1),
      assignedTo: ['hc1'],
      heatingMode: 'FIX_TEMPERATURE',
      dhwMode: 'OFF',
      temperature: 15.5,
    });
    expect(await modes('/heatingCircuits/1')).toEqual([]);
    const changed = await call('PUT', '/holidays/hm1', { start: day(1), end: day(2), heatingMode: 'ECO' });
    expect(changed.body).toMatchObject({ end: day(2), assignedTo: ['hc1', 'dhw1'], heatingMode: 'ECO' });
    expect(await holidays()).toEqual([(await call('GET', '/holidays/hm1')).body]);

    const until = `${day(3)}T00:00:00.000Z`;
    await sandbox.advance('P1D');
    await liveUntil(nowMs + DAY_MS);
    expect(await modes('/heatingCircuits/1')).toEqual([{ mode: 'HOLIDAY', until }]);
    sandbox.passTime(600_000);
    const held = await call('PATCH', '/heatingCircuits/1', { operationMode: 'MANUAL' });
    expect(held.body['withoutEffectUntil']).toBe(until);

    await sandbox.advance('P2D');
    await liveUntil(nowMs + 2 * DAY_MS);
    sandbox.passTime(600_000);
    expect(await modes('/dhwCircuits/1')).toEqual([]);
    expect(await holidays()).toEqual([]);
    expect((await call('GET', '/holidays/hm1')).status).toBe(404);
  });

  test('two who plan at once get a slot each, and the one too many is told that all are taken', async () => {
    await call('POST', '/holidays', { start: day(1), end: day(2) });
    sandbox.passTime(600_000);
    const answers = await Promise.all(
      [10, 20, 30].map((from) => call('POST', '/holidays', { start: day(from), end: day(from + 5) })),
    );
    const kept = answers.filter(({ status }) => status === 201).map(({ body }) => String(body['start']));
    expect(kept).toHaveLength(2);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ code: 'holiday-limit-reached', maximum: 3 });
    const starts = (await holidays()).map(({ start }) => start);
    expect(new Set(starts)).toEqual(new Set([day(1), ...kept]));
    await clear();
    expect(await holidays()).toEqual([]);
  });

  test('a removed holiday leaves its slot to the next, at once', async () => {
    for (const from of [1, 11, 21]) {
      sandbox.passTime(600_000);
      expect((await call('POST', '/holidays', { start: day(from), end: day(from + 5) })).status).toBe(201);
    }
    sandbox.passTime(600_000);
    expect((await call('DELETE', '/holidays/hm2')).status).toBe(204);
    expect((await call('POST', '/holidays', { start: day(40), end: day(41) })).body).toMatchObject({
      holidayId: 'hm2',
    });
    await clear();
  });

  test('a repeat of the same request plans one holiday and answers like the first', async () => {
    const body = { start: day(3), end: day(4) };
    const first = await call('POST', '/holidays', body, 'summer');
    const again = await call('POST', '/holidays', body, 'summer');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await holidays()).toHaveLength(1);
    await clear();
  });

  test.each([
    [{ start: '2031-02-10', end: '2031-02-01' }, 400, 'request-invalid'],
    [{ start: '2020-02-01', end: '2020-02-10' }, 400, 'request-invalid'],
    [{ start: '2031-02-30', end: '2031-03-10' }, 400, 'request-invalid'],
    [{ start: '2031-02-01' }, 400, 'request-invalid'],
    [{ start: '2031-02-01', end: '2031-02-10', assignedTo: ['hc7'] }, 422, 'value-not-allowed'],
    [{ start: '2031-02-01', end: '2031-02-10', dhwMode: 'COMFORT' }, 422, 'value-not-allowed'],
    [{ start: '2031-02-01', end: '2031-02-10', temperature: 40 }, 422, 'value-out-of-range'],
  ])('%j is refused and takes no slot', async (order, status, code) => {
    sandbox.passTime(600_000);
    const answer = await call('POST', '/holidays', order);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await holidays()).toEqual([]);
  });

  test('a stranger is refused, before anything is said of the holidays', async () => {
    const other = '/hvacs/101000005';
    const order = { start: '2031-02-01', end: '2031-02-10' };
    for (const [method, path, body] of [
      ['GET', '/away', undefined],
      ['PUT', '/away', { active: true }],
      ['GET', '/holidays', undefined],
      ['POST', '/holidays', order],
      ['PUT', '/holidays/hm1', order],
      ['DELETE', '/holidays/hm1', undefined],
    ] as const) {
      const answer = await sandbox.call(method, other + path, { ...(body && { body }) });
      expect([answer.status, answer.body['code']]).toEqual([403, 'access-not-granted']);
    }
  });
});
