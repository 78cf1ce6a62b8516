import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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
    options: { key?: string; body?: object } = {},
  ) => {
    passedMs += 60_000;
    const { key = sandbox.world.keys.ok, body } = options;
    return caller(nodes[node]?.url ?? '')(method, path, {
      key,
      headers: { 'x-forwarded-proto': 'https' },
      ...(body && { body }),
    });
  };
  const codeOf = async (path: string, key = sandbox.world.keys.ok) => {
    const { status, body } = await call(1, 'GET', path, { key });
    return [status, body['code']];
  };
  /** How long the other node went on answering as before. */
  const until = async (path: string, refusal: readonly [number, string], key?: string) => {
    const endedAt = performance.now();
    await vi.waitFor(async () => expect(await codeOf(path, key)).toEqual(refusal), { interval: 5 });
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
    expect(await codeOf('/api-keys/me', apiKey)).toEqual([200, undefined]);
    expect((await call(0, 'DELETE', `/api-keys/${keyId}`)).status).toBe(204);
    expect(await until('/api-keys/me', [401, 'api-key-removed'], apiKey)).toBeLessThan(PROMISED_MS);
  });

  test('and a key that was asked for too early works once it exists', async () => {
    const { body } = await call(0, 'POST', '/api-keys');
    expect(await codeOf('/api-keys/me', String(body['apiKey']))).toEqual([200, undefined]);
  });
});
