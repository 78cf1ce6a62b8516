import { readdir, readFile } from 'node:fs/promises';
import type { RegistrationAccepted, RegistrationState } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyForRegistration } from '../../../src/access/index.ts';
import { AppError } from '../../../src/platform/app-error.ts';
import {
  application,
  startOperatorServer,
  type OperatorServer,
  type Problem,
} from '../../harness/companies.ts';
import { handOverWorld, startNode } from '../../harness/nodes.ts';
import { caller, startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

describe('a registration', () => {
  let sandbox: TestSandbox;
  let operator: OperatorServer;

  beforeAll(async () => {
    sandbox = await startSandbox();
    operator = await startOperatorServer(sandbox.app);
  });
  afterAll(async () => {
    await operator.close();
    await sandbox.stop();
  });
  beforeEach(() => sandbox.passTime(3_600_000));

  const apply = (body: unknown) =>
    sandbox.call<RegistrationAccepted & Problem>('POST', '/registrations', { key: null, body });
  const state = (registrationId: string, token: string) =>
    sandbox.call<RegistrationState & Problem>('GET', `/registrations/${registrationId}`, {
      key: null,
      headers: { authorization: `Bearer ${token}` },
    });
  const decide = (registrationId: string, verb: 'approve' | 'refuse', body?: object) =>
    operator.call<RegistrationState & Problem>('POST', `/operator/registrations/${registrationId}/${verb}`, {
      ...(body && { body }),
    });

  test('is made, seen by its applicant, approved, and makes a company without API access', async () => {
    const data = application({ name: 'Birch Energy', message: 'Good morning.\nWe heat.' });
    const { status, body } = await apply(data);
    expect([status, body.status]).toEqual([202, 'APPLIED']);
    expect((await state(body.registrationId, body.token)).body).toMatchObject({ status: 'APPLIED' });
    const listed = await operator.call<{ items: { registrationId: string }[] }>(
      'GET',
      '/operator/registrations?status=APPLIED',
    );
    expect(listed.body.items.find((item) => item.registrationId === body.registrationId)).toMatchObject({
      data,
    });
    const approved = await decide(body.registrationId, 'approve');
    expect([approved.status, approved.body.status]).toEqual([200, 'APPROVED']);
    const { companyId } = approved.body;
    expect((await state(body.registrationId, body.token)).body).toMatchObject({
      status: 'APPROVED',
      companyId,
    });
    expect((await operator.call('GET', `/operator/companies/${companyId}`)).body).toMatchObject({
      name: 'Birch Energy',
      status: 'REGISTERED',
      version: 0,
      administrator: data.administrator,
      registrationId: body.registrationId,
      keys: [],
      webhooks: [],
    });
  });

  test('that is refused tells its applicant why, and the company may apply anew', async () => {
    const data = application();
    const { body } = await apply(data);
    expect((await decide(body.registrationId, 'refuse', { reason: 'too short' })).status).toBe(400);
    await decide(body.registrationId, 'refuse', { reason: 'The VAT id belongs to another company.' });
    expect((await state(body.registrationId, body.token)).body).toMatchObject({
      status: 'REFUSED',
      reason: 'The VAT id belongs to another company.',
    });
    const again = await apply(data);
    expect(again.body.registrationId).not.toBe(body.registrationId);
  });

  test('sent again while it waits answers alike, also at the same moment', async () => {
    const data = application();
    const reordered = Object.fromEntries(Object.entries(data).toReversed());
    const answers = await Promise.all([apply(data), apply(data), apply(reordered)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('is shown to nobody without its token', async () => {
    const [mine, other] = [(await apply(application())).body, (await apply(application())).body];
    for (const token of [other.token, '', 'x', mine.token.slice(1)]) {
      const { status, body } = await state(mine.registrationId, token);
      expect([token, status, body.code]).toEqual([token, 404, 'not-found']);
    }
    const unknown = await state('reg_doesnotexist', mine.token);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'not-found']);
    const { rows } = await sandbox.pool.query<{ token: Buffer }>('SELECT token FROM registrations');
    expect(rows.some((row) => row.token.includes(mine.token))).toBe(false);
  });

  test('is decided once: of two operators at once one wins', async () => {
    const { registrationId } = (await apply(application())).body;
    const answers = await Promise.all([
      decide(registrationId, 'approve'),
      decide(registrationId, 'refuse', { reason: 'We know this company well.' }),
      decide(registrationId, 'approve'),
    ]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
    for (const { status, body } of answers)
      if (status === 409) expect(body).toMatchObject({ code: 'transition-not-allowed', allowed: [] });
    const { rows } = await sandbox.pool.query<{ count: number }>(
      'SELECT count(*) AS count FROM companies WHERE registration_id = $1',
      [registrationId],
    );
    const won = answers.find(({ status }) => status === 200)?.body.status;
    expect(rows[0]?.count).toBe(won === 'APPROVED' ? 1 : 0);
  });

  test.each([
    ['an unknown field', { admin: true }, '/admin'],
    ['no brand', { brand: undefined }, ''],
    ['a foreign brand', { brand: 'ACME' }, '/brand'],
    ['a blank name', { name: '   ' }, '/name'],
    ['a NUL in the name', { name: 'a\u0000b' }, '/name'],
    ['a name that steers a terminal', { name: 'a\u009b2Jb' }, '/name'],
    ['an endless name', { name: 'x'.repeat(201) }, '/name'],
    ['a wrong e-mail', { administrator: { name: 'A', email: 'nobody' } }, '/administrator/email'],
    ['an endless message', { message: 'x'.repeat(2_001) }, '/message'],
    [
      'a country by its name',
      { address: { street: 'a', postalCode: '1', city: 'b', country: 'Germany' } },
      '/address/country',
    ],
    ['a script as website', { website: 'javascript:alert(1)' }, '/website'],
  ])('with %s is refused with its place', async (_name, change, pointer) => {
    const { status, body } = await apply({ ...application(), ...change });
    expect([status, body.code]).toEqual([400, 'request-invalid']);
    expect(body.errors?.[0]?.pointer).toBe(pointer);
  });

  test('with half a character is refused, since no database keeps it', async () => {
    const { status, body } = await apply(application({ name: 'half \ud83d emoji' }));
    expect([status, body.code]).toEqual([400, 'request-invalid']);
  });

  test('is limited per address', async () => {
    const statuses = [];
    for (let call = 0; call < 7; call += 1) statuses.push((await apply(application())).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429]);
  });

  test('cannot fill the table: three wait per e-mail address, twenty per domain', async () => {
    const { access } = sandbox.app.domains;
    const refused = async (email: string) =>
      applyForRegistration(access, application({ administrator: { name: 'A', email } })).then(
        () => 'taken',
        (error: unknown) =>
          error instanceof AppError ? `${error.code} ${error.headers['retry-after']}` : 'failed',
      );
    const same = [];
    for (let sent = 0; sent < 4; sent += 1)
      same.push(await refused(sent % 2 ? 'eve@flood.example' : 'EVE@flood.example'));
    expect(same).toEqual(['taken', 'taken', 'taken', 'rate-limit-exceeded 86400']);
    const domain = await Promise.all(
      Array.from({ length: 20 }, (_, no) => refused(`eve${no}@flood.example`)),
    );
    expect(domain.filter((answer) => answer === 'taken')).toHaveLength(17);
    expect(await refused('mallory@other.example')).toBe('taken');
    await sandbox.pool.query(
      `INSERT INTO registrations (registration_id, data, content_hash, email, token, applied_at)
       SELECT 'reg_x' || no, '{}', '', no || '@many.example', '', now() FROM generate_series(1, 1000) no`,
    );
    expect(await refused('trent@other.example')).toBe('rate-limit-exceeded 86400');
  });
});

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Paths of all routes of a sandbox, from its sources. */
async function sandboxRoutes(): Promise<string[]> {
  const folder = new URL('../../../src/sandbox/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const found = texts.flatMap((text) => text.match(/(?<=')\/sandbox[^']*(?=')/g) ?? []);
  return [...new Set(found)];
}

describe('in production', () => {
  test('what is open to everybody needs https all the same', async () => {
    const sandbox = await handOverWorld();
    const node = await startNode(sandbox, () => performance.now());
    const call = caller(node.url);
    const routes = [
      ['POST', '/registrations'],
      ['GET', '/registrations/reg_1'],
      ['GET', '/company/first-key'],
      ['POST', '/company/first-key'],
    ] as const;
    for (const [method, path] of routes) {
      const { status, body } = await call<Problem>(method, path, method === 'POST' ? { body: {} } : {});
      expect([path, status, body.code]).toEqual([path, 403, 'https-required']);
    }
    const secure = { headers: { 'x-forwarded-proto': 'https' } };
    expect((await call('GET', '/company/first-key', secure)).status).toBe(200);
    // Nor is anything of a sandbox there, whatever its method.
    const { http } = sandbox.app;
    for (const url of await sandboxRoutes()) {
      const methods = METHODS.filter((method) => http.hasRoute({ method, url }));
      expect([url, methods.length > 0]).toEqual([url, true]);
      for (const method of methods) {
        expect([method, url, node.http.hasRoute({ method, url })]).toEqual([method, url, false]);
        expect([method, url, (await call(method, url, secure)).status]).toEqual([method, url, 404]);
      }
    }
    await node.stop();
    await sandbox.stop();
  });
});
