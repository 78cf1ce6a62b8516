import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetSession, operatorClient, saveSession } from './operator-client.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

let server: Server;
let url: string;
let env: NodeJS.ProcessEnv;
let seen: Seen[];
let answer: { status: number; body: object; type?: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(answer.status, {
        'content-type': answer.type ?? 'application/json',
        location: '/elsewhere',
      });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  env = { XDG_CONFIG_HOME: await mkdtemp(join(tmpdir(), 'hg-client-')) };
});
afterAll(async () => {
  server.closeAllConnections();
  await rm(env['XDG_CONFIG_HOME'] ?? '', { recursive: true });
});
beforeEach(() => {
  seen = [];
  answer = { status: 200, body: { fine: true } };
});

const session = () => ({ url, email: 'op@example.org', token: 'a.b+/=' });

test('keeps the session for its owner alone, also where the file was open before', async () => {
  const file = await saveSession(session(), env);
  expect(file).toBe(join(env['XDG_CONFIG_HOME'] ?? '', 'hearthgate', 'operator.json'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  await writeFile(`${file}.new`, 'left behind', { mode: 0o666 });
  await saveSession(session(), env);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(session());
});

test('calls with the token; a reason may hold any character', async () => {
  await saveSession(session(), env);
  const client = await operatorClient(env);
  const body = { gatewayType: 'K40' };
  expect(await client.call('POST', '/operator/gateways', { body, reason: 'Störung 50%' })).toEqual({
    fine: true,
  });
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/operator/gateways',
      headers: {
        authorization: 'Bearer a.b+/=',
        'content-type': 'application/json',
        'x-reason': 'St%C3%B6rung%2050%25',
      },
      body: JSON.stringify(body),
    },
  ]);
});

test.each([
  [
    {
      detail: 'Not valid.',
      code: 'request-invalid',
      requestId: 'req_1',
      errors: [{ pointer: '/plan', message: 'no' }],
    },
    'Not valid. /plan no (request-invalid, req_1)',
  ],
  [
    { detail: 'Sign in first.', code: 'sign-in-required', requestId: 'req_2' },
    'Sign in first. "hearthgate operator sign-in" (sign-in-required, req_2)',
  ],
])('a refusal is one line: %j', async (body, line) => {
  answer = { status: 400, body, type: 'application/problem+json; charset=utf-8' };
  await expect((await operatorClient(env)).call('GET', '/operator/me')).rejects.toThrow(line);
});

test('goes nowhere else with the token, and says so when nobody answers', async () => {
  answer = { status: 307, body: {} };
  await expect((await operatorClient(env)).call('GET', '/operator/me')).rejects.toThrow('does not answer');
  expect(seen).toHaveLength(1);
  await saveSession({ ...session(), url: 'http://127.0.0.1:1' }, env);
  await expect((await operatorClient(env)).call('GET', '/operator/me')).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1 does not answer: .+ Is it the operators' address of a server that runs\?$/,
  );
});

test('without a session it says how to get one', async () => {
  await forgetSession(env);
  await expect(operatorClient(env)).rejects.toThrow(
    'nobody is signed in: "hearthgate operator sign-in --email',
  );
});
