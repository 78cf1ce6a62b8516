import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../harness/browser.ts';
import { companyOf, linkOf, RETURN_URI } from '../harness/invitations.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** Whatever is wrong with a link, its owner sees a page; nobody is ever sent on. */
describe('the link of an invitation', () => {
  let sandbox: TestSandbox;
  let northwind: string;

  beforeAll(async () => {
    sandbox = await startSandbox({
      PORTAL_URL_BUDERUS: 'https://devices.buderus.example',
      SANDBOX_HOSTS: 'devices.buderus.example',
    });
    northwind = sandbox.world.companies[1]?.companyId ?? '';
  });
  afterAll(() => sandbox.stop());

  const rows = async () =>
    (await sandbox.pool.query<{ rows: number }>('SELECT count(*)::integer AS rows FROM invitations')).rows[0]
      ?.rows;
  const open = (path: string, headers?: Record<string, string>) => {
    // Limits are another test's matter.
    sandbox.passTime(600_000);
    return new Browser(sandbox.world.baseUrl, headers).get(path);
  };
  const withUri = (redirectUri: string) => linkOf(sandbox, { redirectUri });
  const query = (text: string) => `/invite?${text.replaceAll('CMP', companyOf(sandbox))}`;

  const HOSTILE_URIS: string[] = [
    // Near a listed one, and not it.
    'https://alder.example/connected',
    'https://alder.example/connected?',
    'https://alder.example/connected?from=hearthgate&',
    'https://alder.example/connected?from=hearthgate&a=b',
    'https://alder.example/connected?FROM=hearthgate',
    'https://alder.example/connected?from=Hearthgate',
    'https://alder.example/connected?from=hearthgat',
    'https://alder.example/connected?from=hearthgate ',
    ' https://alder.example/connected?from=hearthgate',
    'https://alder.example/connected?from=hearthgate#',
    'https://alder.example/connected?from=hearthgate#x',
    'https://alder.example/connected/?from=hearthgate',
    'https://alder.example//connected?from=hearthgate',
    'https://alder.example/./connected?from=hearthgate',
    'https://alder.example/x/../connected?from=hearthgate',
    'https://alder.example/Connected?from=hearthgate',
    'https://alder.example/%63onnected?from=hearthgate',
    'https://alder.example/connected%3Ffrom=hearthgate',
    'https://alder.example/connected?from%3Dhearthgate',
    'https://ALDER.example/connected?from=hearthgate',
    'HTTPS://alder.example/connected?from=hearthgate',
    'https://alder.example:443/connected?from=hearthgate',
    'https://alder.example:8443/connected?from=hearthgate',
    'https://alder.example./connected?from=hearthgate',
    'https://alder.example.evil.example/connected?from=hearthgate',
    'https://evilalder.example/connected?from=hearthgate',
    'https://alder.example@evil.example/connected?from=hearthgate',
    'https://alder.example:x@evil.example/connected?from=hearthgate',
    'https://user@alder.example/connected?from=hearthgate',
    'https://evil.example/?https://alder.example/connected?from=hearthgate',
    'https://evil.example\\@alder.example/connected?from=hearthgate',
    'https:\\\\alder.example\\connected?from=hearthgate',
    'https:alder.example/connected?from=hearthgate',
    'https:///alder.example/connected?from=hearthgate',
    'http://alder.example/connected?from=hearthgate',
    '//alder.example/connected?from=hearthgate',
    '/connected?from=hearthgate',
    'https://alder.example/connected?from=hearthgate\r\nlocation: https://evil.example',
    'https://alder.example/connected?from=hearthgate\r\n\r\n<script>alert(1)</script>',
    'https://alder.example/connected?from=hearth\tgate',
    'https://alder.example/connected?from=hearthgate\0',
    'https://alder.example/connected?from=hearthgate\u{200b}',
    'https://аlder.example/connected?from=hearthgate',
    // Listed in plain http for this machine, and near that.
    'http://localhost:3000/connected/',
    'http://localhost:3001/connected',
    'http://localhost/connected',
    'http://LOCALHOST:3000/connected',
    'http://127.0.0.1:3000/connected',
    'https://localhost:3000/connected',
    'http://localhost:3000@evil.example/connected',
    // Something else altogether.
    'https://evil.example/connected',
    'javascript:alert(1)//https://alder.example/connected',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'myapp://connected',
    'null',
    '*',
    `https://alder.example/${'a'.repeat(3_000)}`,
  ];
  test.each(HOSTILE_URIS)('is refused on a page and not followed to %j', async (redirectUri) => {
    const before = await rows();
    const { status, headers, html, location } = await open(withUri(redirectUri));
    expect([status, location, headers.get('refresh')]).toEqual([400, null, null]);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(html).toContain('This link does not work');
    expect(html).toContain('<code>redirectUri</code>');
    // The page does not even name the address, so that nobody can be led to it by hand.
    expect(html).not.toContain('evil.example');
    expect(html).not.toContain('<a ');
    expect(headers.getSetCookie()).toEqual([]);
    expect(await rows()).toBe(before);
  });

  const listed = encodeURIComponent(RETURN_URI);
  const BROKEN: [string, string, string][] = [
    ['no parameters at all', '', 'companyId'],
    ['no companyId', `redirectUri=${listed}&sessionId=1`, 'companyId'],
    ['no redirectUri', 'companyId=CMP&sessionId=1', 'redirectUri'],
    ['no sessionId', `companyId=CMP&redirectUri=${listed}`, 'sessionId'],
    ['an empty sessionId', `companyId=CMP&redirectUri=${listed}&sessionId=`, 'sessionId'],
    [
      'a sessionId of 513 characters',
      `companyId=CMP&redirectUri=${listed}&sessionId=${'s'.repeat(513)}`,
      'sessionId',
    ],
    ['a NUL in the sessionId', `companyId=CMP&redirectUri=${listed}&sessionId=a%00b`, 'sessionId'],
    ['two sessionIds', `companyId=CMP&redirectUri=${listed}&sessionId=1&sessionId=1`, 'sessionId'],
    ['sessionId and state', `companyId=CMP&redirectUri=${listed}&sessionId=1&state=1`, 'sessionId'],
    ['two companies', `companyId=CMP&companyId=CMP&redirectUri=${listed}&sessionId=1`, 'companyId'],
    [
      'two addresses, the first one listed',
      `companyId=CMP&redirectUri=${listed}&redirectUri=https%3A%2F%2Fevil.example&sessionId=1`,
      'redirectUri',
    ],
    [
      'two addresses, the second one listed',
      `companyId=CMP&redirectUri=https%3A%2F%2Fevil.example&redirectUri=${listed}&sessionId=1`,
      'redirectUri',
    ],
    ['an encoded name twice', `companyId=CMP&redirectUri=${listed}&sessionId=1&%73essionId=2`, 'sessionId'],
    [
      'a partnerUserId of 201 characters',
      `companyId=CMP&redirectUri=${listed}&sessionId=1&partnerUserId=${'p'.repeat(201)}`,
      'partnerUserId',
    ],
    [
      'an empty partnerUserId',
      `companyId=CMP&redirectUri=${listed}&sessionId=1&partnerUserId=`,
      'partnerUserId',
    ],
    [
      'two partnerUserIds',
      `companyId=CMP&redirectUri=${listed}&sessionId=1&partnerUserId=1&partnerUserId=2`,
      'partnerUserId',
    ],
    ['an unknown brand', `companyId=CMP&redirectUri=${listed}&sessionId=1&brand=ACME`, 'brand'],
    ['a lone percent sign', `companyId=CMP&redirectUri=${listed}&sessionId=100%`, 'query'],
    ['bytes that are not UTF-8', `companyId=CMP&redirectUri=${listed}&sessionId=%FF`, 'query'],
  ];
  test.each(BROKEN)('with %s is refused, and the page says what is wrong', async (_, text, parameter) => {
    const before = await rows();
    const { status, html, location } = await open(query(text));
    expect([status, location]).toEqual([400, null]);
    expect(html).toContain(`<code>${parameter}</code>`);
    expect(html).toMatch(/Request req_\w{20,}/);
    expect(await rows()).toBe(before);
  });

  test('says everything that is wrong at once', async () => {
    const { html } = await open('/invite?companyId=&redirectUri=http://x.example&partnerUserId=');
    expect([...html.matchAll(/<code>(\w+)<\/code>/g)].map(([, name]) => name)).toEqual([
      'companyId',
      'sessionId',
      'partnerUserId',
      'redirectUri',
    ]);
  });

  test('does not tell an unknown company from one without this address', async () => {
    const answers = [
      await open(linkOf(sandbox, { companyId: 'cmp_00000000000000000000000' })),
      await open(linkOf(sandbox, { companyId: "x' OR 1=1 --" })),
      await open(linkOf(sandbox, { companyId: northwind })),
      await open(withUri('https://other.example/')),
    ];
    const pages = answers.map(({ status, html }) => [status, html.replace(/req_\w+/, '')]);
    expect(pages[0]?.[0]).toBe(400);
    expect(new Set(pages.map(String)).size).toBe(1);
  });

  test('is taken with everything in order, and no token stands in an address', async () => {
    const browser = new Browser(sandbox.world.baseUrl);
    sandbox.passTime(600_000);
    const opened = await browser.get(
      linkOf(sandbox, { partnerUserId: 'u'.repeat(200), sessionId: 'ß'.repeat(512) }),
    );
    expect([opened.status, opened.location]).toEqual([303, '/owner/invitation']);
    const [cookie = ''] = opened.headers.getSetCookie();
    expect(cookie).toMatch(/^hg-invitation=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const page = await browser.get('/owner/invitation');
    expect([page.status, page.html.includes('Alder Heating Services asks for access')]).toEqual([200, true]);
    const token = browser.cookies.get('hg-invitation') ?? '';
    expect(browser.addresses.join()).not.toContain(token);
    expect(page.html).not.toContain(token);
    const { rows: kept } = await sandbox.pool.query<Record<string, unknown>>('SELECT * FROM invitations');
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  test('takes `state`, the older name of sessionId', async () => {
    const { location } = await open(query(`companyId=CMP&redirectUri=${listed}&state=older`));
    expect(location).toBe('/owner/invitation');
  });

  test('answers under the path of the portal too', async () => {
    expect((await open(`/owner${linkOf(sandbox)}`)).location).toBe('/owner/invitation');
  });

  test('cannot be framed, leaks no referrer, is not stored, and runs nothing, right or wrong', async () => {
    for (const path of [linkOf(sandbox), withUri('https://evil.example/')]) {
      const { headers } = await open(path);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|script/);
    }
  });

  test('has the look of the brand whose portal it is on, else of the one it names', async () => {
    await open(linkOf(sandbox, { brand: 'IVT' }));
    await open(linkOf(sandbox));
    const { rows: brands } = await sandbox.pool.query<{ brand: string | null }>(
      'SELECT brand FROM invitations ORDER BY created_at DESC, invitation_id DESC LIMIT 2',
    );
    expect(brands.map(({ brand }) => brand)).toEqual([null, 'IVT']);
    const buderus = await sandbox.app.http.inject({
      url: linkOf(sandbox, { brand: 'IVT' }),
      headers: { host: 'devices.buderus.example' },
    });
    expect(buderus.statusCode).toBe(303);
    const cookie = String(buderus.headers['set-cookie']).split(';', 1)[0] ?? '';
    const page = await sandbox.app.http.inject({
      url: '/owner/invitation',
      headers: { host: 'devices.buderus.example', cookie },
    });
    expect(page.body).toContain('<html lang="en" class="BUDERUS">');
    expect(page.body).toContain('<span class="brand">Buderus</span>');
  });

  test('of a foreign host name is refused on a page', async () => {
    const answer = await sandbox.app.http.inject({
      url: linkOf(sandbox),
      headers: { host: 'evil.example' },
    });
    expect([answer.statusCode, answer.headers['location']]).toEqual([400, undefined]);
    expect(answer.headers['x-frame-options']).toBe('DENY');
  });

  test.each(['en', 'de', 'nl', 'fr', 'sv'])('is refused in %s where that is wished', async (language) => {
    const { headers, html } = await open('/invite', { 'accept-language': `${language}-XX,xx;q=0.1` });
    expect(headers.get('content-language')).toBe(language);
    expect(html).toContain(`<html lang="${language}"`);
  });

  test('can be followed 30 times at once from one address, then once in ten seconds', async () => {
    sandbox.passTime(3_600_000);
    const follow = () => new Browser(sandbox.world.baseUrl).get(linkOf(sandbox));
    const first = await Promise.all(Array.from({ length: 30 }, follow));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([303]));
    const before = await rows();
    const refused = await follow();
    expect([refused.status, refused.location, refused.headers.get('retry-after')]).toEqual([429, null, '10']);
    expect(refused.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await rows()).toBe(before);
    sandbox.passTime(10_000);
    expect((await follow()).status).toBe(303);
    // A wrong link costs as much as a right one: guessing is not for free.
    expect((await new Browser(sandbox.world.baseUrl).get('/invite')).status).toBe(429);
  });
});
