import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** A heat pump, an owner's yes, an API key, a webhook. */
describe('the main job', () => {
  let sandbox: TestSandbox;
  const circuit = '/hvacs/101000001/heatingCircuits/1';

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());

  test('a shared heat pump answers 200 with live values', async () => {
    const { status, headers, body } = await sandbox.call('GET', circuit);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 1, connectivity: 'ONLINE', operationMode: 'AUTO' });
    expect(body['roomTemperature']).toBeGreaterThan(10);
    expect(body['roomTemperature']).toBeLessThan(30);
    expect(headers.get('x-api-version')).toBe('1.35');
    expect(headers.get('x-request-id')).toMatch(/^req_/);
    expect(headers.get('ratelimit-policy')).toBe('"gateway";q=3;w=6');
  });

  test('what the owner did not share is 403, also when it does not exist', async () => {
    for (const gatewayId of ['101000005', '999999999', 'abc']) {
      const { status, body } = await sandbox.call('GET', `/hvacs/${gatewayId}/heatingCircuits/1`);
      expect([gatewayId, status, body['code']]).toEqual([gatewayId, 403, 'access-not-granted']);
      sandbox.passTime(10_000);
    }
  });

  test('a contract that waits for the partner is 403 and says so', async () => {
    const { status, body } = await sandbox.call('GET', '/hvacs/101000006/heatingCircuits/1');
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'access-not-granted', contractStatus: 'PENDING' });
  });

  test('an old consent is 451 and leads to the owner, until the owner accepts again', async () => {
    const refused = await sandbox.call('GET', '/hvacs/101000004/heatingCircuits/1');
    expect(refused.status).toBe(451);
    expect(refused.body).toMatchObject({
      code: 'consent-outdated',
      givenVersion: '2023-09',
      requiredVersion: '2024-07',
      updateUrl: `${sandbox.world.baseUrl}/owner/gateways/101000004/consent`,
    });
    expect(refused.headers.get('link')).toBe(`<${sandbox.world.baseUrl}/about>; rel="blocked-by"`);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    const monitoring = await sandbox.call('GET', '/hvacs/101000004');
    expect(monitoring.status).toBe(200);

    await sandbox.call('POST', '/sandbox/contracts', { body: { gatewayId: '101000004' } });
    const granted = await sandbox.call('GET', '/hvacs/101000004/heatingCircuits/1');
    expect(granted.status).toBe(200);
  });

  test('keys: missing, expired, removed, and right from the wrong address', async () => {
    const code = async (key: string | null) => {
      const { status, body } = await sandbox.call('GET', circuit, { key });
      return [status, body['code']];
    };
    expect(await code(null)).toEqual([401, 'api-key-missing']);
    expect(await code(sandbox.world.keys.expired)).toEqual([401, 'api-key-expired']);
    expect(await code(sandbox.world.keys.removed)).toEqual([401, 'api-key-removed']);
    expect(await code(sandbox.world.keys.wrongAddress)).toEqual([403, 'ip-not-allowed']);
    expect(await code(sandbox.world.keys.ok.slice(0, -1))).toEqual([401, 'api-key-malformed']);
  });

  test('a change is confirmed by read-back, and the room really moves to it', async () => {
    const before = await sandbox.call<{ roomTemperature: number }>('GET', circuit);
    const changed = await sandbox.call('PATCH', circuit, {
      body: { manualRoomSetpoint: 22.5, operationMode: 'MANUAL' },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      operationMode: 'MANUAL',
      manualRoomSetpoint: 22.5,
      roomSetpoint: 22.5,
    });
    expect(changed.body['commandId']).toMatch(/^cmd_/);

    await sandbox.advance('PT6H');
    const after = await sandbox.call<{ roomTemperature: number }>('GET', circuit);
    expect(after.body.roomTemperature).toBeGreaterThan(before.body.roomTemperature);
    expect(Math.abs(after.body.roomTemperature - 22.5)).toBeLessThanOrEqual(0.6);
    const command = await sandbox.call(
      'GET',
      `/hvacs/101000001/commands/${String(changed.body['commandId'])}`,
    );
    expect(command.body).toMatchObject({ status: 'CONFIRMED' });
  });

  test('a repeat with the same idempotency key answers from the first command', async () => {
    const patch = (value: number) =>
      sandbox.call('PATCH', '/hvacs/101000001/heatingCircuits/2', {
        body: { temperatureLevels: { comfort: value } },
        headers: { 'idempotency-key': 'once' },
      });
    const first = await patch(21.5);
    const second = await patch(21.5);
    expect(second.body['commandId']).toBe(first.body['commandId']);
    sandbox.passTime(10_000);
    const other = await patch(22);
    expect([other.status, other.body['code']]).toEqual([409, 'idempotency-key-reused']);
  });

  test('the same request sent twice at once is carried out once', async () => {
    sandbox.passTime(300_000);
    const patch = () =>
      sandbox.call('PATCH', '/hvacs/101000003/heatingCircuits/1', {
        body: { temperatureLevels: { eco: 18 } },
        headers: { 'idempotency-key': 'twice at once' },
      });
    const answers = await Promise.all([patch(), patch()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body['commandId']).toBe(answers[1]?.body['commandId']);
    const { rowCount } = await sandbox.pool.query('SELECT 1 FROM commands WHERE gateway_id = 101000003');
    expect(rowCount).toBe(1);
  });

  test('who does not wait gets 202 and finds the outcome at Location', async () => {
    sandbox.passTime(300_000);
    const accepted = await sandbox.call('PATCH', '/hvacs/101000003/heatingCircuits/2', {
      body: { temperatureLevels: { eco: 18 } },
      headers: { prefer: 'wait=0' },
    });
    const location = accepted.headers.get('location') ?? '';
    expect([accepted.status, location]).toEqual([
      202,
      expect.stringMatching(/^\/hvacs\/101000003\/commands\/cmd_/),
    ]);
    await sandbox.advance('PT1M');
    expect((await sandbox.call('GET', location)).body).toMatchObject({
      status: 'CONFIRMED',
      gatewayId: '101000003',
    });
    const stranger = await sandbox.call('GET', location.replace('101000003', '101000001'));
    expect(stranger.status).toBe(404);
  });

  test('values the appliance does not take are refused with what it takes', async () => {
    sandbox.passTime(60_000);
    const tooHot = await sandbox.call('PATCH', circuit, { body: { manualRoomSetpoint: 31 } });
    expect([tooHot.status, tooHot.body]).toMatchObject([
      422,
      { code: 'value-out-of-range', min: 5, max: 30, step: 0.5 },
    ]);
    const program = await sandbox.call('PATCH', circuit, { body: { activeTimeProgram: 'Z' } });
    expect([program.status, program.body]).toMatchObject([
      422,
      { code: 'value-not-allowed', allowed: ['A', 'B'] },
    ]);
  });

  test('an unplugged gateway keeps answering reads, refuses commands, and is told to the inbox, signed', async () => {
    await sandbox.call('POST', '/sandbox/gateways/101000002/connection', { body: { state: 'offline' } });
    await sandbox.settle();
    const read = await sandbox.call('GET', '/hvacs/101000002/heatingCircuits/1');
    expect([read.status, read.body['connectivity']]).toEqual([200, 'OFFLINE']);
    const write = await sandbox.call('PATCH', '/hvacs/101000002/heatingCircuits/1', {
      body: { operationMode: 'MANUAL' },
    });
    expect([write.status, write.body['code']]).toEqual([503, 'gateway-offline']);

    const told = async () =>
      (await sandbox.inbox()).filter(
        ({ body }) =>
          body.type === 'CONNECTIVITY_STATUS' &&
          body.gatewayid === '101000002' &&
          body.data['status'] === 'OFFLINE',
      );
    expect(await told()).toHaveLength(0);
    await sandbox.advance('PT2M');
    const [message, ...more] = await told();
    expect(more).toHaveLength(0);
    expect(message?.signatureValid).toBe(true);
    expect(message?.body.data).toMatchObject({ status: 'OFFLINE', previous: 'ONLINE' });
  });

  test('a state shorter than the flap window is not told', async () => {
    const count = async () =>
      (await sandbox.inbox()).filter(
        ({ body }) => body.type === 'CONNECTIVITY_STATUS' && body.gatewayid === '101000003',
      ).length;
    const before = await count();
    await sandbox.call('POST', '/sandbox/gateways/101000003/connection', { body: { state: 'offline' } });
    await sandbox.advance('PT30S');
    await sandbox.call('POST', '/sandbox/gateways/101000003/connection', { body: { state: 'online' } });
    await sandbox.advance('PT5M');
    expect(await count()).toBe(before);
  });

  test('every message in the inbox verifies with the Standard Webhooks library', async () => {
    const secret = (await secretOf(sandbox)) ?? '';
    const messages = await sandbox.inbox();
    expect(messages.length).toBeGreaterThan(10);
    expect(messages.every(({ signatureValid }) => signatureValid)).toBe(true);
    const last = messages.at(-1);
    expect(() => new Webhook(secret).verify(JSON.stringify(last?.body), last?.headers ?? {})).not.toThrow();
    const types = new Set(messages.map(({ body }) => body.type));
    for (const type of ['CONTRACT_STATUS', 'DATA_POINT', 'CONNECTIVITY_STATUS', 'COMMAND_STATUS']) {
      expect([type, types.has(type)]).toEqual([type, true]);
    }
  });

  test('gatewayseq counts without holes, and previousseq names the one before', async () => {
    const ofGateways = (await sandbox.inbox()).filter(({ body }) => body.gatewayid !== undefined);
    const byGateway = Map.groupBy(ofGateways, ({ body }) => body.gatewayid);
    for (const messages of byGateway.values()) {
      const seqs = messages.map(({ body }) => body.gatewayseq);
      expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
    }
  });

  test('when the owner ends the contract, the next request is refused and nothing more is sent', async () => {
    await sandbox.call('POST', '/sandbox/contracts/101000001/end', { body: {} });
    const refused = await sandbox.call('GET', circuit);
    expect([refused.status, refused.body]).toMatchObject([403, { contractStatus: 'CLOSED' }]);
    await sandbox.settle();
    const ended = (await sandbox.inbox()).findLast(({ body }) => body.gatewayid === '101000001');
    expect(ended?.body).toMatchObject({
      type: 'CONTRACT_STATUS',
      data: { from: 'ACTIVE', to: 'CLOSED', actor: 'OWNER' },
    });
    await sandbox.advance('PT1H');
    expect((await sandbox.inbox()).findLast(({ body }) => body.gatewayid === '101000001')).toEqual(ended);
  });
});

/** The inbox's own secret, for a check with a foreign library. */
async function secretOf(sandbox: TestSandbox): Promise<string | undefined> {
  const file = `${sandbox.dataDir}/sandbox.json`;
  const world = JSON.parse(await readFile(file, 'utf8')) as { inbox: { secret: string } };
  return world.inbox.secret;
}
