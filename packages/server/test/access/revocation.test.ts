import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  changeCompanyStatus,
  createOwnerToken,
  deleteOwnerToken,
  deliveryTo,
  mayReceiveEvents,
  offboardCompany,
  pauseContract,
  publishConsent,
  releaseGateway,
  SEEDED_TEXTS,
  type Access,
} from '../../src/access/index.ts';
import type { App } from '../../src/app.ts';
import { handOverWorld, startNode } from '../harness/nodes.ts';
import { caller, type TestSandbox } from '../harness/sandbox.ts';

/** Promised: a right that ended on one node is refused by every other within this. */
const PROMISED_MS = 1_000;

describe('what ends on one node', () => {
  let sandbox: TestSandbox;
  let nodes: App[] = [];
  let passedMs = 0;

  beforeAll(async () => {
    sandbox = await handOverWorld();
    const monotonic = () => performance.now() + passedMs;
    nodes = [await startNode(sandbox, monotonic), await startNode(sandbox, monotonic)];
  });
  afterAll(async () => {
    for (const node of nodes) await node.stop();
    await sandbox.stop();
  });

  const call = (
    node: number,
    method: string,
    path: string,
    options: { key?: string; token?: string; body?: object } = {},
  ) => {
    passedMs += 60_000;
    const { key = sandbox.world.keys.ok, token, body } = options;
    return caller(nodes[node]?.url ?? '')(method, path, {
      key: token === undefined ? key : null,
      headers: {
        'x-forwarded-proto': 'https',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body }),
    });
  };
  const codeOf = async (path: string, by: { key?: string; token?: string } = {}) => {
    const { status, body } = await call(1, 'GET', path, by);
    return [status, body['code']];
  };
  const accessOf = (node: number): Access => {
    const app = nodes[node];
    if (!app) throw new Error(`node ${node} does not run`);
    return app.domains.access;
  };
  const owner = () => ({ access: accessOf(0), ownerId: sandbox.world.owners[0]?.ownerId ?? '' });
  const companyId = () => sandbox.world.companies[0]?.companyId ?? '';
  /** How long the other node went on answering as before. */
  const until = async (
    path: string,
    refusal: readonly [number, string],
    by: { key?: string; token?: string } = {},
  ) => {
    const endedAt = performance.now();
    await vi.waitFor(async () => expect(await codeOf(path, by)).toEqual(refusal), { interval: 5 });
    return performance.now() - endedAt;
  };

  test('a contract that its company revokes', async () => {
    const path = '/hvacs/101000001';
    expect(await codeOf(path)).toEqual([200, undefined]);
    const { status } = await call(0, 'PATCH', '/contracts/101000001', { body: { action: 'REVOKE' } });
    expect(status).toBe(200);
    expect(await until(path, [403, 'access-not-granted'])).toBeLessThan(PROMISED_MS);
  });

  test('a key that is removed', async () => {
    const { body } = await call(0, 'POST', '/api-keys');
    const { apiKey, keyId } = body as { apiKey: string; keyId: string };
    expect(await codeOf('/api-keys/me', { key: apiKey })).toEqual([200, undefined]);
    expect((await call(0, 'DELETE', `/api-keys/${keyId}`)).status).toBe(204);
    expect(await until('/api-keys/me', [401, 'api-key-removed'], { key: apiKey })).toBeLessThan(PROMISED_MS);
  });

  test('and a key that was asked for too early works once it exists', async () => {
    const { body } = await call(0, 'POST', '/api-keys');
    expect(await codeOf('/api-keys/me', { key: String(body['apiKey']) })).toEqual([200, undefined]);
  });

  test('a contract that its owner pauses: calls and events', async () => {
    const path = '/hvacs/101000002';
    const mayHear = () => mayReceiveEvents(accessOf(1), companyId(), 101000002, 'monitoring', new Date());
    expect([await codeOf(path), await mayHear()]).toEqual([[200, undefined], true]);
    await pauseContract(owner(), { companyId: companyId(), gatewayId: 101000002 });
    expect(await until(path, [403, 'access-not-granted'])).toBeLessThan(PROMISED_MS);
    expect(await mayHear()).toBe(false);
  });

  test('a consent that a new text makes outdated', async () => {
    const path = '/hvacs/101000003/heatingCircuits';
    expect(await codeOf(path)).toEqual([200, undefined]);
    await publishConsent(
      { ...accessOf(0), consentNoticeMs: 0 },
      {
        version: '2030-01',
        texts: SEEDED_TEXTS['2024-07'],
        effectiveFrom: new Date(accessOf(0).clock.now()),
        requiredForRemoteControl: true,
      },
    );
    expect(await until(path, [451, 'consent-outdated'])).toBeLessThan(PROMISED_MS);
  });

  test('an access token of an owner, and what one opens of a gateway that was given up', async () => {
    const path = '/hvacs/101000003';
    const [one, other] = [
      await createOwnerToken(owner(), { name: 'one', validDays: 1 }),
      await createOwnerToken(owner(), { name: 'other', validDays: 1 }),
    ];
    for (const by of [one, other, {}]) expect(await codeOf(path, by)).toEqual([200, undefined]);
    await deleteOwnerToken(owner(), one);
    expect(await until(path, [401, 'owner-token-unknown'], one)).toBeLessThan(PROMISED_MS);
    await releaseGateway(owner(), { gatewayId: 101000003 });
    expect(await until(path, [403, 'access-not-granted'], other)).toBeLessThan(PROMISED_MS);
    expect(await codeOf(path)).toEqual([403, 'access-not-granted']);
  });

  test('a company that is suspended, then offboarded: calls and deliveries', async () => {
    const access = accessOf(0);
    expect([await codeOf('/contracts'), await deliveryTo(accessOf(1), companyId())]).toMatchObject([
      [200, undefined],
      {},
    ]);
    const why = { companyId: companyId(), reason: 'because of a test' };
    await access.transact((unit) => changeCompanyStatus(access, unit, { ...why, action: 'SUSPEND' }));
    expect(await until('/contracts', [403, 'company-suspended'])).toBeLessThan(PROMISED_MS);
    expect(await deliveryTo(accessOf(1), companyId())).toBeUndefined();
    await access.transact((unit) => offboardCompany(access, unit, why));
    expect(await until('/contracts', [401, 'api-key-removed'])).toBeLessThan(PROMISED_MS);
  });
});
