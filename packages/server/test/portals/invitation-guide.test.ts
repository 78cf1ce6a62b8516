import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { freePort } from '../harness/free-port.ts';
import { INVITATION, share, signIn } from '../harness/invitations.ts';
import { TestAccounts } from '../harness/owner-accounts.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';
import { fileOf } from '../harness/tour.ts';

const GUIDE = fileURLToPath(new URL('../../../../docs/guides/invitation.md', import.meta.url));

/** The program of the guide, as it stands there; only its port is a free one. */
describe('the guide to invitations', () => {
  let sandbox: TestSandbox;
  let directory: string;
  let partner: ChildProcess;
  let partnerUrl: string;

  beforeAll(async () => {
    const accounts = new TestAccounts();
    sandbox = await startSandbox({}, { owners: (access) => accounts.open(access) });
    directory = await mkdtemp(join(tmpdir(), 'hg-guide-'));
    const port = await freePort();
    partnerUrl = `http://127.0.0.1:${port}`;
    const guide = await readFile(GUIDE, 'utf8');
    await writeFile(join(directory, 'verify-return.mjs'), fileOf(guide, 'verify-return.mjs'));
    const program = fileOf(guide, 'partner.mjs').replace('.listen(3000)', `.listen(${port})`);
    await writeFile(join(directory, 'partner.mjs'), program);
    const env = { ...process.env, URL: sandbox.world.baseUrl, KEY: sandbox.world.keys.ok };
    partner = spawn(process.execPath, ['partner.mjs'], { cwd: directory, env, stdio: 'inherit' });
    await vi.waitFor(() => fetch(`${partnerUrl}/none`), { timeout: 10_000 });
  });
  afterAll(async () => {
    partner.kill();
    await sandbox.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const ask = async (path: string) => {
    sandbox.passTime(60_000);
    return fetch(partnerUrl + path, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
  };
  /** The way of an owner to the page and back; the browser goes where the program listens. */
  const invited = async () => {
    const link = new URL((await ask('/')).headers.get('location') ?? '');
    const browser = new Browser(sandbox.world.baseUrl);
    await browser.follow(link.pathname + link.search);
    return browser;
  };
  const back = async (location: string | null) => {
    const { pathname, search } = new URL(location ?? '');
    return (await ask(pathname + search)).text();
  };

  test('the program learns of a share, once', async () => {
    const browser = await invited();
    await signIn(browser, sandbox.world.owners[0]);
    const { location } = await share(browser, '101000005');
    expect(location?.startsWith('http://localhost:3000/connected?gatewayId=101000005&')).toBe(true);
    expect(await back((location ?? '').replace('ACTIVE', 'PAUSED'))).toBe(
      'This return is not to be believed.',
    );
    expect(await back((location ?? '').replace(/&signature=.*/, ''))).toBe(
      'This return is not to be believed.',
    );
    expect(await back(location)).toBe('Gateway 101000005 is shared: ACTIVE.');
    expect(await back(location)).toBe('This return is not to be believed.');
    sandbox.passTime(60_000);
    const { body } = await sandbox.call('GET', '/contracts/101000005');
    expect(body['partnerUserId']).toBe('customer-7');
  });

  test('the program learns of a refusal', async () => {
    const { location } = await (await invited()).submit(INVITATION, { decision: 'refuse' });
    expect(await back(location)).toBe('The owner refused.');
  });

  test('every parameter of the return is in the guide', async () => {
    const guide = await readFile(GUIDE, 'utf8');
    const { INVITATION_RETURN_PARAMETERS } = await import('@hearthgate/wire');
    for (const name of INVITATION_RETURN_PARAMETERS) expect(guide).toContain(`| \`${name}\``);
  });
});
