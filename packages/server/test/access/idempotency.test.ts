import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** Routes that keep no key of their own: the first answer is repeated, and nothing is done twice. */
describe('Idempotency-Key', () => {
  let sandbox: TestSandbox;
  let northwind: { companyId: string; key: string };
  const PENDING = '101000006';

  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.pool.query(
      "UPDATE companies SET ip_allow_list = '{127.0.0.0/8,::1/128}' WHERE name = 'Northwind Energy'",
    );
    const company = sandbox.world.companies.find(({ name }) => name === 'Northwind Energy');
    northwind = { companyId: company?.companyId ?? '', key: sandbox.world.keys.wrongAddress };
    await sandbox.unplugHouses();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.passTime(600_000));

  const patch = async (
    gatewayId: string,
    body: unknown,
    idempotencyKey: string,
    key = sandbox.world.keys.ok,
  ) => {
    sandbox.passTime(600_000);
    const headers = { 'idempotency-key': idempotencyKey };
    const answer = await sandbox.call('PATCH', `/contracts/${gatewayId}`, { key, body, headers });
    return { status: answer.status, body: answer.body, code: answer.body['code'], headers: answer.headers };
  };
  const accept = { action: 'ACCEPT' };

  test('repeats a success and a refusal that is final, to the letter', async () => {
    const [first, again] = [await patch(PENDING, accept, 'one'), await patch(PENDING, accept, 'one')];
    expect([first.status, first.body['status']]).toEqual([200, 'ACTIVE']);
    expect([again.status, again.body]).toEqual([200, first.body]);
    const [refused, repeated] = [await patch(PENDING, accept, 'two'), await patch(PENDING, accept, 'two')];
    expect([refused.status, refused.code]).toEqual([409, 'transition-not-allowed']);
    // The very answer: with its request id.
    expect([repeated.status, repeated.body]).toEqual([409, refused.body]);
    expect(repeated.headers.get('content-type')).toBe('application/problem+json');
  });

  test('with another body is refused, of another company or path is another key', async () => {
    const other = await patch(PENDING, { action: 'REVOKE' }, 'one');
    expect([other.status, other.code]).toEqual([409, 'idempotency-key-reused']);
    expect((await patch('101000001', accept, 'one')).code).toBe('transition-not-allowed');
    await sandbox.call('POST', '/sandbox/contracts', {
      body: { gatewayId: PENDING, companyId: northwind.companyId },
    });
    const theirs = await patch(PENDING, { action: 'REVOKE' }, 'one', northwind.key);
    expect([theirs.status, theirs.body['status']]).toEqual([200, 'REVOKED']);
  });

  test('opens nothing: access is looked at first, and a refusal of it is not kept', async () => {
    expect((await patch(PENDING, { action: 'REVOKE' }, 'three')).status).toBe(200);
    expect((await sandbox.call('DELETE', `/contracts/${PENDING}`)).status).toBe(204);
    for (let call = 0; call < 2; call += 1)
      expect(await patch(PENDING, accept, 'one')).toMatchObject({ status: 403, code: 'access-not-granted' });
    expect(await patch(PENDING, '{', 'four')).toMatchObject({ status: 403 });
    expect(await patch('101000003', { action: 'DANCE' }, 'five')).toMatchObject({ status: 400 });
    // A fault of the body leaves the key free.
    expect((await patch('101000003', accept, 'five')).code).toBe('transition-not-allowed');
  });

  test('while the first request runs says so; when it died with its server the next one takes over', async () => {
    await patch('101000003', accept, 'six');
    await sandbox.pool.query(
      "UPDATE idempotency_keys SET status = NULL, answer = NULL WHERE scope LIKE '% six%'",
    );
    const waiting = await patch('101000003', accept, 'six');
    expect([waiting.status, waiting.code]).toEqual([409, 'idempotency-in-progress']);
    expect(waiting.headers.get('retry-after')).toBe('1');
    await sandbox.advance('PT1M');
    expect((await patch('101000003', accept, 'six')).code).toBe('idempotency-in-progress');
    await sandbox.advance('PT1M1S');
    expect((await patch('101000003', accept, 'six')).code).toBe('transition-not-allowed');
  });

  test('is free again after 24 hours', async () => {
    expect((await patch('101000001', accept, 'day')).code).toBe('transition-not-allowed');
    await sandbox.advance('PT23H59M');
    expect((await patch('101000001', { action: 'REVOKE' }, 'day')).code).toBe('idempotency-key-reused');
    await sandbox.advance('PT1M');
    expect(await patch('101000001', { action: 'REVOKE' }, 'day')).toMatchObject({ status: 200 });
  });
});
