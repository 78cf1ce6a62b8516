import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { createLog } from '../../src/platform/log.ts';
import { ASSETS_DIR } from '../../src/portals/web/entries.ts';
import { sendPortal } from '../../src/portals/web/portal-page.ts';
import { startSandbox, type TestSandbox } from '../harness/sandbox.ts';

/** The pages of the portals as the servers give them out; what a browser makes of them is tested in packages/web. */
describe('the portals on their servers', () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({
      PORTAL_URL_BUDERUS: 'https://my.buderus.example/owner',
      SANDBOX_HOSTS: 'my.buderus.example',
    });
  });
  afterAll(() => sandbox.stop());
  const get = (path: string, headers: Record<string, string> = {}, admin = false) =>
    fetch((admin ? sandbox.app.adminUrl : sandbox.app.url) + path, { headers, redirect: 'manual' });

  test.each([
    ['/owner', '/owner/portal', false],
    ['/pro', '/pro/portal', false],
    ['/', '/console', true],
  ])('%s leads to %s', async (path, to, admin) => {
    const { status, headers } = await get(path, {}, admin);
    expect([status, headers.get('location')]).toEqual([302, to]);
  });

  test.each([
    ['/owner/portal', false],
    ['/owner/portal/', false],
    ['/owner/portal/gateways/101000001', false],
    ['/pro/portal/fleet?status=ONLINE', false],
    ['/console/companies', true],
  ])(
    '%s is a page that runs nothing but our files, is kept nowhere and framed nowhere',
    async (path, admin) => {
      const answer = await get(path, {}, admin);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
          "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(html).not.toMatch(/<style|<script(?![^>]*src=)|\son\w+=|style=/);
    },
  );

  test('a file is immutable, compressed as the browser can take it, and the right type', async () => {
    const script = (await readdir(ASSETS_DIR)).find((name) => /^owner-.*\.js$/.test(name)) ?? '';
    for (const coding of ['br', 'gzip', 'identity']) {
      const answer = await get(`/portal-assets/assets/${script}`, { 'accept-encoding': coding });
      expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-type')).toMatch(/javascript/);
      expect((await answer.arrayBuffer()).byteLength).toBe((await stat(join(ASSETS_DIR, script))).size);
    }
  });

  test.each(['none-12345678.js', '../owner.html', '..%2fowner.html', '..%2f.vite%2fmanifest.json', ''])(
    'there is no file %s, and it is a problem document',
    async (file) => {
      const answer = await sandbox.app.http.inject(`/portal-assets/assets/${file}`);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'not-found']);
    },
  );

  test('each server has its own portals only', async () => {
    expect((await get('/console/')).status).toBe(404);
    expect((await get('/owner/portal/', {}, true)).status).toBe(404);
  });

  test.each([
    [{ 'accept-language': 'fr-CA, en;q=0.5' }, '<html lang="fr" class="NONE">'],
    [
      { 'accept-language': 'fr', cookie: 'hg-language=sv; hg-theme=dark' },
      '<html lang="sv" class="NONE" data-theme="dark">',
    ],
    [{ cookie: 'hg-language="><script>; hg-theme=x' }, '<html lang="en" class="NONE">'],
  ])('%o gives %s', async (headers, tag) => {
    const html = await (await get('/owner/portal/', headers)).text();
    expect(html).toContain(tag);
    expect(html).not.toContain('"><script>');
  });

  test('a path that no file can have is not found', async () => {
    const { statusCode, body } = await sandbox.app.http.inject('/portal-assets/assets/a%00b');
    expect([statusCode, JSON.parse(body)]).toEqual([404, expect.objectContaining({ code: 'not-found' })]);
  });

  test('the host of a brand gives its look', async () => {
    const { body } = await sandbox.app.http.inject({
      url: '/owner/portal/',
      headers: { host: 'my.buderus.example' },
    });
    expect(body).toContain('class="BUDERUS"');
  });

  test('the sign-in that scripts call takes no call of another site', async () => {
    const body = { email: 'a@example.org', password: 'whatever it is' };
    for (const headers of [{}, { origin: 'https://evil.example' }] as Record<string, string>[]) {
      const answer = await sandbox.call('POST', '/owner/account/sign-in', { key: null, body, headers });
      expect([answer.status, answer.body['code']]).toEqual([400, 'request-invalid']);
    }
  });
});

describe('without a build', () => {
  let app: FastifyInstance;
  beforeAll(() => {
    app = createHttpServer(createLog('silent'));
    app.get('/page', (request, reply) => sendPortal(request, reply, null, null));
  });
  afterAll(() => app.close());

  test('the page says what to do', async () => {
    const { statusCode, body } = await app.inject('/page');
    expect(statusCode).toBe(503);
    expect(body).toContain('npm run build');
  });
});
