import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey, onKeyExpiry, removeApiKey, type ApiKeyFact } from '../../src/access/index.ts';
import { readFacts } from '../../src/platform/database/outbox.ts';
import { sliceOfCompany } from '../../src/platform/database/unit-of-work.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { activeCompany } from '../harness/companies.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

interface Created {
  apiKey: string;
  keyId: string;
  expiresAt: string;
  code?: string;
  id?: string;
}

describe('API keys', () => {
  let sandbox: TestSandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const create = (headers: Record<string, string> = {}, key?: string) =>
    sandbox.call<Created>('POST', '/api-keys', { headers, ...(key !== undefined && { key }) });
  const remove = (keyId: string, key?: string) =>
    sandbox.call('DELETE', `/api-keys/${keyId}`, key === undefined ? {} : { key });
  const list = async () =>
    (await sandbox.call<{ items: { keyId: string; lastUsedAt?: string }[] }>('GET', '/api-keys')).body.items;
  const me = async (key: string) => {
    const { status, body } = await sandbox.call('GET', '/api-keys/me', { key });
    return [status, body['code'] ?? body['keyId']];
  };
  const told = async (type: string) => (await sandbox.inbox()).filter(({ body }) => body.type === type);

  test('a key makes another one, valid for six calendar months, and stays valid itself', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(await me(body.apiKey)).toEqual([200, body.keyId]);
    expect((await me(sandbox.world.keys.ok))[0]).toBe(200);
    const now = Date.parse(sandbox.app.sandbox?.clock().now ?? '');
    const months = new Date(now);
    months.setUTCMonth(months.getUTCMonth() + 6);
    expect(Math.abs(Date.parse(body.expiresAt) - months.getTime())).toBeLessThan(4 * 86_400_000);
    await sandbox.settle();
    expect((await told('API_KEY_CREATED')).at(-1)?.body.data).toEqual({
      keyId: body.keyId,
      expiresAt: body.expiresAt,
    });
  });

  test('only the hash of a key is stored, and the list shows no secret', async () => {
    const { body } = await create();
    const { rows } = await sandbox.pool.query('SELECT * FROM api_keys');
    const secret = body.apiKey.split('_')[3] ?? '';
    expect(secret.length).toBe(43);
    expect(JSON.stringify([rows, await list()])).not.toContain(secret);
  });

  test('a removed key is refused on its next request, and a key may remove itself', async () => {
    const { body } = await create();
    expect((await me(body.apiKey))[0]).toBe(200);
    const removed = await remove(body.keyId, body.apiKey);
    expect([removed.status, removed.body]).toEqual([204, '']);
    expect(await me(body.apiKey)).toEqual([401, 'api-key-removed']);
    sandbox.passTime(10_000);
    expect((await remove(body.keyId)).status).toBe(404);
    expect((await list()).some(({ keyId }) => keyId === body.keyId)).toBe(false);
    await sandbox.settle();
    expect((await told('API_KEY_REMOVED')).at(-1)?.body.data['keyId']).toBe(body.keyId);
  });

  test('a stranger cannot remove a key', async () => {
    await sandbox.pool.query(
      "UPDATE companies SET ip_allow_list = '{127.0.0.1}' WHERE name = 'Northwind Energy'",
    );
    const { body } = await create();
    const attempt = await remove(body.keyId, sandbox.world.keys.wrongAddress);
    expect([attempt.status, attempt.body['code']]).toEqual([404, 'not-found']);
    expect((await me(body.apiKey))[0]).toBe(200);
    await remove(body.keyId);
  });

  test('a used key says when, an unused one does not', async () => {
    const { body } = await create();
    const find = async () => (await list()).find(({ keyId }) => keyId === body.keyId);
    expect(await find()).not.toHaveProperty('lastUsedAt');
    await me(body.apiKey);
    expect(await find()).toHaveProperty('lastUsedAt');
    await remove(body.keyId);
  });

  test('the list comes in pages, each key once, without removed ones', async () => {
    const made = [(await create()).body, (await create()).body, (await create()).body];
    await remove(made[1]?.keyId ?? '');
    const all = (await list()).map(({ keyId }) => keyId);
    expect(all).toContain(made[2]?.keyId);
    expect(all).not.toContain(made[1]?.keyId);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      sandbox.passTime(600_000);
      const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`;
      const page = await sandbox.call<{ items: { keyId: string }[]; nextCursor: string | null }>(
        'GET',
        `/api-keys?${query}`,
      );
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.body.items.map(({ keyId }) => keyId));
      cursor = page.body.nextCursor;
    }
    expect(paged).toEqual(all);
    for (const query of ['limit=0', 'cursor=%00', 'cursor=', 'cursor=1', 'page=2']) {
      sandbox.passTime(600_000);
      const bad = await sandbox.call('GET', `/api-keys?${query}`);
      expect([query, bad.status, bad.body['code']]).toEqual([query, 400, 'request-invalid']);
    }
    for (const { keyId } of made) await remove(keyId);
  });

  test('ten valid keys at the most, also for requests that come at once', async () => {
    for (const { keyId } of (await list()).slice(1)) {
      sandbox.passTime(10_000);
      await remove(keyId);
    }
    const answers = [];
    for (let round = 0; round < 3; round += 1) {
      sandbox.passTime(60_000);
      answers.push(...(await Promise.all(Array.from({ length: 5 }, () => create()))));
    }
    const { rowCount } = await sandbox.pool.query(
      "SELECT 1 FROM api_keys k JOIN companies c USING (company_id) WHERE c.name = 'Alder Heating Services' AND removed_at IS NULL AND expires_at > now()",
    );
    expect(rowCount).toBe(10);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.body).toMatchObject({ code: 'key-limit-reached', maximum: 10 });
  });

  test('the same idempotency key never makes a second key, and never shows the secret twice', async () => {
    const [spare] = (await list()).slice(-1);
    await remove(spare?.keyId ?? '');
    sandbox.passTime(10_000);
    const [first, second] = [
      await create({ 'idempotency-key': 'a' }),
      await create({ 'idempotency-key': 'a' }),
    ];
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toMatchObject([
      409,
      { code: 'secret-already-shown', id: first.body.keyId },
    ]);
    const { rows } = await sandbox.pool.query('SELECT answer, secret_id FROM idempotency_keys');
    expect(rows).toEqual([{ answer: null, secret_id: first.body.keyId }]);
    await remove(first.body.keyId);
  });

  test('a refusal that is not final leaves the idempotency key free', async () => {
    const key = { 'idempotency-key': 'b' };
    const refused = await create({ ...key, 'x-api-version': '7' });
    expect(refused.status).toBe(400);
    const made = await create(key);
    expect(made.status).toBe(201);
    await remove(made.body.keyId);
  });

  test('an overlong idempotency key is refused', async () => {
    const { status, body } = await create({ 'idempotency-key': 'x'.repeat(201) });
    expect([status, body.code]).toEqual([400, 'request-invalid']);
  });
});

describe('warnings before a key ends', () => {
  let world: TestAccess;
  let companyId: string;

  beforeAll(async () => {
    world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
    onKeyExpiry(world.access);
    ({ companyId } = await activeCompany(world.access));
  });
  afterAll(() => world.stop());

  const warnings = async () => {
    const facts = await readFacts(world.access.db, new Map([[sliceOfCompany(companyId), 0]]), 1_000);
    return facts.flatMap(({ payload }) => {
      const fact = payload as ApiKeyFact;
      return fact.kind === 'api-key-expiring' ? [[fact.data.keyId, fact.data.daysLeft]] : [];
    });
  };
  const daysBefore = async (end: Date, days: number) => {
    world.clock.move({ toMs: end.getTime() - days * 86_400_000 });
    await world.access.timers.settle();
  };

  test('come 30, 7 and 1 days before, each once, and not for a key that was removed', async () => {
    const kept = await createApiKey(world.access, { companyId });
    const gone = await createApiKey(world.access, { companyId });
    await daysBefore(kept.expiresAt, 31);
    expect(await warnings()).toEqual([]);
    await removeApiKey(world.access, { companyId, keyId: gone.keyId });
    await daysBefore(kept.expiresAt, 8);
    expect(await warnings()).toEqual([[kept.keyId, 30]]);
    await daysBefore(kept.expiresAt, 0);
    expect(await warnings()).toEqual([
      [kept.keyId, 30],
      [kept.keyId, 7],
      [kept.keyId, 1],
    ]);
  });
});
