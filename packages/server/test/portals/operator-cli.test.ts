import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, cookieOf, type Call } from '../harness/operators.ts';
import { caller, startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const CLI = fileURLToPath(new URL('../../../cli/bin/hearthgate.js', import.meta.url));
const EMAIL = 'ada@example.org';
const PASSWORD = 'a password of twelve';

/** The command line beside a server that runs, on its database. */
describe('hearthgate operator', () => {
  let sandbox: TestSandbox;
  let config: string;
  let call: Call;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    sandbox = await startSandbox();
    config = await mkdtemp(join(tmpdir(), 'hg-config-'));
    call = caller(sandbox.app.adminUrl);
    env = {
      ...process.env,
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: String(sandbox.pool.options.connectionString),
      DATA_DIR: sandbox.dataDir,
      ADMIN_URL: sandbox.app.adminUrl,
      XDG_CONFIG_HOME: config,
      HEARTHGATE_OPERATOR_PASSWORD: PASSWORD,
    };
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(config, { recursive: true, force: true });
  });
  beforeEach(() => sandbox.passTime(3_600_000));

  const run = (args: string[], more: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number | null; text: string }>((resolve) => {
      const child = spawn(process.execPath, [CLI, 'operator', ...args], {
        env: { ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => (text += String(chunk)));
      child.once('close', (code) => resolve({ code, text }));
    });
  const tokenOf = (text: string) => /#([\w-]{43})\n/.exec(text)?.[1] ?? '';

  test('takes somebody from nothing to signed in and out again', async () => {
    const created = await run(['create', '--email', 'Ada@example.org', '--name', 'Ada L.']);
    expect(created.code).toBe(0);
    expect(created.text).toContain(`${sandbox.app.adminUrl}/operator/enrol#`);
    expect(created.text).toContain('once, within 24 hours');
    expect((await run(['list'])).text).toMatch(
      /^opr_\w+ {2}ada@example\.org {2}not enrolled yet {2}Ada L\.$/m,
    );

    await call('POST', '/operator/enrol', { body: { token: tokenOf(created.text), password: PASSWORD } });
    const early = await run(['sign-in', '--email', EMAIL, '--url', sandbox.app.adminUrl]);
    expect([early.code, early.text]).toEqual([1, expect.stringContaining('no second factor yet: open http')]);
    const entered = await call('POST', '/operator/sign-in', { body: { email: EMAIL, password: PASSWORD } });
    const headers = { cookie: cookieOf(entered) };
    const { body } = await call('POST', '/operator/second-factor', { body: { password: PASSWORD }, headers });
    const secret = String(body['secret']);
    await call('POST', '/operator/second-factor/confirm', { body: { code: codeOf(secret) }, headers });
    expect((await run(['list'])).text).toMatch(/ada@example\.org {2}enrolled {2}Ada L\./);

    const signIn = ['sign-in', '--email', EMAIL, '--url', `${sandbox.app.adminUrl}/`, '--code'];
    const wrong = await run([...signIn, codeOf(secret)], { HEARTHGATE_OPERATOR_PASSWORD: 'wrong' });
    expect([wrong.code, wrong.text]).toEqual([
      1,
      expect.stringMatching(
        /^hearthgate: E-mail, password or code is not right\. \(sign-in-refused, req_\w+\)\n$/,
      ),
    ]);
    const done = await run([...signIn, codeOf(secret)]);
    expect(done.text).toBe(
      `Signed in as ${EMAIL} at ${sandbox.app.adminUrl}; the session is kept in ${config}/hearthgate/operator.json\n`,
    );
    const file = join(config, 'hearthgate', 'operator.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(await readFile(file, 'utf8')) as { token: string };
    const me = () => call('GET', '/operator/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await me()).body['email']).toBe(EMAIL);

    expect((await run(['sign-out'])).text).toBe('Signed out\n');
    expect((await me()).status).toBe(401);
    expect((await run(['sign-out'])).code).toBe(2);
  });

  test('resets and removes: the session ends while the server runs', async () => {
    const reset = await run(['reset', '--email', EMAIL]);
    const again = JSON.parse((await run(['reset', '--email', EMAIL, '--json'])).text) as { link: string };
    expect(again).toEqual({
      email: EMAIL,
      link: expect.stringContaining(`${sandbox.app.adminUrl}/operator/enrol#`),
    });
    expect(reset.text).toContain('Sessions, password and second factor of ada@example.org have ended.');
    const used = await call('POST', '/operator/enrol', {
      body: { token: again.link.split('#')[1], password: PASSWORD },
    });
    expect(used.body).toEqual({ email: EMAIL });
    const entered = await call('POST', '/operator/sign-in', { body: { email: EMAIL, password: PASSWORD } });
    const headers = { cookie: cookieOf(entered) };
    expect((await call('GET', '/operator/me', { headers })).status).toBe(403);
    const removed = await run(['remove', '--email', EMAIL, '--json']);
    expect(JSON.parse(removed.text)).toEqual({ email: EMAIL, removed: true });
    expect((await call('GET', '/operator/me', { headers })).status).toBe(401);
    expect((await run(['list'])).text).not.toContain(EMAIL);
  });

  test.each([
    [
      ['create', '--email', 'operator@sandbox.example'],
      1,
      'There is an account with this e-mail address already.\n',
    ],
    [['reset', '--email', 'nobody@example.org'], 1, 'There is no operator with this e-mail.\n'],
    [['remove', '--email', 'nobody@example.org'], 1, 'There is no operator with this e-mail.\n'],
    [['create'], 2, 'hearthgate: which operator? Give --email; see "hearthgate operator --help"\n'],
  ])('%j fails with one line', async (args, code, text) => {
    expect(await run(args)).toEqual({ code, text });
  });

  test('says what is missing where no server has run yet', async () => {
    const elsewhere = await run(['list'], { DATABASE_URL: '', DATA_DIR: join(config, 'none') });
    expect([elsewhere.code, elsewhere.text]).toEqual([1, expect.stringContaining('There is no database in')]);
    const url = String(env['DATABASE_URL']).replace(/\/hg_[0-9a-f]+/, '/postgres');
    const older = await run(['list'], { DATABASE_URL: url });
    expect([older.code, older.text]).toEqual([
      1,
      expect.stringContaining('start the server of this version once'),
    ]);
  });

  test('without a terminal it asks for nothing', async () => {
    const asked = await run(['sign-in', '--email', EMAIL], { HEARTHGATE_OPERATOR_PASSWORD: '' });
    expect(asked).toEqual({
      code: 2,
      text: 'hearthgate: there is no terminal to ask on: set HEARTHGATE_OPERATOR_PASSWORD\n',
    });
  });
});
