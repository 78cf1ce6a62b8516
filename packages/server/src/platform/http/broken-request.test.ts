import { Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import { answerBrokenRequest } from './broken-request.ts';

function answerTo(code: string, socket = new Socket(), rawPacket?: Buffer): string {
  let written = '';
  vi.spyOn(socket, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  vi.spyOn(socket, 'writable', 'get').mockReturnValue(true);
  answerBrokenRequest(
    Object.assign(new Error('unreadable'), { code, ...(rawPacket && { rawPacket }) }),
    socket,
  );
  return written;
}

test.each([
  ['HPE_INVALID_METHOD', 400, 'Bad Request', 'request-invalid'],
  ['HPE_HEADER_OVERFLOW', 431, 'Request Header Fields Too Large', 'headers-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'Request Timeout', 'request-timeout'],
])('%s is a problem document with status %i', (error, status, words, code) => {
  const socket = new Socket();
  const [head = '', body = ''] = answerTo(error, socket).split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  expect(line).toBe(`HTTP/1.1 ${status} ${words}`);
  expect(headers).toContain('content-type: application/problem+json');
  expect(headers).toContain(`content-length: ${Buffer.byteLength(body)}`);
  expect(headers).toContain('connection: close');
  const problem = JSON.parse(body) as { code: string; status: number; requestId: string };
  expect(problem).toMatchObject({ code, status, type: `/docs/errors/${code}` });
  expect(headers).toContain(`x-request-id: ${problem.requestId}`);
  expect(socket.destroyed).toBe(true);
});

test('to HEAD there is an answer without its body', () => {
  const written = answerTo(
    'HPE_HEADER_OVERFLOW',
    new Socket(),
    Buffer.from(`HEAD /hvacs?x=${'x'.repeat(99)}`),
  );
  expect(written).toMatch(/^HTTP\/1\.1 431 .*\r\ncontent-length: [1-9]\d*\r\n.*\r\n\r\n$/s);
  expect(answerTo('HPE_HEADER_OVERFLOW', new Socket(), Buffer.from('GET /'))).toMatch(/}$/);
});

test('who has hung up gets no answer', () => {
  expect(answerTo('ECONNRESET')).toBe('');
  expect(answerTo('HPE_INVALID_METHOD', new Socket().destroy())).toBe('');
});
