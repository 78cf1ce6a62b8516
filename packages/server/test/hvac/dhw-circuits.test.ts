import type { OverridingMode } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const MINUTE_MS = 60_000;

interface Circuit {
  temperature: number;
  charge: { status: string; remainingMinutes: number };
  overridingModes: OverridingMode[];
  temperatureLevels: Record<string, { start: number; stop: number }>;
}

/** Hot water of the virtual house, over real HTTP and MQTT. */
describe('hot water', () => {
  let sandbox: TestSandbox;
  const circuit = '/hvacs/101000001/dhwCircuits/1';
  const patch = (body: object) => sandbox.call('PATCH', circuit, { body });
  const put = (body: object) => sandbox.call('PUT', `${circuit}/charge`, { body });
  const read = async () => (await sandbox.call<Circuit>('GET', circuit)).body;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { key: null, body: { frozen: true } });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  test('a circuit shows its levels in the words of the API, and says what can be changed', async () => {
    const { status, body } = await sandbox.call('GET', circuit);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 1,
      name: 'dhw1',
      operationMode: 'ECO',
      requestedLevel: 'ECO',
      overridingModes: [],
      temperatureLevels: {
        ecoPlus: { start: 40, stop: 46 },
        eco: { start: 45, stop: 51 },
        comfort: { start: 48, stop: 54 },
      },
      charge: { status: 'STOP', remainingMinutes: 0 },
      unavailable: [],
    });
    const list = await sandbox.call<{ items: unknown[] }>('GET', '/hvacs/101000001/dhwCircuits');
    expect(list.body.items).toEqual([body]);
    const hvac = await sandbox.call<{ capabilities: { dhwCircuits: { writable: string[] }[] } }>(
      'GET',
      '/hvacs/101000001',
    );
    const [{ writable } = { writable: [] }] = hvac.body.capabilities.dhwCircuits;
    expect(writable).toContain('temperatureLevels.comfort.stop');
    expect(writable).not.toContain('setpoint');
  });

  test('mode and all levels are changed in one command, which the house takes in the order it gets', async () => {
    const levels = {
      ecoPlus: { start: 50, stop: 56 },
      eco: { start: 52, stop: 57 },
      comfort: { start: 53, stop: 58 },
    };
    const up = await patch({ operationMode: 'ECO_PLUS', temperatureLevels: levels });
    expect([up.status, up.body]).toMatchObject([
      200,
      { operationMode: 'ECO_PLUS', requestedLevel: 'ECO_PLUS', temperatureLevels: levels },
    ]);
    const down = {
      ecoPlus: { start: 38, stop: 41 },
      eco: { start: 39, stop: 42 },
      comfort: { start: 40, stop: 43 },
    };
    expect((await patch({ temperatureLevels: down })).body).toMatchObject({ temperatureLevels: down });
    const command = `/hvacs/101000001/commands/${String(up.body['commandId'])}`;
    expect((await sandbox.call('GET', command)).body).toMatchObject({ status: 'CONFIRMED' });
  });

  test('levels that would contradict each other are refused with the pair, and nothing is sent', async () => {
    const before = await read();
    const { status, body } = await patch({
      temperatureLevels: { eco: { start: before.temperatureLevels['eco']?.stop ?? 0 } },
    });
    expect([status, body]).toMatchObject([
      409,
      {
        code: 'setpoints-inconsistent',
        pair: ['temperatureLevels.eco.start', 'temperatureLevels.eco.stop'],
        values: [42, 42],
      },
    ]);
    expect((await read()).temperatureLevels).toEqual(before.temperatureLevels);
  });

  test('what the house cannot is refused precisely', async () => {
    const outOfRange = await patch({ temperatureLevels: { comfort: { stop: 75 } } });
    expect([outOfRange.status, outOfRange.body]).toMatchObject([
      422,
      { code: 'value-out-of-range', field: 'temperatureLevels.comfort.stop', min: 35, max: 60, step: 0.5 },
    ]);
    const unknown = await patch({ temperatureLevels: { comfort: {} } });
    expect([unknown.status, unknown.body['code']]).toEqual([400, 'request-invalid']);
    const missing = await sandbox.call('GET', '/hvacs/101000001/dhwCircuits/2');
    expect([missing.status, missing.body['code']]).toEqual([404, 'not-found']);
  });

  test('an extra charge heats the tank, outranks the mode while it lasts, and can be stopped', async () => {
    await patch({ operationMode: 'OFF' });
    // A tank that was just disinfected is hotter than a charge makes it.
    for (let halfDays = 0; halfDays < 6 && (await read()).temperature > 48; halfDays += 1) {
      sandbox.passTime(10_000);
      await sandbox.advance('PT12H');
    }
    const before = await read();
    sandbox.passTime(10_000);
    const started = await put({ status: 'START', durationMinutes: 120, setpoint: 58 });
    expect([started.status, started.body]).toMatchObject([
      200,
      { status: 'START', durationMinutes: 120, remainingMinutes: 120, setpoint: 58 },
    ]);
    const { body: world } = await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox', { key: null });
    const endsMs = Date.parse(world.clock.now) + 120 * MINUTE_MS;
    await sandbox.advance('PT1H');
    const heated = await read();
    expect(heated.temperature).toBeGreaterThan(before.temperature + 3);
    expect(heated.charge.status).toBe('START');
    const [{ mode, until = '' } = { mode: 'none' }] = heated.overridingModes;
    expect(mode).toBe('BOOST');
    // The house counts in whole minutes.
    expect(Math.abs(Date.parse(until) - endsMs)).toBeLessThanOrEqual(MINUTE_MS);
    const held = await patch({ operationMode: 'ECO' });
    const heldUntil = String(held.body['withoutEffectUntil']);
    expect([held.status, held.body['overridingModes']]).toEqual([200, [{ mode: 'BOOST', until: heldUntil }]]);
    expect(Math.abs(Date.parse(heldUntil) - endsMs)).toBeLessThanOrEqual(MINUTE_MS);

    sandbox.passTime(600_000);
    expect((await put({ status: 'STOP' })).body).toMatchObject({ status: 'STOP', remainingMinutes: 0 });
    const free = await patch({ operationMode: 'COMFORT' });
    expect(free.body).not.toHaveProperty('withoutEffectUntil');
    const alone = await sandbox.call('GET', `${circuit}/charge`);
    expect(alone.body).toMatchObject({ status: 'STOP', durationMinutes: 120, setpoint: 58 });
  });

  test('a charge ends by itself when its time is over', async () => {
    await put({ status: 'START', durationMinutes: 30 });
    await sandbox.advance('PT45M');
    expect(await read()).toMatchObject({
      charge: { status: 'STOP', remainingMinutes: 0 },
      overridingModes: [],
    });
  });

  test('the same charge sent twice at once starts one', async () => {
    const send = () =>
      sandbox.call('PUT', `${circuit}/charge`, {
        body: { status: 'START', durationMinutes: 60 },
        headers: { 'idempotency-key': 'one bath' },
      });
    const [one, other] = await Promise.all([send(), send()]);
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(one.body['commandId']).toBe(other.body['commandId']);
    await put({ status: 'STOP' });
  });

  test('a stranger is refused: the gateway of another owner answers 403 to every call', async () => {
    const other = '/hvacs/101000005/dhwCircuits/1';
    for (const [method, path, body] of [
      ['GET', other, undefined],
      ['PATCH', other, { operationMode: 'OFF' }],
      ['PUT', `${other}/charge`, { status: 'START' }],
    ] as const) {
      sandbox.passTime(10_000);
      const answer = await sandbox.call(method, path, { ...(body && { body }) });
      expect([answer.status, answer.body['code']]).toEqual([403, 'access-not-granted']);
    }
  });

  test('a boost of a heating circuit outranks its mode until it ends', async () => {
    const heating = '/hvacs/101000001/heatingCircuits/1';
    const boosted = await sandbox.call('PATCH', heating, {
      body: { boost: { active: true, durationMinutes: 60, temperature: 24 } },
    });
    expect(boosted.status).toBe(200);
    expect(boosted.body).not.toHaveProperty('withoutEffectUntil');
    const held = await sandbox.call('PATCH', heating, { body: { manualRoomSetpoint: 20 } });
    const [mode] = held.body['overridingModes'] as { mode: string; until: string }[];
    expect([mode?.mode, held.body['withoutEffectUntil']]).toEqual(['BOOST', mode?.until]);
    const over = await sandbox.call('PATCH', heating, { body: { boost: { active: false } } });
    expect(over.body['overridingModes']).toEqual([]);
  });

  test('summer that is switched on by hand holds changes back, and the change that ends it is free', async () => {
    const heating = '/hvacs/101000003/heatingCircuits/1';
    const summer = await sandbox.call('PATCH', heating, {
      body: { summerWinter: { mode: 'SUMMER', threshold: 17 } },
    });
    expect([summer.status, summer.body]).toMatchObject([
      200,
      { summerWinter: { mode: 'SUMMER', threshold: 17 } },
    ]);
    await sandbox.advance('PT15M');
    sandbox.passTime(600_000);
    const held = await sandbox.call('PATCH', heating, { body: { operationMode: 'MANUAL' } });
    expect(held.body).toMatchObject({ overridingModes: [{ mode: 'SUMMER' }], withoutEffectUntil: null });
    const winter = await sandbox.call('PATCH', heating, {
      body: { summerWinter: { mode: 'WINTER' }, operationMode: 'AUTO' },
    });
    expect(winter.body).not.toHaveProperty('withoutEffectUntil');
    await sandbox.advance('PT15M');
    sandbox.passTime(600_000);
    const changed = await sandbox.call('PATCH', heating, { body: { operationMode: 'MANUAL' } });
    expect(changed.body).toMatchObject({ overridingModes: [{ mode: 'WINTER' }] });
    expect(changed.body).not.toHaveProperty('withoutEffectUntil');
  });
});
