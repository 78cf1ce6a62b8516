import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOperators, type TestOperators } from '../harness/operators.ts';

const URL_OF_OPERATORS = 'https://operators.example.org';

describe("the operators' server", () => {
  let server: TestOperators;

  beforeAll(async () => {
    server = await startOperators({ adminUrl: URL_OF_OPERATORS, trustProxy: ['127.0.0.2'] });
  });
  afterAll(() => server.stop());

  interface Sent {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
    /** The caller's own address. */
    readonly from?: string;
  }

  /** Status and code, or what was wrong. */
  const send = async (
    path: string,
    { method = 'GET', headers = {}, body, from = '127.0.0.1' }: Sent = {},
  ) => {
    const { port } = server.admin.server.address() as { port: number };
    const text = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          localAddress: from,
          headers: { host: 'localhost', ...headers },
        },
        (answer) => {
          let read = '';
          answer.on('data', (chunk) => (read += String(chunk)));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: read }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    const content = JSON.parse(text.text || '{}') as { code?: string; errors?: { pointer: string }[] };
    return [text.status, content.errors?.[0]?.pointer ?? content.code].join(' ');
  };
  const REACHED = '401 sign-in-required';

  test.each(['localhost', '127.0.0.1:8081', '[::1]:8081', 'LOCALHOST:1'])(
    'answers to the host %s',
    async (host) => {
      expect(await send('/operator/me', { headers: { host } })).toBe(REACHED);
    },
  );

  test.each(['evil.example', '192.168.1.2', 'localhost.evil.example', 'operators.example.org.evil.example'])(
    'does not answer to the host %s, which may be rebound',
    async (host) => {
      for (const path of ['/operator/me', '/operator/enrol', '/docs/errors'])
        expect(await send(path, { headers: { host } })).toBe('400 /headers/host');
    },
  );

  test.each(['https://evil.example', 'http://localhost:1', 'null', 'http://operators.example.org'])(
    'a page of %s may not call',
    async (origin) => {
      expect(await send('/operator/me', { headers: { origin } })).toBe('400 /headers/origin');
      const change = { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body: '{}' };
      expect(await send('/operator/sign-in', change)).toBe('400 /headers/origin');
    },
  );

  test('its own pages may call', async () => {
    expect(await send('/operator/me', { headers: { origin: URL_OF_OPERATORS } })).toBe(REACHED);
    expect(await send('/operator/me', { headers: { origin: 'http://localhost' } })).toBe(REACHED);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    undefined,
  ])('a form of type %s is no call', async (type) => {
    const body = '{"email":"a@example.org","password":"x"}';
    const headers = {
      'content-length': String(body.length),
      ...(type !== undefined && { 'content-type': type }),
    };
    expect(await send('/operator/sign-in', { method: 'POST', headers, body })).toBe(
      '415 media-type-unsupported',
    );
  });

  test('plain HTTP is for this machine, and not for a proxy that nobody named', async () => {
    const host = 'operators.example.org';
    expect(await send('/operator/me', { headers: { host } })).toBe('403 https-required');
    const secure = { host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' };
    expect(await send('/operator/me', { headers: secure })).toBe('403 https-required');
    expect(await send('/operator/me', { headers: secure, from: '127.0.0.2' })).toBe(REACHED);
    const plain = { ...secure, 'x-forwarded-proto': 'http' };
    expect(await send('/operator/me', { headers: plain, from: '127.0.0.2' })).toBe('403 https-required');
  });

  test('cookies are for this server alone: strict, of no script, and only over TLS', async () => {
    const { token } = await server.enrolled('cookie@example.org').catch((error: unknown) => {
      throw new Error(String(error));
    });
    const out = await server.call('POST', '/operator/sign-out', {
      headers: { authorization: `Bearer ${token}` },
    });
    const entered = await server.call('POST', '/operator/sign-in', {
      body: { email: 'cookie@example.org', password: 'correct horse battery staple' },
    });
    const cookies = [...out.headers.getSetCookie(), ...entered.headers.getSetCookie()];
    expect(cookies.length).toBeGreaterThan(3);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Secure-hearthgate-operator\.[a-z_]+=/);
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict'])
        expect(cookie.split('; ')).toContain(attribute);
      expect(cookie).not.toContain('Domain');
    }
  });
});
