import { Script } from 'node:vm';
import type { CompanyDetail, FirstKey, FirstKeyLink, OnboardingResult } from '@hearthgate/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { redeemFirstKey, renewFirstKeyLink } from '../../../src/access/index.ts';
import { startApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config/index.ts';
import { AppError } from '../../../src/platform/app-error.ts';
import { startAccess } from '../../harness/access.ts';
import {
  activeCompany,
  onboard,
  onboarding,
  registeredCompany,
  startOperatorServer,
  tokenOf,
  type OperatorServer,
  type Problem,
} from '../../harness/companies.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

const MAIN = { name: 'main', url: 'https://hooks.example.com/a', eventTypes: ['CONTRACT_STATUS' as const] };
const HOSTS = { webhookHosts: ['hooks.example.com'] };

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

const register = () => registeredCompany(operator, sandbox.app);
const detail = async (companyId: string) =>
  (await operator.call<CompanyDetail>('GET', `/operator/companies/${companyId}`)).body;
const read = (companyId: string) =>
  operator.call<{ version: number; onboarding: unknown }>(
    'GET',
    `/operator/companies/${companyId}/onboarding`,
  );
const redeem = (token: string) =>
  sandbox.call<FirstKey & Problem>('POST', '/company/first-key', { key: null, body: { token } });
const link = (companyId: string) =>
  operator.call<FirstKeyLink & Problem>('POST', `/operator/companies/${companyId}/first-key-link`);
const firstToken = ({ firstKey }: Partial<OnboardingResult>) => tokenOf(firstKey ?? { firstKeyUrl: 'x:#' });
const me = async (key: string) => {
  const { status, body } = await sandbox.call<Problem & { companyId: string }>('GET', '/api-keys/me', {
    key,
  });
  return [status, body.code ?? body.companyId];
};

describe('the onboarding document', () => {
  test('lets a registered company in; a dry run before tells exactly that and writes nothing', async () => {
    const { companyId } = await register();
    expect((await read(companyId)).body).toEqual({ companyId, version: 0, onboarding: null });
    const document = onboarding(companyId, { ...HOSTS, webhooks: [MAIN], languages: ['de', 'en'] });
    const dry = await onboard(operator, document, undefined, '?dryRun=true');
    expect([dry.status, dry.headers.get('etag')]).toEqual([200, '"0"']);
    expect(dry.body).toEqual({
      version: 0,
      dryRun: true,
      warnings: [],
      changes: [
        { path: '/languages', from: null, to: ['de', 'en'] },
        { path: '/ipAllowList', from: null, to: ['127.0.0.1', '::1'] },
        { path: '/ipMode', from: null, to: 'ENFORCE' },
        { path: '/redirectUris', from: null, to: [] },
        { path: '/webhookHosts', from: null, to: ['hooks.example.com'] },
        { path: '/gatekeeper', from: null, to: false },
        { path: '/acceptance/ownerInitiated', from: null, to: 'MANUAL' },
        { path: '/acceptance/partnerInitiated', from: null, to: 'MANUAL' },
        { path: '/dataPoints', from: null, to: true },
        { path: '/plan', from: null, to: 'reference' },
        { path: '/webhooks/main', from: null, to: { url: MAIN.url, eventTypes: MAIN.eventTypes } },
      ],
    });
    expect(await detail(companyId)).toMatchObject({ status: 'REGISTERED', version: 0, webhooks: [] });
    const applied = await onboard(operator, document, 0);
    expect(applied.body.changes).toEqual(dry.body.changes);
    expect(applied.body).toMatchObject({ version: 1, dryRun: false, firstKey: { mailSent: true } });
    const now = await read(companyId);
    expect([now.headers.get('etag'), now.body]).toEqual([
      '"1"',
      { companyId, version: 1, onboarding: document },
    ]);
    expect(await detail(companyId)).toMatchObject({
      status: 'ACTIVE',
      webhooks: [{ name: 'main', url: MAIN.url, backlog: 0 }],
    });
  });

  test('tells of a change only what differs, and sent twice changes nothing more', async () => {
    const { companyId } = await register();
    const document = onboarding(companyId, { ...HOSTS, webhooks: [MAIN, { ...MAIN, name: 'old' }] });
    await onboard(operator, document, 0);
    const next = onboarding(companyId, {
      webhookHosts: ['hooks.example.com', 'other.example.com'],
      acceptance: { ownerInitiated: 'AUTOMATIC', partnerInitiated: 'MANUAL' },
      webhooks: [
        { ...MAIN, url: 'https://other.example.com/b' },
        { ...MAIN, name: 'new' },
      ],
    });
    const { body } = await onboard(operator, next, 1);
    expect(body.changes).toEqual([
      { path: '/webhookHosts', from: ['hooks.example.com'], to: ['hooks.example.com', 'other.example.com'] },
      { path: '/acceptance/ownerInitiated', from: 'MANUAL', to: 'AUTOMATIC' },
      { path: '/webhooks/main/url', from: MAIN.url, to: 'https://other.example.com/b' },
      { path: '/webhooks/new', from: null, to: { url: MAIN.url, eventTypes: MAIN.eventTypes } },
      { path: '/webhooks/old', from: { url: MAIN.url, eventTypes: MAIN.eventTypes }, to: null },
    ]);
    expect(body).toMatchObject({ version: 2, warnings: [{ path: '/webhooks/new' }] });
    expect(body.firstKey).toBeUndefined();
    const again = await onboard(operator, next, 2);
    expect([again.status, again.body]).toEqual([
      200,
      { version: 2, dryRun: false, changes: [], warnings: [] },
    ]);
  });

  test('is refused as a whole when one webhook is bad: nothing is half-written', async () => {
    const { companyId } = await register();
    await onboard(operator, onboarding(companyId, { ...HOSTS, webhooks: [MAIN] }), 0);
    const before = [await read(companyId).then(({ body }) => body), await detail(companyId)];
    const bad = onboarding(companyId, {
      ...HOSTS,
      languages: ['sv'],
      webhooks: [
        { ...MAIN, name: 'first', url: 'https://hooks.example.com/fine' },
        { ...MAIN, name: 'port', url: 'https://hooks.example.com:9000/' },
        { ...MAIN, name: 'host', url: 'https://elsewhere.example.com/' },
        { ...MAIN, name: 'private', url: 'https://10.0.0.1/' },
        { ...MAIN, name: 'first', url: 'https://hooks.example.com/twice' },
      ],
    });
    for (const query of ['', '?dryRun=true']) {
      const { status, body } = await onboard(operator, bad, 1, query);
      expect([status, body.code]).toEqual([400, 'request-invalid']);
      expect(body.errors?.map(({ pointer }) => pointer)).toEqual([
        '/webhooks/1/url',
        '/webhooks/2/url',
        '/webhooks/3/url',
        '/webhooks/4/name',
      ]);
    }
    expect([await read(companyId).then(({ body }) => body), await detail(companyId)]).toEqual(before);
  });

  test.each([
    ['an address that is none', { ipAllowList: ['203.0.113.7', '10.1'] }, '/ipAllowList/1'],
    ['a redirect over http', { redirectUris: ['http://shop.example.com/back'] }, '/redirectUris/0'],
    ['a redirect with a fragment', { redirectUris: ['https://shop.example.com/back#'] }, '/redirectUris/0'],
    ['a redirect with a password', { redirectUris: ['https://a:b@shop.example.com/'] }, '/redirectUris/0'],
    ['a relative redirect', { redirectUris: ['/back'] }, '/redirectUris/0'],
    ['a host with a port', { webhookHosts: ['hooks.example.com:8443'] }, '/webhookHosts/0'],
    ['a host in capitals', { webhookHosts: ['Hooks.example.com'] }, '/webhookHosts/0'],
    ['a pattern of hosts', { webhookHosts: ['*.example.com'] }, '/webhookHosts/0'],
    ['a plan that does not exist', { plan: 'unlimited' }, '/plan'],
    ['no language', { languages: [] }, '/languages'],
    ['a language twice', { languages: ['en', 'en'] as ['en', 'en'] }, '/languages'],
    ['the id of another company', { companyId: 'cmp_other' }, '/companyId'],
  ])('with %s is refused with its place', async (_name, change, pointer) => {
    const { companyId } = await register();
    const path = `/operator/companies/${companyId}/onboarding?dryRun=true`;
    const { status, body } = await operator.call<Problem>('PUT', path, {
      body: { ...onboarding(companyId), ...change },
    });
    expect([status, body.code, body.errors?.[0]?.pointer]).toEqual([400, 'request-invalid', pointer]);
  });

  test('warns of what can be written and may not be meant', async () => {
    const { companyId } = await register();
    const wide = { ipAllowList: ['10.0.0.0/8', '203.0.113.0/24', '2001::/16', '::ffff:10.0.0.0/100'] };
    const { body } = await onboard(operator, onboarding(companyId, wide), undefined, '?dryRun=true');
    expect(body.warnings?.map(({ path }) => path)).toEqual([
      '/ipAllowList/0',
      '/ipAllowList/2',
      '/ipAllowList/3',
    ]);
    const empty = await onboard(
      operator,
      onboarding(companyId, { ipAllowList: [] }),
      undefined,
      '?dryRun=true',
    );
    expect(empty.body.warnings).toEqual([
      { path: '/ipAllowList', message: 'an empty list refuses every call' },
    ]);
    const open = await onboard(
      operator,
      onboarding(companyId, { ipMode: 'OBSERVE' }),
      undefined,
      '?dryRun=true',
    );
    expect(open.body.warnings).toMatchObject([{ path: '/ipMode' }]);
    const { companyId: alder = '' } = sandbox.world.companies[0] ?? {};
    const present = (await read(alder)).body.onboarding as ReturnType<typeof onboarding>;
    const gatekeeper = await onboard(operator, { ...present, gatekeeper: true }, undefined, '?dryRun=true');
    expect(gatekeeper.body.warnings?.map(({ path }) => path)).toContain('/gatekeeper');
  });

  test('needs the version that it was made from; of two operators at once one wins', async () => {
    const { companyId } = await register();
    const without = await onboard(operator, onboarding(companyId), undefined);
    expect([without.status, without.body.code, without.body.errors?.[0]?.pointer]).toEqual([
      400,
      'request-invalid',
      '/headers/if-match',
    ]);
    const stale = await onboard(operator, onboarding(companyId), 7);
    expect([stale.status, stale.body]).toMatchObject([409, { code: 'version-conflict', current: 0 }]);
    const answers = await Promise.all(
      (['de', 'nl', 'fr'] as const).map((language) =>
        onboard(operator, onboarding(companyId, { languages: [language] }), 0),
      ),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
    expect(answers.filter(({ body }) => body.firstKey)).toHaveLength(1);
    const winner = answers
      .find(({ status }) => status === 200)
      ?.body.changes?.find(({ path }) => path === '/languages')?.to;
    expect((await read(companyId)).body).toMatchObject({ version: 1, onboarding: { languages: winner } });
  });

  test('of a company that never registered is refused with the cure', async () => {
    const { status, body } = await onboard(operator, onboarding('cmp_stranger'), 0);
    expect([status, body.code]).toEqual([404, 'not-found']);
    expect(body.errors?.[0]?.message).toContain('POST /registrations');
  });

  test('keeps secret and place of a webhook that keeps its name', async () => {
    const { companyId } = await register();
    await onboard(operator, onboarding(companyId, { ...HOSTS, webhooks: [MAIN, { ...MAIN, name: 'b' }] }), 0);
    const rows = async () =>
      (
        await sandbox.pool.query<{ name: string; webhook_id: string; secret: Buffer; cursor: number }>(
          'SELECT name, webhook_id, secret, cursor FROM webhooks JOIN webhook_progress USING (company_id, webhook_id) WHERE company_id = $1 ORDER BY name',
          [companyId],
        )
      ).rows;
    const [b, main] = await rows();
    const moved = { ...MAIN, url: 'https://hooks.example.com/moved' };
    await onboard(
      operator,
      onboarding(companyId, { ...HOSTS, webhooks: [{ ...MAIN, name: 'a' }, moved] }),
      1,
    );
    const [a, kept, ...more] = await rows();
    expect([kept, more]).toEqual([main, []]);
    expect([a?.name, a?.webhook_id === b?.webhook_id]).toEqual(['a', false]);
  });
});

describe('the first key', () => {
  test('comes from a link that works once, with the secrets of the webhooks', async () => {
    const { companyId, name } = await register();
    const { body } = await onboard(operator, onboarding(companyId, { ...HOSTS, webhooks: [MAIN] }), 0);
    expect(body.firstKey?.firstKeyUrl).toMatch(
      new RegExp(`^${sandbox.app.url}/company/first-key#[0-9A-Za-z]{43}$`),
    );
    expect(body.firstKey?.sendTo).toEqual((await detail(companyId)).administrator);
    const token = firstToken(body);
    const { rows } = await sandbox.pool.query(
      'SELECT token_hash FROM first_key_links WHERE company_id = $1',
      [companyId],
    );
    expect(JSON.stringify(rows)).not.toContain(JSON.stringify(Buffer.from(token)));
    const answers = await Promise.all([redeem(token), redeem(token), redeem(token)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '410', '410']);
    const shown = answers.find(({ status }) => status === 200)?.body;
    expect(shown).toMatchObject({
      companyId,
      companyName: name,
      webhooks: [{ name: 'main', url: MAIN.url }],
    });
    expect(shown?.webhooks[0]?.secret).toMatch(/^whsec_/);
    expect(shown?.tryIt).toContain(`curl -H 'x-api-key: ${shown?.apiKey}' ${sandbox.app.url}/`);
    expect(await me(shown?.apiKey ?? '')).toEqual([200, companyId]);
    expect((await detail(companyId)).keys).toHaveLength(1);
  });

  test('is refused alike for links that were used, replaced or invented', async () => {
    const { companyId } = await register();
    const { body } = await onboard(operator, onboarding(companyId), 0);
    const replaced = firstToken(body);
    const used = tokenOf((await link(companyId)).body);
    await redeem(used);
    const answers = [];
    for (const token of [replaced, used, 'invented', 'x'.repeat(43)]) answers.push(await redeem(token));
    const told = answers.map(({ status, body: problem }) => [status, { ...problem, requestId: '' }]);
    expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(told[0]).toMatchObject([410, { code: 'link-not-valid' }]);
    expect((await detail(companyId)).keys).toHaveLength(1);
  });

  test('comes for 72 hours, and not a moment longer', async () => {
    const world = await startAccess(Date.parse('2026-01-15T06:30:00Z'));
    const { access, clock } = world;
    const { companyId } = await activeCompany(access);
    const attempt = async (waitMs: number) => {
      const token = tokenOf(await renewFirstKeyLink(access, companyId));
      clock.move({ toMs: clock.now() + waitMs });
      return access
        .transact((unit) => redeemFirstKey(access, unit, token))
        .then(
          () => 'a key',
          (error: unknown) => (error instanceof AppError ? error.code : error),
        );
    };
    const lifetimeMs = 72 * 3_600_000;
    expect([await attempt(lifetimeMs - 1), await attempt(lifetimeMs)]).toEqual(['a key', 'link-not-valid']);
    await world.stop();
  });

  test('is not used up by a tenth key too many, and not to be had before onboarding', async () => {
    const { companyId } = await register();
    const early = await link(companyId);
    expect([early.status, early.body]).toMatchObject([
      409,
      { code: 'transition-not-allowed', from: 'REGISTERED', allowed: ['ONBOARD'] },
    ]);
    await onboard(operator, onboarding(companyId), 0);
    const keys = [];
    for (let made = 0; made < 10; made += 1)
      keys.push((await redeem(tokenOf((await link(companyId)).body))).body.apiKey);
    const token = tokenOf((await link(companyId)).body);
    expect((await redeem(token)).body.code).toBe('key-limit-reached');
    const [key = ''] = keys;
    const { body } = await sandbox.call<{ keyId: string }>('GET', '/api-keys/me', { key });
    await sandbox.call('DELETE', `/api-keys/${body.keyId}`, { key });
    expect((await redeem(token)).status).toBe(200);
  });

  test('has a page that runs nothing but its own script and does not use the link up', async () => {
    const { companyId } = await register();
    const token = firstToken((await onboard(operator, onboarding(companyId), 0)).body);
    const page = await sandbox.call<string>('GET', '/company/first-key', { key: null });
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|data:/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    // Every element that could run or load something names a file of ours.
    expect(page.body).not.toMatch(/<style|style=|\son[a-z]+=|<script>|(src|href)="(?!\/company\/)/);
    for (const [, file = ''] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const { status, headers } = await sandbox.call('GET', file, { key: null });
      expect([file, status, headers.get('content-type')]).toEqual([
        file,
        200,
        expect.stringMatching(file.endsWith('.js') ? 'text/javascript' : 'text/css'),
      ]);
    }
    const { body: script } = await sandbox.call<string>('GET', '/company/first-key.js', { key: null });
    expect(() => new Script(script)).not.toThrow();
    expect((await redeem(token)).status).toBe(200);
  });
});

test('a sandbox that comes back on another port moves its inbox, which keeps its secret', async () => {
  const first = await startSandbox();
  const inbox = async () =>
    (await first.pool.query<{ url: string; secret: Buffer }>('SELECT url, secret FROM webhooks')).rows;
  const [before] = await inbox();
  await first.app.stop();
  const again = await startApp(
    readConfig({
      HEARTHGATE_MODE: 'sandbox',
      DATABASE_URL: first.pool.options.connectionString,
      DATA_DIR: first.dataDir,
      PORT: '0',
      MQTT_PORT: '0',
      LOG_LEVEL: 'error',
    }),
  );
  expect(again.url).not.toBe(first.app.url);
  expect(await inbox()).toEqual([{ ...before, url: `${again.url}/sandbox/inbox/receive` }]);
  await again.stop();
  await first.stop();
});
