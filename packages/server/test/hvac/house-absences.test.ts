import type { Holiday, OverridingMode } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

interface Circuit {
  overridingModes: OverridingMode[];
  roomSetpoint?: number;
  requestedLevel?: string;
  temperatureLevels: { eco: number };
}

/** Away and holidays of a virtual house, which honours them by the clock that is moved; left out for houses that have neither. */
describe('a house whose people are away', () => {
  let sandbox: TestSandbox;
  let hasBoth = false;
  const hvac = '/hvacs/101000001';
  const call = <T = Record<string, unknown>>(method: string, path: string, body?: object) =>
    sandbox.call<T>(method, hvac + path, { ...(body && { body }) });
  const circuit = async (path: string) => (await call<Circuit>('GET', path)).body;

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.call('POST', '/sandbox/clock', { key: null, body: { frozen: true } });
    const { body } = await call<{ capabilities: { away: boolean; holidays: number } }>('GET', '');
    hasBoth = body.capabilities.away && body.capabilities.holidays > 0;
  });
  afterAll(() => sandbox.stop());
  beforeEach((context) => {
    sandbox.passTime(600_000);
    if (!hasBoth) context.skip('this house has neither away nor holidays');
  });

  test('away lowers the rooms and the hot water at once, and back', async () => {
    expect((await call('PUT', '/away', { active: true, temperature: 14 })).status).toBe(200);
    expect(await circuit('/heatingCircuits/1')).toMatchObject({
      roomSetpoint: 14,
      overridingModes: [{ mode: 'AWAY' }],
    });
    expect(await circuit('/dhwCircuits/1')).toMatchObject({
      requestedLevel: 'ECO_PLUS',
      overridingModes: [{ mode: 'AWAY' }],
    });
    expect((await call('PUT', '/away', { active: false })).status).toBe(200);
    expect((await circuit('/heatingCircuits/1')).overridingModes).toEqual([]);
  });

  test('a holiday begins by the clock, and ends at once when it is removed', async () => {
    const now = async () => {
      const { body } = await sandbox.call<{ clock: { now: string } }>('GET', '/sandbox', { key: null });
      return new Date(body.clock.now);
    };
    // Late in the evening it is tomorrow already where the house stands.
    if ((await now()).getUTCHours() >= 20) await sandbox.advance('PT6H');
    const noon = (await now()).setUTCHours(12);
    const tomorrow = new Date(noon + 86_400_000).toISOString().slice(0, 10);
    const planned = await call<Holiday>('POST', '/holidays', {
      start: tomorrow,
      end: tomorrow,
      heatingMode: 'ECO',
      dhwMode: 'OFF',
    });
    expect([planned.status, planned.body]).toMatchObject([201, { holidayId: 'hm1', start: tomorrow }]);
    expect(planned.body.assignedTo).toEqual(expect.arrayContaining(['hc1', 'dhw1']));
    expect((await circuit('/heatingCircuits/1')).overridingModes).toEqual([]);

    await sandbox.advance('P1D');
    const during = await circuit('/heatingCircuits/1');
    const [holiday] = during.overridingModes;
    expect([holiday?.mode, during.roomSetpoint]).toEqual(['HOLIDAY', during.temperatureLevels.eco]);
    expect(await circuit('/dhwCircuits/1')).toMatchObject({ requestedLevel: 'OFF' });
    const held = await call('PATCH', '/heatingCircuits/1', { operationMode: 'MANUAL' });
    expect(held.body['withoutEffectUntil']).toBe(holiday?.until);

    expect((await call('DELETE', '/holidays/hm1')).status).toBe(204);
    expect((await circuit('/heatingCircuits/1')).overridingModes).toEqual([]);
    expect((await call<{ items: Holiday[] }>('GET', '/holidays')).body.items).toEqual([]);
  });
});
