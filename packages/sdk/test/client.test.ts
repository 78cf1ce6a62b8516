import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../../server/test/harness/sandbox.ts';
import { invited, linkOf, RETURN_URI, share, signIn } from '../../server/test/harness/invitations.ts';
import { Browser } from '../../server/test/harness/browser.ts';
import { Hearthgate, HearthgateError, keyExpiry, type ClientOptions } from '../src/index.ts';
import { clockOf } from './sandbox-clock.ts';

const HEAT_PUMP = '101000001';
const AWAY = { min: 5, max: 30 };

describe('the client against a sandbox', () => {
  let sandbox: TestSandbox;
  let client: Hearthgate;
  const clientWith = (options: Partial<ClientOptions> = {}) =>
    new Hearthgate({
      baseUrl: sandbox.app.url,
      apiKey: sandbox.world.keys.ok,
      clock: clockOf(sandbox),
      ...options,
    });

  beforeAll(async () => {
    sandbox = await startSandbox();
    client = clientWith();
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
    const sizes: number[] = [];
    for await (const page of client.contracts.list({ limit: 2 }).pages()) {
      sizes.push(page.length);
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

  test('never meets a limit, by whatever many calls at once, and learns what another process has used up', async () => {
    const statuses: number[] = [];
    const watching = clientWith({
      fetch: async (...call) => {
        const answer = await fetch(...call);
        statuses.push(answer.status);
        return answer;
      },
    });
    await Promise.all(Array.from({ length: 12 }, () => watching.heatingCircuits.list(HEAT_PUMP)));
    expect(statuses).toEqual(Array.from({ length: 12 }, () => 200));
    // Somebody else empties the bucket, so that the next call is the one that is refused, waits and comes through.
    statuses.length = 0;
    const path = `/hvacs/${HEAT_PUMP}/dhwCircuits`;
    sandbox.stopTime();
    for (let call = 0; call < 3; call += 1) await sandbox.call('GET', path);
    await Promise.all(Array.from({ length: 3 }, () => watching.dhwCircuits.list(HEAT_PUMP)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429).length).toBeLessThanOrEqual(3);
  });

  test('repeats what was lost on its way, and the server does it once', async () => {
    const keys: (string | null)[] = [];
    let losses = 1;
    const losing = clientWith({
      fetch: async (address, init) => {
        const answer = await fetch(address, init);
        keys.push(new Headers(init?.headers).get('idempotency-key'));
        if (init?.method === 'PATCH' && losses > 0) {
          losses -= 1;
          throw new TypeError('the connection broke');
        }
        return answer;
      },
    });
    const before = await losing.commands.list(HEAT_PUMP).toArray();
    keys.length = 0;
    const changed = await losing.heatingCircuits.update(HEAT_PUMP, 1, { manualRoomSetpoint: 22 });
    expect(changed.confirmed).toBe(true);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(await losing.commands.list(HEAT_PUMP).toArray()).toHaveLength(before.length + 1);
  });

  test('gives up after its time, at a signal, and when nobody is there', async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
      );
    const slow = clientWith({ fetch: silent, timeoutMs: 20, maxRetries: 1 });
    await expect(slow.apiKeys.me()).rejects.toMatchObject({ status: 0, code: 'timeout', isRetryable: true });
    const gone = new Error('gone');
    const signal = AbortSignal.abort(gone);
    await expect(client.apiKeys.me({ signal })).rejects.toBe(gone);
    const later = new AbortController();
    const hanging = clientWith({ fetch: silent }).apiKeys.me({ signal: later.signal });
    setTimeout(() => later.abort(gone), 10);
    await expect(hanging).rejects.toBe(gone);
    const nobody = clientWith({ baseUrl: 'http://127.0.0.1:1', maxRetries: 1 });
    await expect(nobody.apiKeys.me()).rejects.toMatchObject({ code: 'unreachable' });
    const wrong = clientWith({ baseUrl: `${sandbox.app.url}/docs` });
    await expect(wrong.apiKeys.me()).rejects.toBeInstanceOf(HearthgateError);
    expect(() => clientWith({ baseUrl: 'api.example.com' })).toThrow('baseUrl');
  });

  test('an outdated consent says where the owner renews it', async () => {
    const outdated =
      sandbox.world.gateways.find(({ gatewayId }) => gatewayId === '101000004')?.gatewayId ?? '';
    const refused = await client.heatingCircuits.list(outdated).catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 451, code: 'consent-outdated' });
    expect((refused as HearthgateError).members.updateUrl).toMatch(/^http/);
  });

  test('renews a key before its end, keeps it when it cannot be kept elsewhere, and removes the old one last', async () => {
    const { apiKey: first, expiresAt } = await client.apiKeys.create();
    expect(keyExpiry(first)?.toISOString()).toBe(expiresAt);
    const due = Date.parse(expiresAt) - 86_400_000;
    const renewing = clientWith({ apiKey: first });
    const kept: string[] = [];
    const onNewKey = ({ apiKey }: { apiKey: string }) => void kept.push(apiKey);
    expect(await renewing.apiKeys.renewIfDue({ onNewKey, nowMs: due - 30 * 86_400_000 })).toBeUndefined();

    const before = await client.apiKeys.list().toArray();
    const failing = renewing.apiKeys.renewIfDue({
      nowMs: due,
      onNewKey: () => {
        throw new Error('the vault is closed');
      },
    });
    await expect(failing).rejects.toThrow('the vault is closed');
    expect(await client.apiKeys.list().toArray()).toHaveLength(before.length);

    const created = await renewing.apiKeys.renewIfDue({ onNewKey, nowMs: due });
    expect(kept).toEqual([created?.apiKey]);
    expect((await renewing.apiKeys.me()).keyId).toBe(created?.keyId);
    const old = clientWith({ apiKey: first });
    await expect(old.apiKeys.me()).rejects.toMatchObject({ status: 401, code: 'api-key-removed' });
  });

  test('a new key whose answer was lost is removed, and another one made', async () => {
    const { apiKey } = await client.apiKeys.create();
    let losses = 1;
    const losing = clientWith({
      apiKey,
      fetch: async (address, init) => {
        const answer = await fetch(address, init);
        if (init?.method === 'POST' && losses > 0) {
          losses -= 1;
          throw new TypeError('the connection broke');
        }
        return answer;
      },
    });
    const before = await client.apiKeys.list().toArray();
    const nowMs = keyExpiry(apiKey)?.getTime() ?? 0;
    const created = await losing.apiKeys.renewIfDue({ onNewKey: () => undefined, nowMs });
    const after = await client.apiKeys.list().toArray();
    expect(after).toHaveLength(before.length);
    expect(after.map(({ keyId }) => keyId)).toContain(created?.keyId);
  });

  test('invites an owner, and believes the return that the server signed, for its session alone', async () => {
    sandbox.passTime(3_600_000);
    const companyId = sandbox.world.companies[0]?.companyId ?? '';
    const sessionId = 's 1&x=%2B';
    const link = client.invitations.link({ companyId, redirectUri: RETURN_URI, sessionId });
    expect(link).toBe(sandbox.app.url + linkOf(sandbox, { sessionId }));
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false },
    });
    const browser = await invited(sandbox, { sessionId }, new Browser(sandbox.world.baseUrl));
    await signIn(browser, sandbox.world.owners[0]);
    const location = (await share(browser, body.gatewayId)).location ?? '';
    const verify = (address: string, more = {}) =>
      client.invitations.verifyReturn(address, { sessionId, ...more });
    expect(await verify(location)).toEqual({
      outcome: 'SHARED',
      gatewayId: body.gatewayId,
      contractStatus: 'ACTIVE',
      sessionId,
    });
    expect(await verify(location.slice(location.indexOf('?')))).toMatchObject({ outcome: 'SHARED' });
    const invalid = (reason: string) => ({ outcome: 'INVALID', reason });
    expect(await verify(location, { sessionId: 'other' })).toEqual(invalid('OTHER_SESSION'));
    expect(await verify(location.replace('ACTIVE', 'PAUSED'))).toEqual(invalid('SIGNATURE_WRONG'));
    expect(await verify(location, { nowMs: Date.now() + 3_600_000 })).toEqual(invalid('NOT_NOW'));
    expect(await verify(`${RETURN_URI}&gatewayId=1`)).toEqual(invalid('INCOMPLETE'));
  });
});
