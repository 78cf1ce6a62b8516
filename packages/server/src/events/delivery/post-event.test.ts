import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPostEvent, type PostResult } from './post-event.ts';

const TIMEOUT_MS = 200;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** What comes of one message to a receiver that answers like this. */
async function send(answer: RequestListener): Promise<PostResult> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const poster = createPostEvent({ allowLoopback: true }, '1', TIMEOUT_MS);
  const result = await poster.post(`http://127.0.0.1:${port}/hook?a=b`, { 'webhook-id': 'evt_1' }, '{}');
  await poster.close();
  return result;
}

test('sends path, query, headers and body, and keeps the first characters of the answer', async () => {
  const seen: unknown[] = [];
  const result = await send((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push(
        request.method,
        request.url,
        request.headers['webhook-id'],
        request.headers['user-agent'],
        body,
      );
      response.writeHead(200).end('fine\0');
    });
  });
  expect(seen).toEqual(['POST', '/hook?a=b', 'evt_1', 'Hearthgate/1', '{}']);
  expect(result).toMatchObject({ ok: true, httpStatus: 200, error: null, answer: 'fine' });
});

test('a redirect is a failure and is not followed', async () => {
  let calls = 0;
  const result = await send((_request, response) => {
    calls += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect([result.ok, result.httpStatus, calls]).toEqual([false, 302, 1]);
});

test('a receiver that hangs is left after the time-out', async () => {
  const result = await send(() => undefined);
  expect(result).toMatchObject({ ok: false, httpStatus: null });
  expect(result.latencyMs).toBeLessThan(10 * TIMEOUT_MS);
});

test('one that trickles an endless answer is left too', async () => {
  const result = await send((_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), TIMEOUT_MS / 10);
    response.on('close', () => clearInterval(timer));
  });
  expect(result).toMatchObject({ ok: false, error: `no answer within ${TIMEOUT_MS / 1_000} s` });
});

test('a long answer is cut; its status counts', async () => {
  const result = await send((_request, response) => void response.writeHead(201).end('x'.repeat(100_000)));
  expect(result).toMatchObject({ ok: true, httpStatus: 201 });
  expect(result.answer?.length ?? 0).toBeLessThanOrEqual(300);
});

test('a connection that breaks is a failure with a reason', async () => {
  const result = await send((request) => request.socket.destroy());
  expect(result).toMatchObject({ ok: false, httpStatus: null, error: expect.stringMatching(/\w/) });
});

test.each([
  ['120', 120_000],
  ['-1', undefined],
  ['soon', undefined],
  [new Date(Date.now() + 3_600_000).toUTCString(), expect.closeTo(3_600_000, -4)],
])('Retry-After %s', async (header, ms) => {
  const result = await send(
    (_request, response) => void response.writeHead(429, { 'retry-after': header }).end(),
  );
  expect(result.retryAfterMs).toEqual(ms);
});
