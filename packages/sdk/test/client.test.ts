import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../../server/test/harness/sandbox.ts';
import { Hearthgate, HearthgateError } from '../src/index.ts';

const HEAT_PUMP = '101000001';
const AWAY = { min: 5, max: 30 };

describe('the client against a sandbox', () => {
  let sandbox: TestSandbox;
  let client: Hearthgate;

  beforeAll(async () => {
    sandbox = await startSandbox();
    client = new Hearthgate({ baseUrl: sandbox.app.url, apiKey: sandbox.world.keys.ok });
  });
  afterAll(() => sandbox.stop());

  test('reads whose key it is, and what is shared', async () => {
    const { companyName } = await client.apiKeys.me();
    expect(companyName).toBe(sandbox.world.companies[0]?.name);
    const active = await client.contracts.list({ status: 'ACTIVE' }).toArray();
    expect(active.map(({ gatewayId }) => gatewayId)).toContain(HEAT_PUMP);
    expect((await client.hvacs.get(HEAT_PUMP)).systemType).toBe('HEAT_PUMP');
  });

  test('walks a list over its pages', async () => {
    const whole = await client.contracts.list().toArray();
    sandbox.passTime(60_000);
    const sizes: number[] = [];
    for await (const page of client.contracts.list({ limit: 2 }).pages()) {
      sizes.push(page.length);
      sandbox.passTime(60_000);
    }
    expect(whole.length).toBeGreaterThan(4);
    expect(sizes.length).toBe(Math.ceil(whole.length / 2));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(whole.length);
  });

  test('changes a heating circuit and tells that it was confirmed', async () => {
    const changed = await client.heatingCircuits.update(HEAT_PUMP, 1, { manualRoomSetpoint: 21.5 });
    expect(changed).toMatchObject({ confirmed: true, state: { id: 1, manualRoomSetpoint: 21.5 } });
    const accepted = await client.heatingCircuits.update(
      HEAT_PUMP,
      1,
      { manualRoomSetpoint: 20 },
      { waitSeconds: 0 },
    );
    if (accepted.confirmed) throw new Error('it did not wait, so it cannot know');
    const ended = await client.commands.end(HEAT_PUMP, accepted.command.commandId);
    expect(ended.status).toBe('CONFIRMED');
  });

  test('says what was refused, and why', async () => {
    const error = await client.heatingCircuits
      .update(HEAT_PUMP, 1, { manualRoomSetpoint: 99 })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HearthgateError);
    expect(error).toMatchObject({
      status: 422,
      code: 'value-out-of-range',
      isRetryable: false,
      requestId: expect.stringMatching(/^req_/) as string,
      members: { min: AWAY.min, max: AWAY.max },
    });
  });

  test('reads a page of the event log', async () => {
    const { items, nextCursor } = await client.events.page({ type: ['CONTRACT_STATUS'], limit: 1 });
    const [event] = items;
    if (event?.type !== 'CONTRACT_STATUS') throw new Error('asked for another type');
    expect(event.data.contract.gatewayId).toBe(event.gatewayid);
    expect(nextCursor).toEqual(expect.any(String));
  });
});
