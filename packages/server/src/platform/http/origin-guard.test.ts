import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { AppError } from '../app-error.ts';
import { guardOrigin } from './origin-guard.ts';

/** What the guard says to a request with these headers: `passed`, or the header that it refused. */
async function judge(headers: Record<string, string>): Promise<string> {
  const app = Fastify();
  guardOrigin(app, {
    publicUrl: () => 'https://Heating.example.org:8443/api',
    hosts: ['My-Computer.local'],
    settings: 'PUBLIC_URL',
  });
  app.get('/', () => 'passed');
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof AppError) || error.code !== 'request-invalid') throw error;
    return reply.code(400).send(error.members);
  });
  const answer = await app.inject({ url: '/', headers });
  if (answer.statusCode === 200) return answer.body;
  const { errors } = answer.json<{ errors: { pointer: string }[] }>();
  return errors.map(({ pointer }) => pointer).join();
}

test.each([
  'localhost',
  'localhost:8080',
  'LOCALHOST',
  '127.0.0.1:8080',
  '127.9.9.9',
  '[::1]:8080',
  'heating.example.org',
  'heating.example.org:8443',
  'my-computer.local:8080',
])('answers to the host %s', async (host) => {
  expect(await judge({ host })).toBe('passed');
});

test.each([
  'evil.example',
  'localhost.evil.example',
  'evil-localhost',
  'api.heating.example.org',
  '127.0.0.1.evil.example',
  '192.168.1.2',
  '0.0.0.0',
  '[fe80::1]',
  ':8080',
  'a b',
])('does not answer to the host "%s", which may be rebound', async (host) => {
  expect(await judge({ host })).toBe('/headers/host');
});

test.each([
  ['localhost:8080', 'http://localhost:8080'],
  ['[::1]:8080', 'http://[::1]:8080'],
  ['heating.example.org', 'https://heating.example.org:8443'],
])('at %s a page of %s may call', async (host, origin) => {
  expect(await judge({ host, origin })).toBe('passed');
});

test.each([
  ['localhost:8080', 'https://evil.example'],
  ['localhost:8080', 'https://localhost'],
  ['localhost:8080', 'http://localhost:9090'],
  ['localhost:8080', 'http://127.0.0.1:8080'],
  ['localhost:8080', 'http://localhost.evil.example'],
  ['localhost:8080', 'null'],
  ['localhost:8080', ''],
  ['heating.example.org', 'https://example.org'],
])('at %s a page of "%s" may not call', async (host, origin) => {
  expect(await judge({ host, origin })).toBe('/headers/origin');
});
