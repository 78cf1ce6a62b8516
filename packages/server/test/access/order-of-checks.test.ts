import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type CallOptions, type TestSandbox } from '../harness/sandbox.ts';

/** A request with several faults is told the first one of the documented order. */
describe('the order of checks', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const patch = async (gatewayId: string, options: CallOptions) => {
    const { status, body } = await sandbox.call('PATCH', `/hvacs/${gatewayId}/heatingCircuits/1`, options);
    return [status, body['code']];
  };
  const broken = '{';
  const wrongVersion = { 'x-api-version': '9' };

  test('key, address, version, contract, consent, then the body', async () => {
    const { keys } = sandbox.world;
    expect(await patch('101000005', { key: null, body: broken, headers: wrongVersion })).toEqual([
      401,
      'api-key-missing',
    ]);
    expect(await patch('101000005', { key: keys.wrongAddress, body: broken, headers: wrongVersion })).toEqual(
      [403, 'ip-not-allowed'],
    );
    expect(await patch('101000005', { body: broken, headers: wrongVersion })).toEqual([
      400,
      'version-unsupported',
    ]);
    expect(await patch('101000005', { body: broken })).toEqual([403, 'access-not-granted']);
    expect(await patch('101000004', { body: broken })).toEqual([451, 'consent-outdated']);
    expect(await patch('101000001', { body: broken })).toEqual([400, 'request-invalid']);
    expect(await patch('101000007', { body: { manualRoomSetpoint: 99 } })).toEqual([
      422,
      'value-out-of-range',
    ]);
    expect(await patch('101000007', { body: { manualRoomSetpoint: 20 } })).toEqual([503, 'gateway-offline']);
  });

  test('a suspended company is told so after its address, before its version', async () => {
    await sandbox.pool.query("UPDATE companies SET status = 'SUSPENDED' WHERE name = 'Northwind Energy'");
    // Not cached yet: this is the first request with this key.
    expect(await patch('101000001', { key: sandbox.world.keys.wrongAddress })).toEqual([
      403,
      'ip-not-allowed',
    ]);
  });

  test('the scope is asked before the consent', async () => {
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false },
    });
    const scope = { remoteControl: false };
    await sandbox.call('POST', '/sandbox/contracts', {
      body: { gatewayId: body.gatewayId, scope, consentVersion: '2023-09' },
    });
    expect(await patch(body.gatewayId, { body: broken })).toEqual([403, 'scope-not-granted']);
  });

  test('the rate limit comes before the contract, so a refusal costs a token too', async () => {
    const path = '/hvacs/101000006';
    const codes = [];
    for (let call = 0; call < 4; call += 1) codes.push((await sandbox.call('GET', path)).status);
    expect(codes).toEqual([403, 403, 403, 429]);
  });

  test('texts come in the language the caller asks for, among those of its company', async () => {
    const detail = async (language: string) =>
      (await sandbox.call('GET', '/hvacs/101000005', { headers: { 'accept-language': language } })).body[
        'detail'
      ];
    expect(await detail('de-AT,en;q=0.5')).toMatch(/^Der Eigentümer/);
    expect(await detail('fr')).toMatch(/^The owner/);
    sandbox.passTime(10_000);
    expect(await detail('*')).toMatch(/^The owner/);
  });
});

describe('rate limits', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
    sandbox.stopTime();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const get = async (path: string, options: CallOptions = {}) => {
    const { status, headers } = await sandbox.call('GET', path, options);
    return { status, limit: headers.get('ratelimit'), retryAfter: headers.get('retry-after') };
  };
  const circuit = (id: number) => `/hvacs/101000001/heatingCircuits/${id}`;

  test('three at once per gateway, then one every two seconds, and a refused call costs nothing', async () => {
    for (const left of [2, 1, 0])
      expect(await get(circuit(1))).toMatchObject({
        status: 200,
        limit: expect.stringContaining(`r=${left};`),
      });
    expect(await get(circuit(1))).toEqual({ status: 429, limit: '"gateway";r=0;t=2', retryAfter: '2' });
    expect((await get(circuit(1))).status).toBe(429);
    sandbox.passTime(2_000);
    expect((await get(circuit(1))).status).toBe(200);
    expect((await get(circuit(1))).status).toBe(429);
  });

  test('circuits that exist count apart; invented ones share a bucket', async () => {
    for (let call = 0; call < 4; call += 1) await get(circuit(1));
    expect((await get(circuit(2))).status).toBe(200);
    const invented = [];
    for (const id of [5, 6, 7, 8]) invented.push((await get(circuit(id))).status);
    expect(invented).toEqual([404, 404, 404, 429]);
    for (const gatewayId of ['300000001', '300000002', '300000003', '300000004']) {
      invented.push((await get(`/hvacs/${gatewayId}`)).status);
    }
    expect(invented.slice(4)).toEqual([403, 403, 403, 429]);
  });

  test('without a gateway: five at once, then two a second', async () => {
    const statuses = [];
    for (let call = 0; call < 6; call += 1) statuses.push((await get('/api-keys/me')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    sandbox.passTime(1_000);
    expect([(await get('/api-keys/me')).status, (await get('/api-keys/me')).status]).toEqual([200, 200]);
  });

  test('who has no valid key is slowed down by address', async () => {
    // All at once, so that a slow machine does not give each of them its time.
    const calls = Array.from({ length: 100 }, () => get('/hvacs', { key: null }));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(20);
    expect(statuses).toContain(429);
    expect((await get('/hvacs')).status).toBe(200);
  });

  test('every answer that costs a token says what is left, refusals too', async () => {
    const policyOf = async (path: string, options: CallOptions = {}) => {
      const { status, headers } = await sandbox.call('GET', path, options);
      return [status, headers.get('ratelimit-policy'), headers.get('ratelimit')];
    };
    const { ok, expired } = sandbox.world.keys;
    expect(await policyOf('/hvacs', { key: null })).toEqual([
      401,
      '"unauthenticated";q=20;w=1',
      '"unauthenticated";r=19;t=1',
    ]);
    expect((await policyOf('/hvacs', { key: ok.slice(0, -1) })).at(-1)).toBe('"unauthenticated";r=18;t=1');
    expect((await policyOf('/hvacs', { key: expired })).at(-1)).toBe('"unauthenticated";r=17;t=1');
    const token = { authorization: 'Bearer hgOwner_x' };
    expect((await policyOf('/hvacs', { key: null, headers: token })).at(-1)).toBe(
      '"unauthenticated";r=16;t=1',
    );
    const gateway = '"gateway";q=3;w=6';
    expect(await policyOf('/hvacs/101000001')).toEqual([200, gateway, '"gateway";r=2;t=2']);
    expect(await policyOf('/hvacs/101000005')).toEqual([403, gateway, '"gateway";r=2;t=2']);
    expect(await policyOf('/hvacs/101000004/heatingCircuits')).toEqual([451, gateway, '"gateway";r=2;t=2']);
    expect(await policyOf('/hvacs/101000001/commands/cmd_x')).toEqual([404, gateway, '"gateway";r=2;t=2']);
    expect(await policyOf('/api-keys?limit=0')).toEqual([400, '"company";q=5;w=3', '"company";r=4;t=1']);
  });

  test('one company may use half of what an appliance takes in an hour', async () => {
    const statuses = [];
    for (let call = 0; call < 6; call += 1) {
      sandbox.passTime(2_000);
      const { status, body } = await sandbox.call('PATCH', circuit(2), {
        body: { temperatureLevels: { comfort: 20 + call / 2 } },
      });
      statuses.push([status, body['policy']]);
    }
    expect(statuses.slice(0, 5).map(([status]) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(statuses.at(-1)).toEqual([429, 'appliance-company']);
  });
});
