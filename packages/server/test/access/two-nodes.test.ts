import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { handOverWorld, startNode } from '../harness/nodes.ts';
import { REDIS_PROGRAM, startRedis, type TestRedis } from '../harness/redis.ts';
import { caller, type TestSandbox } from '../harness/sandbox.ts';

describe.skipIf(REDIS_PROGRAM === undefined)('two nodes with one Redis', () => {
  let redis: TestRedis;
  let sandbox: TestSandbox;
  let nodes: App[] = [];
  const time = { ms: 0 };

  beforeAll(async () => {
    redis = await startRedis();
    sandbox = await handOverWorld();
    await sandbox.pool.query('UPDATE companies SET plan = $1', ['small']);
    await sandbox.pool.query("INSERT INTO plans VALUES ('small', 2, 9000, 4, 8000, 10, 60, 50, 2)");
    const start = () => startNode(sandbox, () => time.ms, { REDIS_URL: redis.url });
    nodes = [await start(), await start()];
  });
  afterAll(async () => {
    for (const node of nodes) await node.stop();
    await sandbox.stop();
    await redis.kill('SIGKILL');
  });

  const get = async (node: number, path: string, key: string | null = sandbox.world.keys.ok) => {
    const { status, headers } = await caller(nodes[node]?.url ?? '')('GET', path, {
      key,
      headers: { 'x-forwarded-proto': 'https' },
    });
    return [status, headers.get('ratelimit-policy'), headers.get('ratelimit'), headers.get('retry-after')];
  };

  test('share the budget of a company, in the plan it has', async () => {
    const policy = '"company";q=4;w=32';
    const answers = [];
    for (const node of [0, 1, 1, 0, 1, 0]) answers.push(await get(node, '/api-keys/me'));
    expect(answers).toEqual([
      [200, policy, '"company";r=3;t=8', null],
      [200, policy, '"company";r=2;t=8', null],
      [200, policy, '"company";r=1;t=8', null],
      [200, policy, '"company";r=0;t=8', null],
      [429, policy, '"company";r=0;t=8', '8'],
      [429, policy, '"company";r=0;t=8', '8'],
    ]);
    time.ms += 8_000;
    expect((await get(0, '/api-keys/me'))[0]).toBe(200);
    expect((await get(1, '/api-keys/me'))[0]).toBe(429);
  });

  test('share the budget of a gateway and of an address', async () => {
    const gateway = [];
    for (const node of [0, 1, 0]) gateway.push((await get(node, '/hvacs/101000001'))[0]);
    expect(gateway).toEqual([200, 200, 429]);
    const address = [];
    for (let call = 0; call < 22; call += 1) address.push((await get(call % 2, '/hvacs', null))[0]);
    expect(address.slice(18)).toEqual([401, 401, 429, 429]);
  });

  test('count for themselves while Redis is away, with the same headers', async () => {
    await redis.kill('SIGKILL');
    for (const node of [0, 1])
      expect(await get(node, '/api-keys/me')).toEqual([200, '"company";q=4;w=32', '"company";r=3;t=8', null]);
  });
});
