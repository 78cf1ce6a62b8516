import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyInvitationReturn, type Contract, type PublicKeys } from '@hearthgate/wire';
import { Browser, type Visited } from '../harness/browser.ts';
import { INVITATION, invited, linkOf, RETURN_URI, share, signIn } from '../harness/invitations.ts';
import { TestAccounts } from '../harness/owner-accounts.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

const SIGN_IN = '/owner/sign-in';
const CLAIM = `${INVITATION}/gateway`;

describe('the page of an invitation', () => {
  let sandbox: TestSandbox;
  let keys: PublicKeys;
  const accounts = new TestAccounts();
  let owners = 0;

  beforeAll(async () => {
    sandbox = await startSandbox({ TRUST_PROXY: '127.0.0.1' }, { owners: (access) => accounts.open(access) });
    keys = (await sandbox.call<PublicKeys>('GET', '/.well-known/hearthgate-keys.json')).body;
  });
  afterAll(() => sandbox.stop());

  const owner = () => sandbox.world.owners[0];
  /** Limits are another test's matter. */
  const open = (more?: Record<string, string>, browser?: Browser) => {
    sandbox.passTime(600_000);
    return invited(sandbox, more, browser);
  };
  /** An owner with one gateway that is not shared, on the page of an invitation. */
  const ready = async (more?: Record<string, string>) => {
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false },
    });
    const browser = await open(more);
    await signIn(browser, owner());
    return { browser, gatewayId: body.gatewayId };
  };
  const contract = async (gatewayId: string) => {
    sandbox.passTime(60_000);
    const { status, body } = await sandbox.call<Contract>('GET', `/contracts/${gatewayId}`);
    return status === 200 ? body : undefined;
  };
  const verified = ({ location }: Visited) =>
    verifyInvitationReturn((location ?? '').replace(/^[^?]*/, ''), keys, { maxAgeSeconds: 60 });

  test('share: from a stranger with a link to a signed return that the company verifies by itself', async () => {
    const sessionId = `a b+c%2B&d=e"'<>!*()~é\u{1f600}\r\n`;
    const browser = await open({ sessionId, partnerUserId: 'user-7', brand: 'BUDERUS' });
    expect(browser.page).toContain('Sign in to decide');
    const page = await signIn(browser, owner());
    expect(page.html).toContain('Alder Heating Services asks for access to your heating system');
    // The whole text, its version and its day, and where the owner goes next.
    expect(page.html).toContain('may control it remotely: operation modes, temperatures');
    expect(page.html).toContain('version 2024-07, in force since July 1, 2024');
    expect(page.html).toContain('alder.example');

    const returned = await share(browser, '101000005', { validUntil: '2099-12-31' });
    expect([returned.status, returned.headers.get('referrer-policy')]).toEqual([303, 'no-referrer']);
    const location = returned.location ?? '';
    expect(location.startsWith(`${RETURN_URI}&gatewayId=101000005&contractStatus=ACTIVE&sessionId=`)).toBe(
      true,
    );
    expect(verified(returned)).toEqual({
      outcome: 'SHARED',
      gatewayId: '101000005',
      contractStatus: 'ACTIVE',
      sessionId,
    });

    // Without our helper, as any program does it.
    const query = location.slice(location.indexOf('?') + 1);
    const [signed = '', signature = ''] = query.split('&signature=');
    const kid = new URLSearchParams(signed).get('kid');
    const key = keys.keys.find((each) => each.kid === kid);
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify(null, Buffer.from(signed), publicKey, bytes)).toBe(true);
    expect(verify(null, Buffer.from(signed.replace('ACTIVE', 'PAUSED')), publicKey, bytes)).toBe(false);

    expect(await contract('101000005')).toMatchObject({
      status: 'ACTIVE',
      initiatedBy: 'PARTNER',
      partnerUserId: 'user-7',
      validUntil: '2100-01-01T00:00:00.000Z',
      consent: { version: '2024-07', language: 'en', outdated: false },
      scope: { monitoring: true, remoteControl: true, dataPoints: true },
    });
    expect((await sandbox.call('GET', '/hvacs/101000005/heatingCircuits')).status).toBe(200);
  });

  test('refuse, signed in', async () => {
    const { browser, gatewayId } = await ready();
    const returned = await browser.submit(INVITATION, { decision: 'refuse', gatewayId, monitoring: 'yes' });
    expect(returned.status).toBe(303);
    expect(returned.location?.startsWith(`${RETURN_URI}&error=access_denied&sessionId=s1&timestamp=`)).toBe(
      true,
    );
    expect(verified(returned)).toEqual({ outcome: 'REFUSED', sessionId: 's1' });
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test('refuse needs no account', async () => {
    const browser = await open();
    const returned = await browser.submit(INVITATION, { decision: 'refuse' });
    expect(verified(returned)).toEqual({ outcome: 'REFUSED', sessionId: 's1' });
  });

  test('what is not ticked is not shared, and the language of the text is the one it was read in', async () => {
    const browser = await open({}, new Browser(sandbox.world.baseUrl, { 'accept-language': 'sv-SE' }));
    await signIn(browser, owner());
    const { body } = await sandbox.call<{ gatewayId: string }>('POST', '/sandbox/gateways', {
      body: { profile: 'none', share: false },
    });
    const returned = await browser.submit(INVITATION, {
      gatewayId: body.gatewayId,
      monitoring: 'yes',
      decision: 'share',
    });
    expect(verified(returned).outcome).toBe('SHARED');
    expect(await contract(body.gatewayId)).toMatchObject({
      scope: { monitoring: true, remoteControl: false, dataPoints: false },
      consent: { language: 'sv' },
    });
  });

  test('nothing is ticked beforehand, and nothing is shared by Enter in a field', async () => {
    const { browser } = await ready();
    expect(browser.page).not.toMatch(/type="checkbox"[^>]* checked/);
    const form = browser.page.slice(browser.page.indexOf(`action="${INVITATION}"`));
    expect(/<button[^>]*>/.exec(form)?.[0]).toBe('<button disabled hidden>');
    const entered = await browser.submit(INVITATION, { gatewayId: '101000005', monitoring: 'yes' });
    expect([entered.status, entered.location]).toEqual([200, null]);
  });

  const INCOMPLETE: [string, Record<string, string>, string][] = [
    ['no gateway', { gatewayId: '' }, 'Please choose a gateway.'],
    ['a gateway that is none', { gatewayId: '10100000x' }, 'Please choose a gateway.'],
    ['the gateway of nobody', { gatewayId: '999999999' }, 'Please choose a gateway.'],
    ['nothing ticked', { monitoring: '', remoteControl: '', dataPoints: '' }, 'at least one thing'],
    ['a day that is over', { validUntil: '2020-01-01' }, 'a day in the future'],
    ['a day that is none', { validUntil: 'tomorrow' }, 'a day in the future'],
    ['a day after the last year', { validUntil: '9999-12-31' }, 'a day in the future'],
    ['an older text than the newest', { version: '2023-09' }, 'A newer text was published'],
  ];
  test.each(INCOMPLETE)('with %s asks again and keeps what was chosen', async (_, fields, says) => {
    const { browser, gatewayId } = await ready();
    const again = await share(browser, gatewayId, fields);
    expect([again.status, again.location]).toEqual([422, null]);
    expect(again.html).toContain(says);
    expect(await contract(gatewayId)).toBeUndefined();
    const done = await share(browser, gatewayId);
    expect(verified(done)).toMatchObject({ outcome: 'SHARED', gatewayId });
  });

  test('of several fields with one name none counts', async () => {
    const { browser, gatewayId } = await ready();
    const fields = { ...browser.hiddenFields(INVITATION), monitoring: 'yes', decision: 'share' };
    const body = `${new URLSearchParams(fields).toString()}&gatewayId=${gatewayId}&gatewayId=101000005`;
    const again = await browser.post(INVITATION, body);
    expect([again.status, again.location]).toEqual([422, null]);
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test('a gateway of somebody else is none to choose', async () => {
    const { gatewayId } = await ready();
    const stranger = await open();
    await signUp(stranger, `stranger${(owners += 1)}@x.example`);
    for (const decision of ['share', 'return']) {
      const fields = { gatewayId, monitoring: 'yes', version: '2024-07', language: 'en', decision };
      const answer = await stranger.post(INVITATION, { ...stranger.hiddenFields(INVITATION), ...fields });
      expect([answer.status, answer.location]).toEqual([422, null]);
    }
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test.each(['abc', '-1', ''])(
    'the way back for the gateway "%s" is none, and the page says so',
    async (gatewayId) => {
      const browser = await open();
      await signIn(browser, owner());
      const back = await browser.submit(INVITATION, { decision: 'return', gatewayId });
      expect([back.status, back.location]).toEqual([422, null]);
    },
  );

  test('a contract that stands is told, and the way back is with its present status', async () => {
    const browser = await open();
    await signIn(browser, owner());
    expect(browser.page).toContain('Shared already: waiting for Alder Heating Services');
    const before = await contract('101000006');
    const told = await share(browser, '101000006');
    expect([told.status, told.location]).toEqual([409, null]);
    expect(told.html).toContain('Gateway 101000006 is shared with Alder Heating Services already');
    const back = await browser.submit(INVITATION, { decision: 'return' });
    expect(verified(back)).toMatchObject({ gatewayId: '101000006', contractStatus: 'PENDING' });
    expect(await contract('101000006')).toEqual(before);
  });

  test('double submit and back button lead to the same place, and make one contract', async () => {
    const { browser, gatewayId } = await ready();
    const fields = {
      ...browser.hiddenFields(INVITATION),
      gatewayId,
      monitoring: 'yes',
      decision: 'share',
    };
    const [first, second] = await Promise.all([
      browser.post(INVITATION, fields),
      browser.post(INVITATION, fields),
    ]);
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(second.location).toBe(first.location);
    expect(verified(first)).toMatchObject({ outcome: 'SHARED', gatewayId });
    const refused = await browser.post(INVITATION, { ...fields, decision: 'refuse' });
    expect(refused.location).toBe(first.location);
    const page = await browser.get(INVITATION);
    expect(page.status).toBe(200);
    expect(page.html).toContain('You have answered this invitation');
    expect(page.html).toContain(first.location?.replaceAll('&', '&amp;'));
    await sandbox.settle();
    const { rows } = await sandbox.pool.query(
      "SELECT 1 FROM events WHERE gateway_id = $1 AND type = 'CONTRACT_STATUS'",
      [Number(gatewayId)],
    );
    expect(rows).toHaveLength(1);
  });

  test('an invitation that was opened in another tab meanwhile is not answered by the form of the first', async () => {
    const { browser, gatewayId } = await ready({ sessionId: 'first' });
    const form = browser.hiddenFields(INVITATION);
    sandbox.passTime(600_000);
    await browser.follow(linkOf(sandbox, { sessionId: 'second' }));
    const answer = await browser.post(INVITATION, {
      ...form,
      gatewayId,
      monitoring: 'yes',
      decision: 'share',
    });
    expect([answer.status, answer.location]).toEqual([409, null]);
    expect(answer.html).toContain('Another invitation was opened');
    expect(await contract(gatewayId)).toBeUndefined();
    expect(verified(await share(browser, gatewayId))).toMatchObject({ sessionId: 'second' });
  });

  test('an expired invitation is a page with a way out, and shares nothing', async () => {
    const { browser, gatewayId } = await ready();
    const form = browser.hiddenFields(INVITATION);
    await sandbox.advance('PT30M');
    const fields = { ...form, gatewayId, monitoring: 'yes' };
    for (const visited of [
      await browser.get(INVITATION),
      await browser.post(INVITATION, { ...fields, decision: 'share' }),
      await browser.post(INVITATION, { ...fields, decision: 'refuse' }),
    ]) {
      expect([visited.status, visited.location]).toEqual([404, null]);
      expect(visited.html).toContain('Go back to the company and follow its link again');
    }
    expect(await contract(gatewayId)).toBeUndefined();
  });

  test('without an invitation there is a page that says how to get one', async () => {
    const { status, html } = await new Browser(sandbox.world.baseUrl).get(INVITATION);
    expect([status, html.includes('This invitation is not open')]).toEqual([404, true]);
  });

  describe('forms', () => {
    const REFUSED: [string, (form: Record<string, string>) => Record<string, string>][] = [
      [
        'without a token',
        (form) => Object.fromEntries(Object.entries(form).filter(([name]) => name !== 'form')),
      ],
      ['with an empty token', (form) => ({ ...form, form: '' })],
      ['with an invented token', (form) => ({ ...form, form: Buffer.alloc(33, 1).toString('base64url') })],
      ['with a changed token', (form) => ({ ...form, form: `${form['form']?.slice(0, -4)}AAAA` })],
    ];
    test.each(REFUSED)('%s do nothing', async (_, change) => {
      const { browser, gatewayId } = await ready();
      const form = { ...browser.hiddenFields(INVITATION), gatewayId, monitoring: 'yes' };
      for (const decision of ['share', 'refuse', 'return']) {
        const answer = await browser.post(INVITATION, { ...change(form), decision });
        expect([answer.status, answer.location]).toEqual([403, null]);
        expect(answer.html).toContain(`href="${INVITATION}"`);
      }
      expect(await contract(gatewayId)).toBeUndefined();
      expect((await browser.get(INVITATION)).html).toContain('name="gatewayId"');
    });

    test.each([SIGN_IN, '/owner/sign-up', '/owner/sign-out', CLAIM, '/owner/gateways/101000001/consent'])(
      'of %s need their token too',
      async (path) => {
        const browser = await open();
        const { status, location } = await browser.post(path, { ...owner(), name: 'x' } as never);
        expect([status, location]).toEqual([403, null]);
      },
    );

    test('with the token of another browser, or of this one before it signed in, do nothing', async () => {
      const { browser, gatewayId } = await ready();
      const other = await ready();
      const fields = { ...browser.hiddenFields(INVITATION), gatewayId, monitoring: 'yes', decision: 'share' };
      const stolen = { ...fields, form: other.browser.hiddenFields(INVITATION)['form'] ?? '' };
      expect((await browser.post(INVITATION, stolen)).status).toBe(403);

      const fresh = await open();
      const before = fresh.hiddenFields(SIGN_IN)['form'] ?? '';
      await signIn(fresh, owner());
      const old = {
        ...fresh.hiddenFields(INVITATION),
        gatewayId,
        monitoring: 'yes',
        decision: 'share',
        form: before,
      };
      expect((await fresh.post(INVITATION, old)).status).toBe(403);
      expect(await contract(gatewayId)).toBeUndefined();
    });

    test('of another kind than ours are refused on a page', async () => {
      const browser = await open();
      for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
        const answer = await fetch(sandbox.world.baseUrl + INVITATION, {
          method: 'POST',
          body: '{}',
          headers: {
            'content-type': type,
            cookie: [...browser.cookies].map((each) => each.join('=')).join('; '),
          },
        });
        expect([answer.status, answer.headers.get('content-type')]).toEqual([
          415,
          'text/html; charset=utf-8',
        ]);
      }
      const large = await browser.post(INVITATION, `a=${'x'.repeat(17_000)}`);
      expect(large.status).toBe(413);
    });

    test('of another site are refused by their Origin in a sandbox', async () => {
      const { browser, gatewayId } = await ready();
      const fields = { ...browser.hiddenFields(INVITATION), gatewayId, monitoring: 'yes', decision: 'share' };
      const answer = await fetch(sandbox.world.baseUrl + INVITATION, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
        headers: {
          origin: 'https://evil.example',
          cookie: [...browser.cookies].map((each) => each.join('=')).join('; '),
        },
      });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
      expect(await contract(gatewayId)).toBeUndefined();
    });
  });

  describe('accounts', () => {
    test('a wrong password says so, gives nothing back but the address, and keeps the invitation', async () => {
      const browser = await open({ brand: 'IVT' });
      const wrong = await browser.submit(SIGN_IN, { email: 'owner@sandbox.example', password: 'wrong-one' });
      expect([wrong.status, wrong.location]).toEqual([422, null]);
      expect(wrong.html).toContain('do not fit together');
      expect(wrong.html).toContain('value="owner@sandbox.example"');
      expect(wrong.html).not.toContain('wrong-one');
      expect(wrong.html).toContain('class="IVT"');
      const page = await signIn(browser, owner());
      expect(page.html).toContain('name="gatewayId"');
    });

    test('a new owner makes an account, adds the gateway of the label, and shares it', async () => {
      const browser = await open();
      const page = await signUp(browser, `new${(owners += 1)}@x.example`);
      expect(page.html).toContain('You have not added a gateway yet');
      expect(page.html).not.toContain('value="share"');
      accounts.labels.set('123000123', 'ABCD-EFGH');
      const wrong = await browser.submit(CLAIM, { gatewayId: '123000123', labelPassword: 'ABCD-EFGX' });
      expect([wrong.status, wrong.html.includes('No gateway can be added')]).toEqual([422, true]);
      expect(wrong.html).not.toContain('ABCD-EFGX');
      const none = await browser.submit(CLAIM, { gatewayId: '1', labelPassword: 'ABCD-EFGH' });
      expect(none.html).toContain('No gateway can be added');
      const added = await browser.submit(CLAIM, { gatewayId: ' 123 000 123 ', labelPassword: ' ABCD-EFGH ' });
      expect([added.status, added.location]).toEqual([303, INVITATION]);
      await browser.get(INVITATION);
      expect(browser.page).toMatch(/value="123000123"[^>]*checked/);
      expect(verified(await share(browser, '123000123'))).toMatchObject({ gatewayId: '123000123' });
    });

    test('who has an account already is signed in by its password, and told nothing else', async () => {
      const email = `known${(owners += 1)}@x.example`;
      await signUp(await open(), email);
      const again = await signUp(await open(), email);
      expect(again.html).toContain(`Signed in as ${email}`);
      const stranger = await open();
      const fields = { email, password: 'another-long-password', name: 'Stranger' };
      const refused = await stranger.submit('/owner/sign-up', fields);
      expect([refused.status, refused.location]).toEqual([422, null]);
      expect(refused.html).toContain('This account could not be created. If you have one already');
    });

    test('a weak password, a missing name, and too many attempts are told', async () => {
      const browser = await open();
      const email = `weak${(owners += 1)}@x.example`;
      const weak = await browser.submit('/owner/sign-up', { email, password: 'short', name: 'N' });
      expect([weak.status, weak.html.includes('a longer password')]).toEqual([422, true]);
      const nameless = await browser.submit('/owner/sign-up', {
        email,
        password: 'long-enough-password',
        name: ' ',
      });
      expect(nameless.status).toBe(422);
      accounts.isLimited = true;
      try {
        const limited = await browser.submit(SIGN_IN, { email, password: 'x' });
        expect([limited.status, limited.html.includes('Too many attempts')]).toEqual([429, true]);
      } finally {
        accounts.isLimited = false;
      }
    });

    test('sign-in and sign-out lead to our own pages only', async () => {
      for (const next of [
        'https://evil.example/',
        '//evil.example/owner/invitation',
        '/\\evil.example',
        '/owner/invitation/../../x',
        '/owner/invitation\r\nx: y',
        '/sandbox',
        'javascript:alert(1)',
        '',
      ]) {
        const browser = await open();
        const { location } = await browser.submit(SIGN_IN, { ...owner(), next } as never);
        expect(location).toBe(INVITATION);
        await browser.get(INVITATION);
        expect((await browser.submit('/owner/sign-out', { next })).location).toBe(INVITATION);
      }
    });

    test('signed out, nothing can be shared', async () => {
      const { browser, gatewayId } = await ready();
      const form = browser.hiddenFields(INVITATION);
      await browser.submit('/owner/sign-out', {});
      const old = await browser.post(INVITATION, {
        ...form,
        gatewayId,
        monitoring: 'yes',
        decision: 'share',
      });
      expect(old.status).toBe(403);
      await browser.get(INVITATION);
      const now = { ...form, ...browser.hiddenFields(INVITATION), gatewayId, monitoring: 'yes' };
      for (const decision of ['share', 'return']) {
        const page = await browser.post(INVITATION, { ...now, decision });
        expect([page.location, page.html.includes('Sign in to decide')]).toEqual([null, true]);
      }
      expect(await contract(gatewayId)).toBeUndefined();
    });
  });

  test('no token, session or password ever stands in an address', async () => {
    const { browser, gatewayId } = await ready();
    await share(browser, gatewayId);
    await browser.get(INVITATION);
    const secrets = [...browser.cookies.values(), owner()?.password ?? ''];
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    for (const secret of secrets) expect(browser.addresses.join('\n')).not.toContain(secret);
  });

  test('what was typed comes back as text', async () => {
    const browser = await open();
    const email = `"><script>alert(1)</script>@x.example`;
    const wrong = await browser.submit('/owner/sign-up', { email, password: 'short', name: `'"<b>` });
    expect(wrong.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;@x.example"');
    expect(wrong.html).toContain('value="&#39;&quot;&lt;b&gt;"');
    expect(wrong.html).not.toMatch(/<script|<b>/);
  });

  describe('every page', () => {
    const pages = async () => {
      const browser = await open();
      const visited = [await browser.get(INVITATION)];
      visited.push(await browser.submit(SIGN_IN, { email: 'a@b.example', password: 'x' }));
      visited.push(await signIn(browser, owner()));
      visited.push(await share(browser, '101000001'));
      await browser.get(INVITATION);
      visited.push(await share(browser, ''));
      visited.push(await browser.get('/owner/gateways/101000001/consent'));
      visited.push(await browser.get('/owner/gateways/101000004/consent'));
      visited.push(await browser.get('/owner/gateways/999999999/consent'));
      visited.push(await browser.get('/invite'));
      await browser.get(INVITATION);
      await browser.submit(INVITATION, { decision: 'refuse' });
      visited.push(await browser.get(INVITATION));
      visited.push(await new Browser(sandbox.world.baseUrl).get(INVITATION));
      return visited;
    };

    test('can be read and used by everybody, and neither framed nor made to run anything', async () => {
      for (const { html, headers, status } of await pages()) {
        const title = /<title>(.*?)<\/title>/.exec(html)?.[1];
        const where = `${status} ${title}`;
        expect([where, html.match(/<h1>/g)?.length]).toEqual([where, 1]);
        expect(html).toMatch(/^<!doctype html>\s*<html lang="en"/);
        expect(html).toContain('name="viewport"');
        expect(html.match(/<main>/g)).toHaveLength(1);
        expect(title?.length).toBeGreaterThan(10);
        // A name for everything that can be filled in, and no id twice.
        const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [input, type] of html.matchAll(/<input\b[^>]*?type="(\w+)"[^>]*>/g)) {
          if (type === 'hidden') continue;
          const id = /\sid="([^"]+)"/.exec(input)?.[1];
          const isWrapped = new RegExp(`<label class="choice">\\s*${escapeRegExp(input)}`).test(html);
          expect([input, isWrapped || html.includes(`<label class="label" for="${id}">`)]).toEqual([
            input,
            true,
          ]);
        }
        for (const [, ids2 = ''] of html.matchAll(/aria-describedby="([^"]+)"/g)) expect(ids).toContain(ids2);
        for (const [fieldset] of html.matchAll(/<fieldset>[\s\S]*?<\/fieldset>/g))
          expect(fieldset).toContain('<legend>');
        // Strict policy, kept by the page itself.
        expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
        const policy = headers.get('content-security-policy') ?? '';
        expect(policy).toContain("default-src 'none'; style-src 'self'; form-action 'self'");
        expect(policy).toContain("base-uri 'none'; frame-ancestors 'none'");
        expect(headers.get('x-frame-options')).toBe('DENY');
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/);
        // With `no-referrer` browsers send `Origin: null` from our own forms.
        if (html.includes('<form')) expect(headers.get('referrer-policy')).toBe('same-origin');
      }
    });

    test('loads one stylesheet, from here', async () => {
      const browser = await open();
      const [, href = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(browser.page) ?? [];
      const { status, headers, html } = await browser.get(href);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
      expect(html).toContain('prefers-color-scheme:dark');
      expect(html).not.toContain('url(');
    });
  });

  test('forms may lead on from the return address, so the policy names no single host', async () => {
    const browser = await open();
    const { headers } = await browser.get(INVITATION);
    expect(headers.get('content-security-policy')).toContain(
      "form-action 'self' https: http://localhost:* http://127.0.0.1:*;",
    );
  });

  test('plain HTTP from elsewhere is refused, and behind TLS cookies are bound to the host', async () => {
    sandbox.passTime(600_000);
    const from = (proto: string, cookie = '') =>
      sandbox.app.http.inject({
        url: cookie === '' ? linkOf(sandbox) : INVITATION,
        headers: { host: 'localhost', 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': proto, cookie },
      });
    const plain = await from('http');
    expect([plain.statusCode, plain.headers['location']]).toEqual([403, undefined]);
    expect(plain.headers['content-type']).toBe('text/html; charset=utf-8');
    const secure = await from('https');
    expect([secure.statusCode, secure.headers['location']]).toEqual([303, INVITATION]);
    const cookie = String(secure.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-hg-invitation=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    const page = await from('https', cookie.split(';', 1)[0]);
    expect(page.statusCode).toBe(200);
    expect(String(page.headers['set-cookie'])).toMatch(/^__Host-hg-form=.*; Secure$/);
    // Without the prefix anybody on a neighbouring host could have set it.
    expect((await from('https', cookie.split(';', 1)[0]?.replace('__Host-', ''))).statusCode).toBe(404);
  });

  async function signUp(browser: Browser, email: string): Promise<Visited> {
    const fields = { email, password: 'long-enough-password', name: 'New Owner' };
    const made = await browser.submit('/owner/sign-up', fields);
    if (made.location === null) throw new Error(`no account: ${made.status}`);
    return browser.get(made.location);
  }
});

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
