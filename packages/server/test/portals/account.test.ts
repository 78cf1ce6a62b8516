import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Authenticator, type Twist } from '../harness/authenticator.ts';
import { joinByLink, portalHeaders, seededMember } from '../harness/members.ts';
import { codeOf, cookieOf, type Call } from '../harness/operators.ts';
import { caller, startSandbox, type Answer, type TestSandbox } from '../harness/sandbox.ts';

const PASSWORD = 'a password long enough';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0';

interface Person {
  readonly email: string;
  readonly password: string;
  /** With the session. */
  readonly call: Call;
  /** Another session of the same person. */
  readonly again: () => Promise<Call>;
}

interface Portal {
  /** Where the account is: `/owner`. */
  readonly base: string;
  /** Where people sign in. */
  readonly entry: string;
  readonly nobody: Call;
  readonly make: (name: string) => Promise<Person>;
}

type Sessions = { items: { sessionId: string; current: boolean; userAgent: string }[] };

describe('the account of who is signed in', () => {
  let sandbox: TestSandbox;
  let portals: Record<'owner' | 'pro' | 'operator', Portal>;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const { baseUrl } = sandbox.world;
    const callOf =
      (portal: 'owner' | 'pro') =>
      (cookie: string): Call =>
      (method, path, options = {}) => {
        sandbox.passTime(600_000);
        const headers = {
          ...portalHeaders(baseUrl, portal, cookie),
          'user-agent': FIREFOX,
          ...options.headers,
        };
        return sandbox.call(method, path, { key: null, ...options, headers });
      };
    const person = (
      entry: string,
      as: (cookie: string) => Call,
      { email, password, cookie }: { email: string; password: string; cookie: string },
    ): Person => ({
      email,
      password,
      call: as(cookie),
      again: async () => {
        const answer = await as('')('POST', `${entry}/sign-in`, { body: { email, password } });
        return as(cookieOf(answer));
      },
    });
    const admin = await seededMember(sandbox, 'ADMIN');
    portals = {
      owner: {
        base: '/owner',
        entry: '/owner/account',
        nobody: callOf('owner')(''),
        make: async (name) => {
          const account = { email: `${name}@example.org`, password: PASSWORD };
          const answer = await callOf('owner')('')('POST', '/owner/account/sign-up', { body: account });
          return person('/owner/account', callOf('owner'), { ...account, cookie: cookieOf(answer) });
        },
      },
      pro: {
        base: '/pro',
        entry: '/pro',
        nobody: callOf('pro')(''),
        make: async (name) => {
          const body = { email: `${name}@alder.example`, role: 'VIEWER' };
          const invited = await admin.call<{ joinUrl: string }>('POST', '/pro/invitations', { body });
          return person('/pro', callOf('pro'), await joinByLink(sandbox, invited.body.joinUrl, name));
        },
      },
      operator: {
        base: '/operator',
        entry: '/operator',
        nobody: caller(sandbox.app.adminUrl),
        make: async () => {
          const { email = '', password = '', totpSecret = '' } = sandbox.world.operator ?? {};
          const console = caller(sandbox.app.adminUrl);
          const again = async (): Promise<Call> => {
            sandbox.passTime(600_000);
            const entered = await console('POST', '/operator/sign-in', { body: { email, password } });
            const headers = { cookie: cookieOf(entered), 'user-agent': FIREFOX };
            const body = { code: codeOf(totpSecret) };
            const done = await console('POST', '/operator/sign-in/code', { body, headers });
            const cookie = cookieOf(done);
            return (method, path, options = {}) => console(method, path, { ...options, headers: { cookie } });
          };
          return { email, password, call: await again(), again };
        },
      },
    };
  });
  afterAll(() => sandbox.stop());

  const outcome = ({ status, body }: Answer) => (body ? [status, body['code']] : [status]);
  const sessionsOf = async (as: Call, base: string) =>
    (await as<Sessions>('GET', `${base}/sessions`)).body.items;

  test.each(['owner', 'pro', 'operator'] as const)(
    '%s: sessions are listed, ended one by one, and all',
    async (name) => {
      const { base, make } = portals[name];
      const person = await make('sessions');
      const [second, third] = [await person.again(), await person.again()];
      const listed = await sessionsOf(person.call, base);
      expect(listed.map(({ current }) => current)).toEqual([false, false, true]);
      expect(new Set(listed.slice(0, 2).map(({ userAgent }) => userAgent))).toEqual(new Set([FIREFOX]));
      expect(JSON.stringify(listed)).not.toMatch(/token/);
      const mine = (await sessionsOf(second, base)).find(({ current }) => current)?.sessionId ?? '';
      expect((await person.call('DELETE', `${base}/sessions/${mine}`)).status).toBe(204);
      expect(outcome(await second('GET', `${base}/sessions`))).toEqual([401, 'sign-in-required']);
      expect(outcome(await person.call('DELETE', `${base}/sessions/${mine}`))).toEqual([404, 'not-found']);
      expect((await third('GET', `${base}/me`)).status).toBe(200);
      expect((await third('DELETE', `${base}/sessions`)).status).toBe(204);
      for (const as of [person.call, third])
        expect(outcome(await as('GET', `${base}/me`))).toEqual([401, 'sign-in-required']);
    },
  );

  test.each(['owner', 'pro'] as const)(
    "%s: another's session cannot be ended, and is not seen",
    async (name) => {
      const { base, make } = portals[name];
      const [one, other] = [await make('one'), await make('other')];
      const [session] = await sessionsOf(other.call, base);
      expect(await sessionsOf(one.call, base)).toHaveLength(1);
      const ended = await one.call('DELETE', `${base}/sessions/${session?.sessionId ?? ''}`);
      expect(outcome(ended)).toEqual([404, 'not-found']);
      await one.call('DELETE', `${base}/sessions`);
      expect((await other.call('GET', `${base}/me`)).status).toBe(200);
    },
  );

  test.each(['owner', 'pro'] as const)(
    '%s: a new password needs the old one, ends all other sessions and is told by mail',
    async (name) => {
      const { base, entry, nobody, make } = portals[name];
      const person = await make('password');
      const other = await person.again();
      const change = (password: string, newPassword: string) =>
        person.call('POST', `${base}/password`, { body: { password, newPassword } });
      expect(outcome(await change('not the one', 'another password'))).toEqual([401, 'sign-in-refused']);
      expect(outcome(await change(person.password, 'short'))).toEqual([400, 'request-invalid']);
      expect((await change(person.password, 'another password')).status).toBe(204);
      expect((await person.call('GET', `${base}/me`)).status).toBe(200);
      expect((await other('GET', `${base}/me`)).status).toBe(401);
      const signIn = (password: string) =>
        nobody('POST', `${entry}/sign-in`, { body: { email: person.email, password } });
      expect((await signIn(person.password)).status).toBe(401);
      expect((await signIn('another password')).status).toBe(200);
      const mailbox = `/sandbox/mailbox?to=${encodeURIComponent(person.email)}`;
      const { body } = await nobody<{ items: { template: string }[] }>('GET', mailbox);
      expect(body.items.filter(({ template }) => template === 'password-changed')).toHaveLength(1);
    },
  );

  test('guessing the old password is limited as signing in is', async () => {
    const { base, make } = portals.owner;
    const person = await make('guesses');
    const body = { password: 'a guess', newPassword: 'another password' };
    // All at once, so that no time passes between them.
    const guesses = Array.from({ length: 12 }, () => person.call('POST', `${base}/password`, { body }));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });

  describe.each(['owner', 'pro'] as const)('passkeys of %s', (name) => {
    const add = async ({ call }: Person, key: Authenticator, twist: Twist = {}) => {
      const path = `${portals[name].base}/passkeys`;
      const { body } = await call<{ challenge: string }>('POST', `${path}/options`);
      return call('POST', path, { body: { name: 'Phone', response: key.create(body, twist) } });
    };
    const enter = async (key: Authenticator, twist: Twist = {}) => {
      const { entry, nobody } = portals[name];
      const { body } = await nobody<{ challenge: string }>('POST', `${entry}/sign-in/passkey/options`);
      return nobody('POST', `${entry}/sign-in/passkey`, { body: { response: key.get(body, twist) } });
    };
    const newKey = () => new Authenticator(sandbox.world.baseUrl);
    const as = (answer: Answer): Call => {
      const cookie = cookieOf(answer);
      return (method, path, options = {}) =>
        portals[name].nobody(method, path, { ...options, headers: { cookie } });
    };

    test('are added, listed, sign in without a password or a code, and are removed', async () => {
      const { base, make } = portals[name];
      const person = await make('passkey');
      const key = newKey();
      const added = await add(person, key);
      expect(added.status).toBe(201);
      const { body } = await person.call<{ items: object[] }>('GET', `${base}/passkeys`);
      expect(body.items).toEqual([
        { passkeyId: added.body['passkeyId'], name: 'Phone', createdAt: expect.any(String) },
      ]);

      // Also where the account has a second factor, which the passkey is.
      const factor = await person.call<{ secret: string }>('POST', `${portals[name].entry}/second-factor`, {
        body: { password: person.password },
      });
      const code = { code: codeOf(factor.body.secret) };
      const proven = await person.call('POST', `${portals[name].entry}/second-factor/confirm`, {
        body: code,
      });
      const entered = await enter(key);
      expect([entered.status, entered.body]).toEqual([200, { next: 'done' }]);
      expect((await as(entered)('GET', `${base}/me`)).body).toMatchObject({ email: person.email });
      const listed = await as(entered)<{ items: { lastUsedAt: string }[] }>('GET', `${base}/passkeys`);
      expect(listed.body.items[0]?.lastUsedAt).toMatch(/^20/);
      expect((await enter(key)).status).toBe(200);

      const path = `${base}/passkeys/${String(added.body['passkeyId'])}`;
      const stranger = await make('stranger');
      expect(outcome(await stranger.call('DELETE', path))).toEqual([404, 'not-found']);
      expect((await stranger.call<{ items: object[] }>('GET', `${base}/passkeys`)).body.items).toEqual([]);
      expect((await as(proven)('DELETE', path)).status).toBe(204);
      expect(outcome(await enter(key))).toEqual([401, 'sign-in-refused']);
    });

    test.each<[string, Twist]>([
      ['of another page', { origin: 'https://evil.example' }],
      ['for another site', { rpId: 'evil.example' }],
      ['for a challenge of nobody', { challenge: 'aW52ZW50ZWQ' }],
      ['without its owner', { verified: false }],
      ['of another ceremony', { type: 'webauthn.other' }],
    ])('are refused %s, and nothing comes of it', async (why, twist) => {
      const person = await portals[name].make(`twist-${why.replaceAll(' ', '-')}`);
      const key = newKey();
      expect(outcome(await add(person, key, twist))).toEqual([400, 'request-invalid']);
      expect((await add(person, key)).status).toBe(201);
      expect(outcome(await enter(key, twist))).toEqual([401, 'sign-in-refused']);
      expect((await enter(key)).status).toBe(200);
    });

    test('are refused when the counter falls back, a challenge comes twice or late, or the key is unknown', async () => {
      const { entry, nobody, make } = portals[name];
      const person = await make('replay');
      const key = newKey();
      await add(person, key);
      expect((await enter(key)).status).toBe(200);
      expect((await enter(key)).status).toBe(200);
      expect(outcome(await enter(key, { counter: 1 }))).toEqual([401, 'sign-in-refused']);
      const { body } = await nobody<{ challenge: string }>('POST', `${entry}/sign-in/passkey/options`);
      const once = () => nobody('POST', `${entry}/sign-in/passkey`, { body: { response: key.get(body) } });
      expect([(await once()).status, (await once()).status]).toEqual([200, 401]);
      const late = await nobody<{ challenge: string }>('POST', `${entry}/sign-in/passkey/options`);
      await sandbox.pool.query(
        "UPDATE passkey_challenges SET expires_at = expires_at - interval '5 minutes'",
      );
      const after = await nobody('POST', `${entry}/sign-in/passkey`, {
        body: { response: key.get(late.body) },
      });
      expect(after.status).toBe(401);
      expect((await enter(newKey())).status).toBe(401);
      const broken = await nobody('POST', `${entry}/sign-in/passkey`, {
        body: { response: { ...key.get(late.body), response: { clientDataJSON: 'e30' } } },
      });
      expect(broken.status).toBe(401);
      // One that was asked for by somebody else is none of this person's.
      const other = await make('replay-other');
      const path = `${portals[name].base}/passkeys`;
      const theirs = await other.call<{ challenge: string }>('POST', `${path}/options`);
      const stolen = { name: 'x', response: newKey().create(theirs.body) };
      expect((await person.call('POST', path, { body: stolen })).status).toBe(400);
    });

    test('open no other audience', async () => {
      const person = await portals[name].make('crossed');
      const key = newKey();
      await add(person, key);
      const { entry, nobody } = portals[name === 'owner' ? 'pro' : 'owner'];
      const { body } = await nobody<{ challenge: string }>('POST', `${entry}/sign-in/passkey/options`);
      const tried = await nobody('POST', `${entry}/sign-in/passkey`, { body: { response: key.get(body) } });
      expect(outcome(tried)).toEqual([401, 'sign-in-refused']);
    });
  });
});
