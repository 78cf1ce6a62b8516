import { createHash, randomBytes } from 'node:crypto';
import { getMigrations } from 'better-auth/db/migration';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dropOldKeys } from '../../src/maintenance/secrets/drop-old-keys.ts';
import { rotateMasterKey } from '../../src/maintenance/secrets/rotate-master-key.ts';
import { AppError } from '../../src/platform/app-error.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { localLimits } from '../../src/platform/limits/limits.ts';
import { readMasterKey, type MasterKey } from '../../src/platform/master-key.ts';
import { openAuth } from '../../src/portals/sign-in/auth.ts';
import type { NewUser, SignInOptions } from '../../src/portals/sign-in/context.ts';
import { createSignIn } from '../../src/portals/sign-in/sign-in.ts';
import { startAccess, type TestAccess } from '../harness/access.ts';
import { codeOf, cookieOf, type Call } from '../harness/operators.ts';
import { caller } from '../harness/sandbox.ts';

const PASSWORD = 'ten chars.';

/** The owners' sign-in, as their portal uses it: anybody may make an account, a second factor is their choice. */
describe('an owner', () => {
  let domain: TestAccess;
  let app: FastifyInstance;
  let call: Call;
  let nowMs = 0;
  const servers: FastifyInstance[] = [];
  let onUserCreated: SignInOptions['onUserCreated'];

  beforeAll(async () => {
    domain = await startAccess(Date.UTC(2026, 0, 15));
    [app, call] = await serve({});
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await domain.stop();
  });
  beforeEach(() => {
    nowMs += 3_600_000;
    onUserCreated = undefined;
  });

  async function serve(
    options: Partial<SignInOptions>,
    masterKey: MasterKey = domain.access.masterKey,
  ): Promise<[FastifyInstance, Call]> {
    const server = createHttpServer(domain.access.log);
    const platform = { ...domain.access, masterKey, limitsOf: () => localLimits(() => nowMs) };
    const signIn = createSignIn(platform, {
      audience: 'owner',
      baseUrl: () => 'http://localhost',
      basePath: '/portal',
      passkeys: false,
      secondFactor: 'optional',
      signUp: true,
      trustProxy: [],
      onUserCreated: async (user, unit) => onUserCreated?.(user, unit),
      ...options,
    });
    signIn.addRoutes(server);
    server.get('/who', async (request) => (await signIn.sessionOf(request)) ?? { nobody: true });
    server.post('/forget', async () => {
      await signIn.forgetExpired();
      return {};
    });
    servers.push(server);
    return [server, caller(await server.listen({ host: '127.0.0.1', port: 0 }))];
  }

  const signUp = (email: string, more: object = {}) =>
    call('POST', '/portal/sign-up', { body: { email, password: PASSWORD, ...more } });
  const enter = (email: string, password = PASSWORD) =>
    call('POST', '/portal/sign-in', { body: { email, password } });
  const who = async (headers: Record<string, string>, as: Call = call) =>
    (await as('GET', '/who', { headers })).body;

  test('makes an account with e-mail and password, and is signed in', async () => {
    const made: NewUser[] = [];
    onUserCreated = (user) => Promise.resolve(void made.push(user));
    const answer = await signUp('Eva@Example.org', { name: 'Eva', language: 'nl' });
    expect([answer.status, answer.body]).toEqual([
      201,
      { next: 'done', userId: expect.stringMatching(/^own_[0-9A-Za-z]{23}$/) },
    ]);
    const userId = String(answer.body['userId']);
    expect(made).toEqual([{ userId, email: 'eva@example.org', name: 'Eva', language: 'nl' }]);
    const me = { userId, email: 'eva@example.org', name: 'Eva', secondFactor: false };
    expect(await who({ cookie: cookieOf(answer) })).toMatchObject(me);
    const again = await enter('eva@example.org');
    expect(again.body).toEqual({ next: 'done' });
    expect(await who({ cookie: cookieOf(again) })).toMatchObject(me);
    const [cookie = ''] = again.headers.getSetCookie();
    expect(cookie).toMatch(/^hearthgate-owner\.session_token=/);
    expect(cookie.split('; ').slice(1)).toEqual(['Max-Age=2592000', 'Path=/', 'HttpOnly', 'SameSite=Lax']);
  });

  test('takes the language of the browser when none is said', async () => {
    const made: NewUser[] = [];
    onUserCreated = (user) => Promise.resolve(void made.push(user));
    const body = { email: 'lang@example.org', password: PASSWORD };
    await call('POST', '/portal/sign-up', { body, headers: { 'accept-language': 'fr-BE;q=0.9, de' } });
    expect(made).toMatchObject([{ language: 'fr', name: '' }]);
  });

  test('wants an address that the library takes for one too', async () => {
    const { status, body } = await signUp('anna@example');
    expect([status, body]).toMatchObject([400, { code: 'request-invalid', errors: [{ pointer: '/email' }] }]);
  });

  test('does not come to be when what belongs to the account does not', async () => {
    onUserCreated = () => Promise.reject(new AppError('overloaded'));
    expect((await signUp('half@example.org')).status).toBe(503);
    expect((await enter('half@example.org')).status).toBe(401);
    onUserCreated = async (_user, { tx }) => {
      await sql`INSERT INTO owners VALUES ('own_x', 'half@example.org', 'en', now())`.execute(tx);
      throw new Error('a fault of ours');
    };
    expect((await signUp('half@example.org')).status).toBe(500);
    const { rows } = await sql`SELECT 1 FROM owners WHERE owner_id = 'own_x'`.execute(domain.access.db);
    expect(rows).toEqual([]);
    onUserCreated = undefined;
    expect((await signUp('half@example.org')).status).toBe(201);
  });

  test('has one account per e-mail, also when two are made at once', async () => {
    const made: string[] = [];
    onUserCreated = ({ userId }) => Promise.resolve(void made.push(userId));
    const answers = await Promise.all([signUp('two@example.org'), signUp('TWO@example.org')]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(answers.map(({ body }) => body['code']).filter(Boolean)).toEqual(['email-in-use']);
    expect(made).toHaveLength(1);
    expect((await signUp('two@example.org')).status).toBe(409);
  });

  test.each([
    [{ email: 'nobody' }, '/email'],
    [{ email: 'a b@example.org' }, '/email'],
    [{ password: 'nine char' }, '/password'],
    [{ password: 'x'.repeat(129) }, '/password'],
    [{ language: 'xx' }, '/language'],
    [{ role: 'admin' }, '/role'],
  ])('is not made of %j', async (more, pointer) => {
    const { status, body } = await signUp('bad@example.org', more);
    const { errors } = body as { errors?: { pointer: string }[] };
    expect([status, errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  test('may add a second factor, and then needs it; a session from before is over', async () => {
    const first = await signUp('eve@example.org');
    const other = await enter('eve@example.org');
    const headers = { cookie: cookieOf(first) };
    const wrong = await call('POST', '/portal/second-factor', { body: { password: 'not the one' }, headers });
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'sign-in-refused']);
    const early = await call('POST', '/portal/second-factor/confirm', { body: { code: '123456' }, headers });
    expect([early.status, early.body['code']]).toEqual([400, 'request-invalid']);
    const { body } = await call('POST', '/portal/second-factor', { body: { password: PASSWORD }, headers });
    // Until the first code is right, the password is enough.
    expect((await enter('eve@example.org')).body).toEqual({ next: 'done' });
    const code = codeOf(String(body['secret']));
    const confirmed = await call('POST', '/portal/second-factor/confirm', { body: { code }, headers });
    expect(await who({ cookie: cookieOf(confirmed) })).toMatchObject({ secondFactor: true });
    expect(await who({ cookie: cookieOf(other) })).toEqual({ nobody: true });

    const entered = await enter('eve@example.org');
    expect(entered.body).toEqual({ next: 'second-factor' });
    expect(await who({ cookie: cookieOf(entered) })).toEqual({ nobody: true });
    const done = await call('POST', '/portal/sign-in/code', {
      body: { code },
      headers: { cookie: cookieOf(entered) },
    });
    expect(await who({ cookie: cookieOf(done) })).toMatchObject({ secondFactor: true });
    expect(done.body).toEqual({ next: 'done' });
  });

  test('signs out of one session, and the others go on', async () => {
    const [one, two] = [await signUp('out@example.org'), await enter('out@example.org')];
    const out = await call('POST', '/portal/sign-out', { headers: { cookie: cookieOf(one) } });
    expect([out.status, cookieOf(out)]).toEqual([204, '']);
    expect(await who({ cookie: cookieOf(one) })).toEqual({ nobody: true });
    expect(await who({ cookie: cookieOf(two) })).toMatchObject({ email: 'out@example.org' });
    expect((await call('POST', '/portal/sign-out', { headers: { cookie: cookieOf(one) } })).status).toBe(401);
  });

  test('is a stranger to operators, and the other way round', async () => {
    const [, operators] = await serve({ audience: 'operator', signUp: false });
    const owner = await signUp('both@example.org');
    const cookie = cookieOf(owner);
    const renamed = cookie.replaceAll('hearthgate-owner', 'hearthgate-operator');
    for (const tried of [cookie, renamed])
      expect(await who({ cookie: tried }, operators)).toEqual({ nobody: true });
    const entered = await operators('POST', '/portal/sign-in', {
      body: { email: 'both@example.org', password: PASSWORD },
    });
    expect(entered.status).toBe(401);
    // Operators are made on the command line only.
    expect((await operators('POST', '/portal/sign-up', { body: {} })).status).toBe(404);
    expect(app.hasRoute({ method: 'POST', url: '/portal/sign-up' })).toBe(true);
  });

  test('signs in once more after the master key was rotated, and keeps the second factor', async () => {
    const keys = [1, 2].map((id) => ({ id, key: randomBytes(32) }));
    const [, before] = await serve({}, masterKeyOf(keys.slice(0, 1)));
    const body = { email: 'rotated@example.org', password: PASSWORD };
    const first = { cookie: cookieOf(await before('POST', '/portal/sign-up', { body })) };
    const factor = await before('POST', '/portal/second-factor', {
      body: { password: PASSWORD },
      headers: first,
    });
    const code = codeOf(String(factor.body['secret']));
    const session = await before('POST', '/portal/second-factor/confirm', { body: { code }, headers: first });
    const headers = { cookie: cookieOf(session) };
    expect(await who(headers, before)).toMatchObject({ secondFactor: true });

    const [, after] = await serve({}, masterKeyOf(keys));
    expect(await who(headers, after)).toEqual({ nobody: true });
    const entered = { cookie: cookieOf(await after('POST', '/portal/sign-in', { body })) };
    const done = await after('POST', '/portal/sign-in/code', { body: { code }, headers: entered });
    expect(await who({ cookie: cookieOf(done) }, after)).toMatchObject({ secondFactor: true });
  });

  test('keeps the second factor when the master key is rotated under the running server and the old one removed', async () => {
    const { access, masterKeyFile: file } = domain;
    // Of the test above, with keys of its own.
    await sql`DELETE FROM owner_two_factors`.execute(access.db);
    const body = { email: 'kept@example.org', password: PASSWORD };
    const first = { cookie: cookieOf(await call('POST', '/portal/sign-up', { body })) };
    const factor = await call('POST', '/portal/second-factor', {
      body: { password: PASSWORD },
      headers: first,
    });
    const code = codeOf(String(factor.body['secret']));
    const confirmed = await call('POST', '/portal/second-factor/confirm', { body: { code }, headers: first });
    const key = await readMasterKey(file, false);
    const before = key.newestId();
    const { isNew, unreadable } = await rotateMasterKey(access.db, key, file);
    expect([isNew, unreadable]).toEqual([true, []]);
    expect(await who({ cookie: cookieOf(confirmed) })).toEqual({ nobody: true });
    expect(await dropOldKeys(access.db, file, Date.now() + 3_600_000)).toEqual([before]);
    const { backupCodes } = factor.body as { backupCodes: string[] };
    for (const proof of [code, backupCodes[0]]) {
      const entered = { cookie: cookieOf(await enter(body.email)) };
      const done = await call('POST', '/portal/sign-in/code', { body: { code: proof }, headers: entered });
      expect(await who({ cookie: cookieOf(done) })).toMatchObject({ secondFactor: true });
    }
    const { rows } = await sql<{ value: string }>`
      SELECT secret || backup_codes AS value FROM owner_two_factors`.execute(access.db);
    expect(rows.map(({ value }) => value.match(/[$]ba[$](\d+)/g))).toContainEqual(['$ba$2', '$ba$2']);
    expect(JSON.stringify(rows)).not.toContain('$ba$1$');
  });

  test('has sessions that end by the real clock, whatever the one of the sandbox shows, and are forgotten', async () => {
    const answer = await signUp('time@example.org');
    const headers = { cookie: cookieOf(answer) };
    domain.clock.move({ toMs: Date.UTC(2040, 0, 1) });
    expect(await who(headers)).toMatchObject({ email: 'time@example.org' });
    await sql`UPDATE owner_sessions SET expires_at = now()`.execute(domain.access.db);
    await call('POST', '/forget');
    const { rows } = await sql`SELECT 1 FROM owner_sessions`.execute(domain.access.db);
    expect([rows, await who(headers)]).toEqual([[], { nobody: true }]);
  });

  test.each(['operator', 'owner', 'member'] as const)(
    'the tables of %s are those that the library wants',
    async (audience) => {
      const { db, log } = domain.access;
      const masterKey = masterKeyOf([{ id: 1, key: randomBytes(32) }]);
      const { options } = await openAuth(db, { audience, baseUrl: 'http://localhost', masterKey, log });
      const { toBeCreated, toBeAdded } = await getMigrations(options);
      expect([toBeCreated, toBeAdded]).toEqual([[], []]);
    },
  );
});

/** Like that of a file, without one. */
function masterKeyOf(keys: readonly { id: number; key: Buffer }[]): MasterKey {
  const unused = () => {
    throw new Error('not here');
  };
  return {
    seal: unused,
    open: unused,
    derive: (label) =>
      keys
        .map(({ id, key }) => ({ id, key: createHash('sha256').update(key).update(label).digest() }))
        .toReversed(),
  };
}
